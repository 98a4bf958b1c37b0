"""The title: the printed one, unless what the page states of itself agrees on another wording."""

from __future__ import annotations

import json

import pytest

from archiver.core.extract import extract
from archiver.core.stated import Structured
from archiver.core.titles import without_site
from tests.core.pages import BODY, TITLE, article

STATED = "Sau ba năm thi công, cầu mới ở xã Mẫu Sơn thông xe"
SHORT = "Cầu mới Mẫu Sơn thông xe"


def head(headline: str = "", graph: str = "", element: str = "") -> str:
    node = json.dumps({"@type": "NewsArticle", "headline": headline}) if headline else ""
    return (
        (f'<script type="application/ld+json">{node}</script>' if node else "")
        + (f'<meta property="og:title" content="{graph}">' if graph else "")
        + (f"<title>{element}</title>" if element else "")
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (head(TITLE, TITLE, TITLE), TITLE),
        (head(STATED, STATED, TITLE), STATED),
        (head(STATED, STATED, f"{STATED} | Báo Mẫu"), STATED),
        (head(STATED, "", f"{STATED} - Thời sự | Báo Mẫu"), STATED),
        (head(STATED, SHORT, TITLE), TITLE),
        (head("", STATED, TITLE), TITLE),
        (head("", SHORT, ""), TITLE),
        (head(STATED, TITLE, f"{STATED} | Báo Mẫu"), TITLE),
        (head("", f"{TITLE} * Báo Mẫu * Nguyễn An", f"{TITLE} * Báo Mẫu * Nguyễn An"), TITLE),
        (head("Báo Mẫu điện tử", "Báo Mẫu điện tử", "Báo Mẫu điện tử"), TITLE),
    ],
    ids=[
        "all",
        "three to one",
        "with the site",
        "two to one",
        "no two agree",
        "one",
        "alone",
        "even",
        "behind",
        "slogan",
    ],
)
def test_two_statements_that_agree_outvote_the_print(stated: str, expected: str) -> None:
    got = extract(article(head=stated))
    assert got.title == expected
    assert got.body_text == BODY


def test_a_kicker_that_runs_into_the_heading_is_parted_as_the_statements_part_it() -> None:
    name = "Huyện Mẫu: Cầu mới thông xe sau ba năm"
    heading = "<h1><span>Huyện Mẫu</span> <span>Cầu mới thông xe sau ba năm</span></h1>"
    got = extract(article(head=head(name, name, f"{name} | Báo Mẫu"), title=heading))
    assert got.title == name
    assert got.sources["title"] == "json-ld headline and meta og:title and title element"
    assert got.body_text == BODY


def test_a_kicker_in_an_element_of_its_own_is_left_out_where_a_statement_leaves_it_out() -> None:
    heading = f"<h1><span class='k'>Giao thông - </span><span>{TITLE}</span></h1>"
    got = extract(article(head=head("", TITLE, f"Giao thông: {TITLE} | Báo Mẫu"), title=heading))
    assert got.title == TITLE
    whole = extract(article(head=head("", "Tin vắn", ""), title=heading))
    assert whole.title == f"Giao thông - {TITLE}"


def test_a_closing_quote_is_no_separator() -> None:
    name = "Cầu mới Mẫu Sơn: »Chúng tôi chờ đã lâu«"
    assert extract(article(head=head(name, name, name), title=f"<h1>{name}</h1>")).title == name


def test_a_site_is_taken_off_both_ends() -> None:
    said = Structured(publishers=["Báo Mẫu"])
    assert without_site("Báo Mẫu | Cầu mới thông xe - Báo Mẫu", said) == "Cầu mới thông xe"
