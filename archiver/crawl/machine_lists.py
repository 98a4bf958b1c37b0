"""Feeds and sitemaps: lists that sites write for machines, read without an XML parser.

Half of them are not well-formed, and some are hostile (entities that name files, or that grow to gigabytes). A scanner
that knows no entities but the standard ones and no document types has nothing to be attacked through, reads what is
left of a broken list, and takes time in proportion to its length.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from itertools import islice

from archiver.core.decoding import decode as undo
from archiver.core.encodings import decode
from archiver.core.timestamps import parse_timestamp
from archiver.core.values import VIETNAM

MAX_ENTRIES = 50_000  # of one list, as sitemaps.org has it
_MAX_TOKENS = 2_000_000  # tags and texts: forty for each entry; what comes after them is not looked at
_MAX_DATE = 64  # characters
_MAX_FIELD = 8192  # characters of one field or tag that are looked at; no address is so long
_RECORDS = {"item": "feed", "entry": "feed", "url": "sitemap", "sitemap": "index"}
_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}
_FIELDS = {
    "feed": {"link", "guid", "id", "pubdate", "published", "updated", "date"},
    "sitemap": {"loc", "lastmod", "publication_date"},
    "index": {"loc", "lastmod"},
}
_FOREIGN = frozenset(("image", "video", "xhtml", "media", "itunes", "content", "geo", "mobile"))  # prefixes never read
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
_SUBSET_END = re.compile(r"\]\s*>")
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list."""

    url: str  # as written; may be relative
    modified: datetime | None = None  # aware: lastmod or updated
    published: datetime | None = None  # aware: pubDate


@dataclass(frozen=True, slots=True)
class MachineList:
    """A feed, a sitemap, or an index of sitemaps; `kind` is "" where the text is none of them."""

    kind: str
    entries: tuple[Entry, ...] = ()


def read_machine_list(body: bytes, content_type: str = "", *, zone: tzinfo = VIETNAM) -> MachineList:
    """Read a feed (RSS, RDF, Atom), a sitemap or a sitemap index, in order, at most 50,000 entries.

    Args:
        body: content encoding undone; a `.gz` file is inflated here, with a limit.
        content_type: the header as sent.
        zone: of dates without an offset.

    Source:
        sitemaps.org/protocol; RSS 2.0; RFC 4287; research/threat_model.md R14 for what must not happen.

    >>> read_machine_list(b"<urlset><url><loc>https://baomau.example/a1.html</loc></url></urlset>")
    MachineList(kind='sitemap', entries=(Entry(url='https://baomau.example/a1.html', modified=None, published=None),))
    >>> read_machine_list(b"<html><body>no list</body></html>").kind
    ''
    """
    if body[:2] == b"\x1f\x8b":
        body = undo(body, "gzip").body
    kind = ""
    entries: list[Entry] = []
    for record in _records(decode(body, content_type).text):
        kind = kind or record.kind
        if record.kind == kind and record.kind and len(entries) < MAX_ENTRIES:
            entry = _entry(record, zone)
            if entry:
                entries.append(entry)
    return MachineList(kind, tuple(entries))


@dataclass(slots=True)
class _Record:
    """The fields of an entry as they were written; the first of a name counts."""

    kind: str
    fields: dict[str, str] = field(default_factory=dict)


def _records(text: str) -> Iterator[_Record]:
    """The entries of a list. The first record of a list without any entry says what the list is."""
    root, record, inside = "", _Record(""), ""
    for kind, name, value in islice(_tokens(text), _MAX_TOKENS):
        if kind == "text":
            if inside and len(said := record.fields.get(inside, "")) < _MAX_FIELD:
                record.fields[inside] = said + value[:_MAX_FIELD]
            continue
        local = _local(name)
        if not root and kind == "open" and local in _ROOTS:
            root = _ROOTS[local]
            yield _Record(root)
        elif root and _is_record(local, root, name):
            if record.fields:
                yield record
            record, inside = _Record(root if kind == "open" else ""), ""
        elif kind == "close":
            inside = "" if local == inside else inside
        elif record.kind and local in _FIELDS[root]:
            inside = local if local not in record.fields else ""
            href = _href(value) if local == "link" else ""
            if href and "link" not in record.fields:
                record.fields["link"], inside = href, ""
    if record.fields:
        yield record


