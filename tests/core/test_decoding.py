"""Content encodings are undone, and no body grows beyond its limit."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.decoding import Decoded, decode

PLAIN = "Cầu mới thông xe, người dân hai bờ mừng rỡ. ".encode() * 50


def raw_deflate(data: bytes) -> bytes:
    step = zlib.compressobj(wbits=-15)
    return step.compress(data) + step.flush()


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("gzip", gzip.compress),
        ("X-Gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_each_encoding_is_undone(name: str, encode: Callable[[bytes], bytes]) -> None:
    assert decode(encode(PLAIN), name) == Decoded(PLAIN, True)


@pytest.mark.parametrize(
    ("name", "encode"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_a_bomb_is_cut_at_the_limit(name: str, encode: Callable[[bytes], bytes]) -> None:
    assert decode(encode(bytes(5_000_000)), name, limit=1000) == Decoded(bytes(1000), False)
    assert decode(encode(bytes(1000)), name, limit=1000) == Decoded(bytes(1000), True)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_plain_text_that_claims_an_encoding_comes_back_as_it_is(name: str) -> None:
    assert decode(b"<html>xin chao</html>", name) == Decoded(b"<html>xin chao</html>", False)


def test_a_cut_body_gives_what_there_is() -> None:
    noise = bytes(range(256)) * 2000
    body, complete = decode(gzip.compress(noise)[:-500], "gzip")
    assert not complete
    assert body
    assert noise.startswith(body)


def test_several_gzip_members_are_one_body_and_padding_is_dropped() -> None:
    assert decode(gzip.compress(b"a") + gzip.compress(b"b"), "gzip") == Decoded(b"ab", True)
    assert decode(gzip.compress(b"a") + b"\0\0", "gzip") == Decoded(b"a", True)


def test_an_unknown_encoding_stays() -> None:
    assert decode(b"abc", "rot13") == Decoded(b"abc", False)
    assert decode(b"", "gzip") == Decoded(b"", True)


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "br, gzip", ",,", "x"]))
def test_any_bytes_are_decoded_or_not(body: bytes, name: str) -> None:
    assert len(decode(body, name, limit=500).body) <= 500
