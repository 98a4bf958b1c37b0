"""View counts that a picture names; and pictures that count something else."""

from __future__ import annotations

import pytest
from lxml import html

from archiver.core.extract import extract
from archiver.core.icons import numbers_by_icon
from archiver.core.page import Page
from tests.core.pages import article

CLOCK = '<span><i class="fa fa-clock-o"></i> 29/03/2022 09:04</span>'
BALLOON = '<span><i class="fa fa-comment"></i> 4</span>'
EYES = [
    '<span><i class="fa fa-eye"></i> 1.532</span>',
    '<i class="icon-eye"></i><b>1.532</b>',
    '<span><img src="/images/ic_eye.png" alt=""> 1.532</span>',
    '<span><img src="/images/i2.png" alt="Lượt xem"> 1.532</span>',
    '<span><svg viewBox="0 0 9 9"><use xlink:href="/sprite.svg#icon-eye"></use></svg><span>1.532</span></span>',
    '<span><svg><title>Lượt xem</title><path d="M1 1"/></svg>1.532</span>',
    '<div aria-label="Lượt xem"><svg><path d="M1 1"/></svg><span>1.532</span></div>',
    '<span title="Số lượt xem">1.532</span>',
    '<span><i class="material-icons">visibility</i> 1.532</span>',
]


def views(page: Page) -> int | None:
    found = extract(page).views
    return found.count if found else None


@pytest.mark.parametrize("eye", EYES)
def test_the_number_behind_an_eye_counts_views(eye: str) -> None:
    assert views(article(date=f"<div>{CLOCK} {eye} {BALLOON}</div>")) == 1532
    assert views(article(date=f"<div>{CLOCK}{BALLOON}{eye}<a href='#in'>In bài viết</a></div>")) == 1532
    assert views(article(after=f"<div>{eye}{BALLOON}</div>")) == 1532


@pytest.mark.parametrize(
    "other",
    [
        BALLOON,
        '<span><i class="fa fa-eye-slash"></i> 12</span>',
        '<span><svg><path d="M1 1"/></svg> 12</span>',
        '<span title="Bình luận">12</span>',
        '<i class="fa fa-eye"></i> Xem tất cả 12',
        '<i class="material-icons">comment</i> 12',
    ],
)
def test_other_pictures_count_no_views(other: str) -> None:
    assert views(article(date=f"<div>{CLOCK} {other}</div>", after=f"<div>{other}</div>")) is None


def test_the_eyes_of_other_articles_are_not_counted() -> None:
    card = '<div><a href="/b{0}.html">Bài thứ {0} về cầu đường nông thôn</a> <i class="fa fa-eye"></i> 7{0}</div>'
    assert views(article(after="<h3>Tin khác</h3>" + "".join(card.format(n) for n in range(1, 6)))) is None


def test_a_large_element_is_not_searched_to_its_end() -> None:
    many = html.fromstring("<div>" + "<b>x</b>" * 5000 + '<i class="fa fa-eye"></i> 12</div>')
    assert list(numbers_by_icon(many)) == []
