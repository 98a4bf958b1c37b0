"""The article of a page is the one with the page's title, whatever other articles stand on it."""

from __future__ import annotations

import time

import pytest

from archiver.core.extract import extract
from archiver.core.others import other_articles
from archiver.core.page import Page
from archiver.core.tree import parse
from archiver.core.values import Extraction, Kind
from archiver.core.walker import outline
from tests.core.pages import BODY, FETCHED, FIRST, LEAD, MENU, PARAGRAPHS, TITLE, URL, paragraphs
from tests.core.test_kinds import TEASER

OTHER = "Đường bê tông nối ba thôn vùng cao của huyện Ví Dụ"
LINK = f"<a href='/b.html'>{OTHER}</a>"
LONG = paragraphs(*[f"{TEASER} Đoạn {n} của bài khác." for n in range(8)])
CARD = f"<article><h3>{LINK}</h3><p>{TEASER}</p></article>"
TEXT = paragraphs(*PARAGRAPHS)
PART_TWO = f"<article><h1>Phần hai: Ngày vui đã đến</h1><p>{TEASER}</p><p>{LEAD} Phần hai.</p></article>"
DATE = "<p>29/03/2022 09:04</p>"
OWN = {
    "in an article": f"<article><h1>{TITLE}</h1>{DATE}{TEXT}</article>",
    "in an element": f"<div><h1>{TITLE}</h1>{DATE}{TEXT}</div>",
    "below the title": f"<h1>{TITLE}</h1>{DATE}<article>{TEXT}</article>",
    "its heading leads to itself": f"<article><h2><a href='{URL}'>{TITLE}</a></h2>{DATE}{TEXT}</article>",
}
OTHERS = {
    "a linked heading": f"<article><h2>{LINK}</h2>{LONG}</article>",
    "a header": f"<article><header><h3>{LINK}</h3><time>28/03/2022</time></header><div>{LONG}</div></article>",
    "a picture first": f"<article><a href='/b.html'><img src='/b.jpg'></a><h3>{LINK}</h3><div>{LONG}</div></article>",
    "a link around": f"<article><a href='/b.html'><h3>{OTHER}</h3></a><div>{LONG}</div></article>",
    "no heading": f"<article><div>{LINK}</div>{LONG}</article>",
    "no article": f"<div><h3>{LINK}</h3><div>{LONG}</div><a href='/b.html'>Đọc tiếp</a></div>",
}
PLACES = {
    "after it": "{own}{other}",
    "before it": "{other}{own}",
    "in elements of their own": "<main><div>{own}</div><div>{other}</div></main>",
    "twice": "<main>{own}{other}{other}</main>",
}


def read(main: str) -> Extraction:
    head = f"<title>{TITLE} | Báo Mẫu</title>"
    markup = f"<html lang='vi'><head>{head}</head><body><ul>{MENU}</ul>{main}<footer>© Báo Mẫu</footer></body></html>"
    return extract(Page(URL, markup.encode(), "text/html; charset=utf-8", FETCHED))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_a_longer_article_with_another_title_takes_nothing(own: str, other: str, place: str) -> None:
    got = read(place.format(own=own, other=other))
    assert (got.kind, got.title, got.body_text) == (Kind.ARTICLE, TITLE, BODY)
    assert got.published is not None
    assert got.published.moment.isoformat() == "2022-03-29T09:04:00+07:00"
    assert not got.images


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_it_takes_nothing_from_within_nor_from_a_brief(other: str) -> None:
    assert read(f"<article><h1>{TITLE}</h1>{DATE}{TEXT}{other}</article>").body_text == BODY
    if "<article>" in other:
        assert read(f"<article><h1>{TITLE}</h1>{DATE}<p>{FIRST}</p></article>{other}").body_text == FIRST


def test_the_next_article_with_a_heading_of_its_own_takes_nothing() -> None:
    following = f"<article><h1>{OTHER}</h1>{LONG}</article>"
    for own in (OWN["in an article"], OWN["in an element"]):
        assert read(own + following).body_text == BODY


def test_a_page_without_a_text_of_its_own_gets_none_of_another() -> None:
    got = read(f"<article><h1>{TITLE}</h1>{DATE}</article>{OTHERS['a linked heading']}")
    assert "bài khác" not in got.body_text


@pytest.mark.parametrize(
    "main",
    [
        f"<h1>{TITLE}</h1>{DATE}<article><h3>{LINK}</h3>{TEXT}</article>",  # the title stands before its article
        f"<article><h1>{TITLE}</h1>{DATE}<div>{TEXT}</div><section><h2>Đường vào cầu</h2>{LONG}</section></article>",
        f"<h1>{TITLE}</h1>{DATE}<article><h2>Đường vào cầu</h2>{TEXT}</article>",
        f"<h1>{TITLE}</h1>{DATE}<div>{TEXT}<h3>{LINK}</h3>{LONG}</div>",
        f"<h1>{TITLE}</h1>{DATE}<p>{LEAD}</p><article><h3>{LINK}</h3>{TEXT}</article>",
        f"<h1>{TITLE}</h1>{DATE}<article><h3>{LINK}</h3>{TEXT}</article>{CARD}{CARD}",
        f"<h1>{TITLE}</h1>{DATE}<p>{LEAD}</p><div><h3>{LINK}</h3>{TEXT}</div>",
        f"<div><h1>{TITLE}</h1>{DATE}<p>{LEAD}</p><div><div><h3>{LINK}</h3><i>28/3/2022</i></div>{TEXT}</div></div>",
        f"<article><h1>{TITLE}</h1>{DATE}<p>{LEAD}</p><div><h3>{LINK}</h3>{TEXT}</div></article>",
        f"<article><h1>{TITLE}</h1>{DATE}{LONG}<blockquote><h3>{LINK}</h3>{TEXT}</blockquote></article>",
        f"<article><h1>{TITLE}</h1>{DATE}{LONG}<blockquote><div><h3>{LINK}</h3>{TEXT}</div></blockquote></article>",
        f"<h1>{TITLE}</h1>{DATE}<article><h1>Phần một: Chờ đợi</h1>{TEXT}</article>{PART_TWO}",
        f"<h1>{TITLE}</h1>{DATE}<p>{LEAD}</p><article><h1>Phần một: Chờ đợi</h1>{TEXT}</article>{PART_TWO}{CARD}",
    ],
)
def test_what_only_looks_like_another_article_stays(main: str) -> None:
    got = read(main)
    assert got.kind is Kind.ARTICLE
    assert FIRST in got.body_text


def test_cards_alone_are_no_article_of_the_title_above_them() -> None:
    cards = f"<article><h3>{LINK}</h3><p>{TEASER}</p><p>{FIRST}</p></article>" * 5
    assert not read(f"<h1>{TITLE}</h1>{DATE}{cards}").kind.is_article


def test_ten_thousand_teasers_cost_linear_time() -> None:
    teasers = f"<article><h2>{LINK}</h2><p>{FIRST}</p></article>" * 9_000
    markup = f"<html lang='vi'><body>{'<div>' * 300}<h1>{TITLE}</h1>{TEXT}{teasers}</body></html>"
    page = outline(parse(Page(URL, markup.encode(), "text/html; charset=utf-8")))
    started = time.process_time()
    assert len(other_articles(page, 0)) > 8_000
    assert time.process_time() - started < 1.5
