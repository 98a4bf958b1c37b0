"""Bytes to text: declarations that are right, wrong and missing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.encodings import declared, decode, plausible
from archiver.core.values import Reason

TEXT = "Đồng bào xã Mẫu Sơn dựng lại cây cầu gỗ bị lũ cuốn trôi; ông Nguyễn Văn Thử nói: “Nước rút là làm ngay”."
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_windows_1258(text: str) -> bytes:
    """The text as old Windows programs wrote it: base letters composed, tones apart."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(p for p in parts if p in TONES)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
        out.append(base + tone)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
        (b'<meta charset="iso-8859-1">' + TEXT.encode(), "text/html"),
        (b"\xef\xbb\xbf" + TEXT.encode(), ""),
        (TEXT.encode(), "text/html; charset=no-such-thing"),
        (unicodedata.normalize("NFD", TEXT).encode(), "text/html; charset=utf-8"),
    ],
)
def test_utf_8_is_read_whatever_is_declared(body: bytes, content_type: str) -> None:
    got = decode(body, content_type)
    assert unicodedata.normalize("NFC", got.text).endswith(TEXT)
    assert (got.encoding, got.problem) == ("utf-8", None)
    assert not got.text.startswith("\ufeff")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark_or_its_zeros(codec: str) -> None:
    markup = f"<!DOCTYPE html><html><head><title>{'a' * 40}</title></head><body><p>{TEXT}</p></body></html>"
    got = decode(markup.encode(codec), "text/html")
    assert TEXT in got.text
    assert (got.encoding, got.problem) == ("utf-16", None)


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=windows-1258", "text/html", "text/html; charset=iso-8859-1"]
)
def test_windows_1258_is_composed(content_type: str) -> None:
    got = decode(in_windows_1258(TEXT), content_type)
    assert got.text == TEXT
    assert (got.encoding, got.problem) == ("windows-1258", None)


def test_western_text_stays_western() -> None:
    text = "Café à la crème, dit-il: les élèves français étaient là."
    assert decode(text.encode("cp1252"), "text/html; charset=iso-8859-1").text == text


def test_a_few_broken_bytes_are_flagged_and_the_rest_is_read() -> None:
    got = decode(TEXT.encode() * 5 + b"\xc3( " + TEXT.encode() * 5, "text/html; charset=utf-8")
    assert got.text.count(TEXT) == 10
    assert got.problem is Reason.ENCODING


def test_a_page_cut_within_its_last_letter_is_not_damaged() -> None:
    got = decode(("<p>" + TEXT + " ạ").encode()[:-1], "text/html; charset=utf-8")
    assert TEXT in got.text
    assert got.problem is None


def test_zeros_and_controls_are_dropped() -> None:
    assert decode("Cầu\x00 mới\x0b thông\x1f xe\x7f".encode()).text == "Cầu mới thông xe"


def test_the_header_is_trusted_before_the_markup_and_the_mark_before_both() -> None:
    assert declared(b'<meta charset="windows-1258">', "text/html; charset=utf-8") == ("utf-8", "cp1258")
    assert declared(b"\xff\xfe<\x00", "text/html; charset=utf-8") == ("utf-16-le", "utf-8")
    assert declared(b'<?xml version="1.0" encoding="windows-1252"?>') == ("cp1252",)
    assert declared(b"<p>charset=utf-8</p>") == ()


def test_text_in_the_wrong_table_is_implausible() -> None:
    assert plausible(TEXT) > 0.9
    assert plausible(TEXT.encode().decode("latin-1")) < 0.5


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=utf-16", "x"]))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    got = decode(body, content_type)
    assert "\x00" not in got.text
    got.text.encode("utf-8")
