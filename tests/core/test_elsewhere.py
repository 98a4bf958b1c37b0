"""Pages of newspapers outside Vietnam: authors, dates and offsets as they are stated there."""

from __future__ import annotations

import json

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.values import Extraction

TITLE = "New bridge opens in Sampleton after three years of work"
PARAGRAPHS = (
    "The bridge over the Sample river was opened on Tuesday morning, three years after the first pile was driven.",
    "More than two thousand households no longer depend on the ferry, which stopped whenever the river was high.",
    "The council said that a road to the town centre would follow next year, if the money was found in time.",
)


def read(
    *, author: object = None, head: str = "", above: str = "", date: object = "2024-05-03T17:47:42+02:00"
) -> Extraction:
    node: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "publisher": {"@type": "Organization", "name": "Sampleton Gazette"},
    }
    node |= {"author": author} if author else {}
    node |= {"datePublished": date} if date else {}
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    markup = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} | Sampleton Gazette</title>{head}
<script type="application/ld+json">{json.dumps(node)}</script></head><body><div class="page"><h1>{TITLE}</h1>{above}
<div class="text">{text}</div></div></body></html>"""
    return extract(Page("https://gazette.example/news/new-bridge", markup.encode(), "text/html"))


def authors(got: Extraction) -> list[str]:
    return list(got.byline.authors) if got.byline else []


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def office(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


META = '<meta name="author" content="Ann Lee">'
HANDLE = '<meta property="article:author" content="https://social.example/gazette">'


@pytest.mark.parametrize(
    ("author", "head", "above", "expected"),
    [
        ([person("Ann Lee"), person("Bob Stone")], "", "", ["Ann Lee", "Bob Stone"]),
        (person("Ann Lee and Bob Stone"), "", "", ["Ann Lee", "Bob Stone"]),
        ([person("Ann Lee"), person("dpa")], "", "", ["Ann Lee"]),
        (person("Ann Lee, Political Correspondent"), "", "", ["Ann Lee"]),
        (None, META, "", ["Ann Lee"]),
        (None, HANDLE, "<p>By Ann Lee</p>", ["Ann Lee"]),
        (office("Sampleton Gazette"), META, "", ["Ann Lee"]),
        (office("Sampleton Gazette"), "", '<p class="byline">By Ann Lee</p>', ["Ann Lee"]),
        (person("Ann Lee"), "", '<p class="byline">By Bob Stone in Sampleton</p>', ["Ann Lee"]),
        ({"@type": ["Person", "Organization"], "name": "Ann Lee"}, "", "", ["Ann Lee"]),
        (None, "", '<div class="byline"><span>Ann Lee</span><span>Bob Stone</span></div>', ["Ann Lee", "Bob Stone"]),
        (None, "", '<div class="author"><a href="/s">Social</a></div><p class="author">Ann Lee</p>', ["Ann Lee"]),
        # nobody but an office: it is the author
        (office("Sampleton Gazette"), "", "", ["Sampleton Gazette"]),
        (person("dpa"), "", "", ["dpa"]),
        ("Associated Press", "", "", ["Associated Press"]),
        ([office("Sample Press Agency"), person("SG-Redaktion")], "", "", ["Sample Press Agency", "SG-Redaktion"]),
        (person("admin"), "", "", []),
        (person("105092"), "", "", []),
    ],
)  # fmt: skip
def test_persons_before_offices_statements_before_print(
    author: object, head: str, above: str, expected: list[str]
) -> None:
    assert authors(read(author=author, head=head, above=above)) == expected


def test_an_agency_beside_a_person_is_an_agency() -> None:
    got = read(author=person("Ann Lee, dpa"))
    assert got.byline is not None
    assert (got.byline.authors, got.byline.agencies) == (("Ann Lee",), ("dpa",))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-05-03T17:47:42+02:00", "2024-05-03T17:47:42+02:00"),
        ("2024-05-03T17:47:42-0400", "2024-05-03T17:47:42-04:00"),
        ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42+00:00"),
    ],
)
def test_a_page_elsewhere_keeps_its_own_offset(stated: str, expected: str) -> None:
    got = read(date=stated)
    assert got.published is not None
    assert got.published.moment.isoformat() == expected


@pytest.mark.parametrize(
    "printed",
    [
        "Veröffentlicht am 3. Mai 2024 um 17:47",
        "erstellt: 03. Mai 2024, 17:47 in: Gesellschaft",
        "3 mai 2024 à 17h47",
        "3 de mayo de 2024 - 17:47",
        "May 3, 2024 5:47 PM",
    ],
)
def test_months_are_read_in_other_languages(printed: str) -> None:
    got = read(date=None, above=f'<div class="date">{printed}</div>')
    assert got.published is not None
    assert got.published.moment.isoformat()[:16] == "2024-05-03T17:47"


def test_a_date_below_the_title_may_have_the_number_of_comments_behind_it() -> None:
    above = '<div class="meta date">3 May 2024, 17:47 <a class="comments" href="#c">Comments: 0</a></div>'
    got = read(date=None, above=above)
    assert got.published is not None


def test_the_only_stated_date_is_the_publication() -> None:
    got = read(date=None, head='<meta property="og:updated_time" content="2024-05-03T17:47:42+02:00">')
    assert got.published is not None
    assert (got.published.moment.isoformat(), got.updated) == ("2024-05-03T17:47:42+02:00", None)
