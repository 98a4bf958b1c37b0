"""Bytes to text: what a page says of its own letters, checked against the bytes themselves."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from archiver.core.text import damage
from archiver.core.values import Reason

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 8192  # browsers look at 1024; old templates put styles before the declaration
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# libxml2 ends a document at NUL; the other controls are no text in HTML either.
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xFEFF])
_CONTROL_BYTES = bytes(code for code in _CONTROLS if code < 256)
_MARK = "\ufeff"  # of the byte order; within a text it is nothing
_VIETNAMESE = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_STRAY = frozenset(
    "¥¦§¨©«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×ßåäæçëïñöøûüþÿðî¢£¤¡"
)  # what Vietnamese bytes look like in the wrong table
_BEYOND = re.compile("[^\x00-\x7f]+")
_GOOD = re.compile("[" + "".join(sorted(_VIETNAMESE)) + "–—‘’“”…\u00a0•]")
_BAD = re.compile("[\ufffd\u0300-\u036f" + "".join(sorted(_STRAY)) + "]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was really in, and whether letters were lost on the way."""

    text: str
    encoding: str
    problem: Reason | None = None
    utf8: bytes | None = field(
        default=None, repr=False, compare=False
    )  # the text's bytes, where it is what the page sent


def declared(body: bytes, content_type: str = "") -> tuple[str, ...]:
    """The encodings that a page is said to be in, the most trusted first: byte order mark, header, markup.

    Source:
        HTML standard, section "Determining the character encoding".

    >>> declared(b'<meta charset="windows-1258">', "text/html; charset=utf-8")
    ('utf-8', 'cp1258')
    """
    names = [name for mark, name in _BOMS if body.startswith(mark)]
    header = _HEADER.search(content_type)
    if header:
        names.append(header.group(1))
    head = body[:_HEAD_BYTES]
    for pattern in (_XML, _META):
        found = pattern.search(head)
        if found:
            names.append(found.group(1).decode("ascii"))
    known: list[str] = []
    for name in names:
        try:
            canonical = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue  # a name that nobody knows says nothing
        if canonical not in known:
            known.append(canonical)
    return tuple(known)


def decode(body: bytes, content_type: str = "") -> Decoded:
    """A page's bytes as text: never fails, and says what it really was.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: no other encoding looks like it by chance.
    Control characters, which no HTML text may contain, are dropped.

    Source:
        research/quirks.md section 1 (legacy letters, mixed composed and decomposed text); a newspaper that declares
        iso-8859-1 over UTF-8 is the commonest wrong declaration.

    >>> decode("Đắk Nông".encode(), "text/html; charset=iso-8859-1")
    Decoded(text='Đắk Nông', encoding='utf-8', problem=None)
    """
    if _wide(body) is None:
        plain = body.translate(None, _CONTROL_BYTES)  # none of them is part of a letter
        try:
            text = plain.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if _MARK in text:
                text, plain = text.replace(_MARK, ""), plain.replace(codecs.BOM_UTF8, b"")
            return Decoded(text, "utf-8", None, plain)
    text, encoding, lossy = _decode(body, declared(body, content_type))
    return Decoded(text.translate(_CONTROLS), encoding, Reason.ENCODING if lossy else None)


def _decode(body: bytes, names: tuple[str, ...]) -> tuple[str, str, bool]:
    """Text, encoding, and whether letters were lost."""
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace"), "utf-16", False
    try:
        return body.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        if _cut_at_end(body, error):
            return body.decode("utf-8", "ignore"), "utf-8", False
    legacy = [name for name in names if not name.startswith(("utf", "ascii"))]
    if len(names) > len(legacy) or not names:  # said to be UTF-8, or nothing said: mostly UTF-8 with a few bad bytes?
        text = body.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        if bad * 20 < sum(1 for c in text[:200_000] if c > "\x7f"):
            return text, "utf-8", True
    best: tuple[float, str, str] | None = None
    for name in dict.fromkeys([*legacy, "cp1258", "cp1252"]):
        text = unicodedata.normalize("NFC", body.decode(_superset(name), "replace"))
        score = plausible(text) + (0.05 if name in legacy else 0.0)
        if best is None or score > best[0]:
            best = (score, text, name)
        if score > 0.9:
            break
    assert best is not None
    return best[1], {"cp1258": "windows-1258", "cp1252": "windows-1252"}.get(best[2], best[2]), best[0] < 0.5


def _superset(name: str) -> str:
    """Browsers read ISO 8859-1 and ASCII as windows-1252; so do we."""
    return "cp1252" if name in ("iso8859-1", "ascii", "latin-1") else name


def _wide(body: bytes) -> str | None:
    """UTF-16 by its mark or by its zeros: every second byte of markup is one."""
    for mark, name in _BOMS[1:]:
        if body.startswith(mark):
            return name
    sample = body[:2000]
    if len(sample) >= 8:
        half = len(sample) // 2
        if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
            return "utf-16-le"
        if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
            return "utf-16-be"
    return None


def _cut_at_end(body: bytes, error: UnicodeDecodeError) -> bool:
    """True where only the last letter is incomplete: the page was cut, its letters are good."""
    return error.start >= len(body) - 3 and error.reason == "unexpected end of data"


def plausible(text: str) -> float:
    """How much a text looks like a language rather than like the wrong table: 1 is clean, below 0.5 is not text.

    >>> plausible("Đắk Nông") > 0.9 > 0.5 > plausible("Ä¯áº¯k NÃ´ng")
    True
    """
    beyond = "".join(_BEYOND.findall(text[:120_000]))[:8000].lower()
    if not beyond:
        return 1.0
    good = len(_GOOD.findall(beyond))
    bad = len(_BAD.findall(beyond))
    return 0.6 + 0.4 * good / len(beyond) - 0.8 * bad / len(beyond)


def damaged(text: str) -> bool:
    """True where letters of a read field were lost or doubled before they came to us.

    >>> damaged("Cầu mới thông xe")
    False
    """
    return bool(damage(text))
