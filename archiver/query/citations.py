"""Citations: BibTeX, RIS and CSL-JSON, with the original and the archived address, the time of access and the digest of
the evidence. Names stay as printed: nothing here guesses which part of a Vietnamese name is the family's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from archiver.query.records import Record
from archiver.storage.models import Newspaper

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{: a brace without its other half would end the entry early
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_TEX_TABLE = str.maketrans(_TEX)
_URL_TABLE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


class CitationFormat(StrEnum):
    """What a citation is written in."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says of one article."""

    key: str  # letters, digits and hyphens
    id: str
    title: str
    authors: tuple[str, ...]  # as printed; the agencies where no person is named
    newspaper: str  # its title: "Báo Lâm Đồng"
    section: str
    language: str
    published: str  # "2022-03-29", "" where no rule could read it
    url: str
    accessed: str  # ISO moment at which the cited bytes were fetched; "" where there are none
    archived: str  # where they are: the address of a replay, or the place in the evidence
    sha256: str  # of the record that holds them

    @property
    def note(self) -> str:
        """What no field of a format is made for."""
        said = [f"Archived as {self.id}"]
        if self.accessed:
            said.append(f"fetched {self.accessed}")
        if self.archived:
            said.append(f"at {self.archived}")
        if self.sha256:
            said.append(f"SHA-256 of the WARC record {self.sha256}")
        return ", ".join(said)


def titles(conn: Connection) -> dict[str, str]:
    """The title of each newspaper by its name."""
    return {name: title for name, title in conn.execute(select(Newspaper.name, Newspaper.title))}  # noqa: C416 - rows


def cited(record: Record, titles: Mapping[str, str], *, replay: str = "") -> Cited:
    """What a citation says of an article.

    Args:
        titles: newspaper → its title, see `titles`.
        replay: the address of a service that replays the archive, such as `https://pywb.example.org/taken`; "" where
            there is none: the archived address is then the place in the evidence.
    """
    known: dict[str, Any] = record
    evidence = known["evidence"] or {}
    url = known["canonical_url"] or known["url"] or ""
    accessed = evidence.get("fetched_at") or ""
    archived = ""
    if evidence:
        archived = f"warc/{evidence['warc']}#offset={evidence['offset']}&length={evidence['length']}"
        if replay:
            stamp = datetime.fromisoformat(accessed).astimezone(UTC).strftime("%Y%m%d%H%M%S")
            archived = f"{replay.rstrip('/')}/{stamp}/{known['url'] or url}"
    return Cited(
        key=_key(known["id"]),
        id=known["id"],
        title=_line(known["title"]),
        authors=tuple(_line(name) for name in known["authors"] or known["agencies"]),
        newspaper=_line(titles.get(known["newspaper"], known["newspaper"])),
        section=_line(known["section"]),
        language=_line(known["language"]),
        published=(known["published_at"] or "")[:10],
        url=_line(url),
        accessed=accessed,
        archived=_line(archived),
        sha256=evidence.get("sha256") or "",
    )


def citations(all_of_them: Iterable[Cited], form: CitationFormat) -> Iterator[str]:
    """The text of a file of citations, piece by piece."""
    if form is CitationFormat.CSL_JSON:
        before = "["
        for one in all_of_them:
            yield f"{before}\n{json.dumps(csl(one), ensure_ascii=False, indent=2)}"
            before = ","
        yield "[]\n" if before == "[" else "\n]\n"
        return
    write: Callable[[Cited], str] = bibtex if form is CitationFormat.BIBTEX else ris
    for one in all_of_them:
        yield write(one) + "\n"


def bibtex(one: Cited) -> str:
    """One entry: every name in braces of its own, so that no program takes it apart.

    Source:
        BibTeX takes a name in braces for one word; `date`, `urldate` and `langid` are biblatex's.
    """
    fields = {
        "author": " and ".join(f"{{{name.translate(_TEX_TABLE)}}}" for name in one.authors),
        "title": f"{{{one.title.translate(_TEX_TABLE)}}}",
        "journal": one.newspaper.translate(_TEX_TABLE),
        "year": one.published[:4],
        "month": one.published[5:7].lstrip("0"),
        "date": one.published,
        "url": one.url.translate(_URL_TABLE),
        "urldate": one.accessed[:10],
        "langid": "vietnamese" if one.language.lower().startswith("vi") else "",
        "note": one.note.translate(_TEX_TABLE),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value and value != "{}"]
    return f"@article{{{one.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(one: Cited) -> str:
    """One reference of the type newspaper article; a name without a comma is one name.

    Source:
        the tags of the RIS format: DA is YYYY/MM/DD, Y2 the day of access.
    """
    day = one.published.replace("-", "/")
    lines: list[tuple[str, str]] = [
        ("TY", "NEWS"),
        ("ID", one.key),
        *(("AU", name) for name in one.authors),
        ("TI", one.title),
        ("T2", one.newspaper),
        ("SE", one.section),
        ("PY", one.published[:4]),
        ("DA", day),
        ("LA", one.language),
        ("UR", one.url),
        ("Y2", one.accessed[:10].replace("-", "/")),
        ("AV", one.archived),
        ("N1", one.note),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n"


def csl(one: Cited) -> dict[str, Any]:
    """One item of CSL-JSON; names are literal, so that no style turns them round."""
    said: dict[str, Any] = {
        "id": one.key,
        "type": "article-newspaper",
        "title": one.title,
        "author": [{"literal": name} for name in one.authors],
        "container-title": one.newspaper,
        "section": one.section,
        "language": one.language,
        "issued": _date(one.published),
        "URL": one.url,
        "accessed": _date(one.accessed[:10]),
        "archive": one.id if one.archived else "",
        "archive_location": one.archived,
        "note": one.note,
    }
    return {name: value for name, value in said.items() if value}


def _date(day: str) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _line(text: object) -> str:
    """Text on one line without control characters: a format of lines must not be steered by a page."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text or ""))
    return " ".join(shown.split())


def _key(public_id: str) -> str:
    """The key of an entry: the id where its letters are safe in every format, else with a digest of it.

    >>> _key("baomau/92175"), _key("báo/1 2")
    ('baomau-92175', 'b-o-1-2-6daf3f72')
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", public_id).strip("-")
    if public_id.replace("/", "-", 1) == plain:
        return plain
    return f"{plain[:60]}-{sha256(public_id.encode('utf-8', 'replace')).hexdigest()[:8]}".lstrip("-")
