"""One record is one gzip member, whatever its size and however its body was sent."""

from __future__ import annotations

import gzip
import io
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.storage.warc import pack, walk

HEADERS = [("WARC-Type", "response"), ("WARC-Record-ID", "<urn:uuid:x>")]
NOISE = random.Random(7).randbytes(200_000)  # what no compression makes smaller


@pytest.mark.parametrize("size", [0, 1, 65530, 65531, 65532, 65535, 65536, 131066, 131070, 200_000])
def test_a_body_that_is_compressed_already_is_kept_byte_for_byte(size: int) -> None:
    body = NOISE[:size]
    stored, deflated = (pack(HEADERS, [b"head\r\n\r\n", body], encoded=encoded) for encoded in (True, False))
    assert gzip.decompress(stored) == gzip.decompress(deflated)
    assert body in gzip.decompress(stored)
    assert len(stored) <= len(deflated) + 64
    (member,) = walk(io.BytesIO(stored))
    assert member.block == b"head\r\n\r\n" + body


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2300), st.integers(1, 60))
def test_a_short_record_is_deflated_as_a_long_one_is(piece: bytes, times: int) -> None:
    block = (piece * times)[:2300]
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = pack(HEADERS, [block])
    assert packed[10:-8] == squeeze.compress(gzip.decompress(packed)) + squeeze.flush()