def _is_record(local: str, root: str, name: str) -> bool:
    return _RECORDS.get(local) == root and (":" not in name or local == _local(name))


def _local(name: str) -> str:
    """The name without its prefix, in lower case; "" for what another vocabulary says."""
    prefix, _, local = name.lower().rpartition(":")
    return "" if prefix in _FOREIGN else local


def _href(attributes: str) -> str:
    """The address of an Atom link, "" where the link is not to the page itself."""
    said = {m[1].lower(): m[2] or m[3] or "" for m in _ATTRIBUTE.finditer(attributes[:_MAX_FIELD])}
    return said.get("href", "") if said.get("rel", "alternate") == "alternate" else ""


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Tags ("open" or "close", name, attributes) and text ("text", "", text), each character looked at once."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield "text", "", text[at:start]
        if text.startswith("<![CDATA[", start):
            end = text.find("]]>", start)
            stop = len(text) if end < 0 else end
            yield "text", "", text[start + 9 : stop].replace("&", "&amp;")
            at = stop + 3
            continue
        end = _end_of_tag(text, start)
        if end < 0:
            return
        inner = text[start + 1 : end].strip()
        at = end + 1
        if inner[:1] not in ("!", "?", ""):
            closes = inner.startswith("/")
            parts = inner.strip("/").split(None, 1)
            name, rest = parts[0] if parts else "", parts[1] if len(parts) > 1 else ""
            yield "close" if closes else "open", name, rest
            if not closes and inner.endswith("/"):
                yield "close", name, ""
    if at < len(text):
        yield "text", "", text[at:]


def _end_of_tag(text: str, start: int) -> int:
    """Where the tag, comment or declaration at `start` ends; -1 where it never does."""
    if text.startswith("<!--", start):
        end = text.find("-->", start)
        return end + 2 if end >= 0 else -1
    end = text.find(">", start)
    if text.startswith("<!", start) and end >= 0 and text.find("[", start, end) >= 0:
        subset = _SUBSET_END.search(text, start)  # the entities that it declares are skipped, never known
        return subset.end() - 1 if subset else -1
    return end


def _entry(record: _Record, zone: tzinfo) -> Entry | None:
    said = record.fields
    url = _text(said.get("link", "") or said.get("loc", ""))
    if not url:
        identity = _text(said.get("guid", "") or said.get("id", ""))
        url = identity if identity.startswith(("http://", "https://")) else ""
    if not url:
        return None
    modified = said.get("lastmod") or said.get("updated") or ""
    published = said.get("pubdate") or said.get("published") or said.get("date") or said.get("publication_date") or ""
    return Entry(url, read_moment(_text(modified), zone), read_moment(_text(published), zone))


def _text(raw: str) -> str:
    """A field's text, standard entities put in, all others left out."""
    return _ENTITY.sub(_character, raw).strip()


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name[0] == "#":
        number = int("0" + name[1:], 0) if name[1] in "xX" else int(name[1:])
        return chr(number) if 31 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return html.entities.html5.get(name + ";", "")


def read_moment(text: str, zone: tzinfo = VIETNAM) -> datetime | None:
    """A date of a list, aware; None where it is none that we can read.

    >>> read_moment("Tue, 29 Mar 2022 09:04:00 +0700").isoformat(), read_moment("hôm nay")
    ('2022-03-29T09:04:00+07:00', None)
    """
    text = text[: _MAX_DATE + 1]
    if not text or len(text) > _MAX_DATE:
        return None
    moment = _iso(text) or _mail(text)
    if moment is None:
        read = parse_timestamp(text, zone=zone)
        moment = read.moment if read else None
    if moment is None:
        return None
    try:
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment if 1990 <= moment.astimezone(UTC).year <= 2200 else None
    except (OverflowError, ValueError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
