"""Whose page a page is: what it claims of other addresses takes nothing from those that stand there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archiver.core.addresses import public_id
from archiver.query.history import record
from archiver.storage.values import Found, Purpose
from tests.storage.conftest import Archive
from tests.storage.making import NOW, PAPER, url_of
from tests.storage.test_archive import address, ask, count, moved, rows

KEYLESS = replace(PAPER, article_url=r"(?:-a(?P<key>\d+)|/tin/[^/]+)\.html$")
OTHER = {"title": "Bài khác", "body": "Chuyện khác hẳn. " * 20}
LIAR, HONEST = "https://baomau.example/tin/x.html", "https://baomau.example/tin/y.html"


@pytest.mark.parametrize("honest", [HONEST, url_of(99)])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("claim", ["canonical", "og", "amp"])
def test_no_page_takes_another_articles_identity(archive: Archive, honest: str, first: bool, claim: str) -> None:
    archive.recorder.register(KEYLESS)
    said = {"canonical": honest} if claim == "canonical" else {"aliases": [(claim, honest)]}
    if first:
        ask(archive, LIAR, OTHER | said)
        ask(archive, honest, {}, minutes=5)
    else:
        ask(archive, honest, {})
        ask(archive, LIAR, OTHER | said, minutes=5)
    ask(archive, LIAR, OTHER | said, minutes=10)
    titles = {row.canonical_url: row.public_id for row in rows(archive, "article")}
    assert titles == {
        LIAR: public_id("baomau", None, LIAR),
        honest: public_id("baomau", "99" if honest == url_of(99) else None, honest),
    }
    assert count(archive, "revision") == 2


def test_a_text_under_two_addresses_is_one_article(archive: Archive) -> None:
    archive.recorder.register(KEYLESS)
    ask(archive, LIAR, {"canonical": HONEST})
    ask(archive, HONEST, {"canonical": HONEST}, minutes=5)
    ask(archive, "https://baomau.example/tin/z.html", {"canonical": HONEST}, minutes=6)
    assert [row.canonical_url for row in rows(archive, "article")] == [HONEST]


def test_no_page_keeps_us_from_a_section(archive: Archive) -> None:
    section = "https://baomau.example/thoi-su/"
    ask(archive, url_of(1), {"aliases": [("amp", section)]})
    archive.recorder.add(archive.paper_id, [Found(section, Purpose.LISTING, "home")], NOW)
    assert address(archive, section).purpose == "listing"


@pytest.mark.parametrize(("one", "other"), [(url_of(1), url_of(77)), (LIAR, HONEST), (HONEST, url_of(77))])
@pytest.mark.parametrize("reverse", [False, True])
def test_an_id_that_was_joined_to_another_still_leads_to_the_article(
    archive: Archive, one: str, other: str, reverse: bool
) -> None:
    archive.recorder.register(KEYLESS)
    ids = [ask(archive, one, {}).article_id, ask(archive, other, {}, minutes=1).article_id]
    old, new = (other, one) if reverse else (one, other)
    ask(archive, old, minutes=2, **moved(new))
    (article,) = rows(archive, "article")
    for which in ids:
        assert record(archive.engine, str(which))["id"] == article.public_id
