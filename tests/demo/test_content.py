"""The sample newspaper's words: enough of them, whole, in Vietnamese, and the same on every machine."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from archiver.core.text import fold
from archiver.demo.content import BEFORE, DELETED, DESKS, EDITED, MOVED, TURN, Article, article, articles, evening

DAYS = (0, 3, 7)


def texts(of: Article) -> tuple[str, ...]:
    return (of.title, of.lead, *of.paragraphs, of.caption, of.byline, *of.tags)


def test_day_by_day_there_is_more_to_read() -> None:
    assert [len(articles(day)) for day in DAYS] == [52, 55, 59]
    assert Counter(a.section.slug for a in articles(0)) == dict.fromkeys((d.slug for d in DESKS), BEFORE)


@pytest.mark.parametrize("day", DAYS)
def test_articles_are_whole(day: int) -> None:
    found = articles(day)
    assert len({a.key for a in found}) == len({a.title for a in found}) == len({a.body for a in found}) == len(found)
    for each in found:
        assert each.published <= evening(day)
        assert each.published.second == 0
        assert all(text and "{" not in text and text == unicodedata.normalize("NFC", text) for text in texts(each))
        assert len(each.paragraphs) == 4
        assert len(set(each.body.split(". "))) == len(each.body.split(". ")), "no sentence twice in one article"
        assert set(each.authors) <= set(each.byline.replace(" - ", "|").replace("Bài, ảnh: ", "").split("|")) | {
            each.byline.removesuffix(" (tổng hợp)")
        }


def test_most_letters_that_can_carry_marks_do() -> None:
    text = " ".join(a.body for a in articles(7))
    marked = sum(plain != letter for plain, letter in zip(fold(text), text.lower(), strict=True))
    assert marked / sum(letter.isalpha() for letter in text) > 0.25


def test_what_changes_between_the_crawls() -> None:
    before, after = article(0, EDITED), article(TURN, EDITED)
    assert before is not None
    assert after is not None
    assert (before.title, before.published, before.path) == (after.title, after.published, after.path)
    assert before.lead != after.lead
    assert before.body != after.body
    assert before.views == 3961
    assert article(0, DELETED) is not None
    assert article(TURN, DELETED) is None
    here, there = article(0, MOVED), article(TURN, MOVED)
    assert here is not None
    assert there is not None
    assert here.path != there.path
    assert (here.title, here.lead, here.body) == (there.title, there.lead, there.body)


def test_nothing_else_changes_and_views_never_fall() -> None:
    changed = set()
    for first in articles(0):
        for day in (1, 3, 7):
            later = article(day, first.key)
            if later is None:
                continue
            assert later.views > first.views
            assert set(first.comments) <= set(later.comments)
            if texts(later) != texts(first):
                changed.add(first.key)
    assert changed == {EDITED}


def test_a_search_with_and_without_marks_can_differ() -> None:
    def matching(words: str, plain: bool) -> set[int]:
        form = fold if plain else str.lower
        return {a.key for a in articles(0) if any(form(words) in form(t) for t in (a.title, a.lead, a.body))}

    exact, open_ = matching("Đắk Nông", plain=False), matching("dak nong", plain=True)
    assert len(exact) >= 5
    assert exact < open_
