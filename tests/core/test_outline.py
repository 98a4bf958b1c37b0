"""The page's lines: what stands in a menu is none, and what markup says is known of each line that is asked."""

from __future__ import annotations

from archiver.core.outline import Outline
from archiver.core.page import Page
from archiver.core.signs import Sign, signs_of_name
from archiver.core.tree import parse
from archiver.core.walker import outline


def lines_of(markup: str) -> Outline:
    return outline(parse(Page("https://baomau.example/", f"<body>{markup}</body>".encode())))


def texts(markup: str) -> list[str]:
    return [line.text for line in lines_of(markup).lines]


def test_a_menu_is_left_wherever_its_first_text_stands() -> None:
    for menu in (
        "<nav>Trang chủ</nav>",
        "<nav><ul><li><a href='/'>Trang chủ</a></li><li>Thời sự</li></ul></nav>",
        "<div class='menu'><span><b>Trang chủ</b></span> hay <i>thời sự</i></div>",
        "<nav><img src='a.png'>Trang chủ</nav>",
        "<footer><div></div><div>Bản quyền</div>cuối</footer>",
    ):
        assert texts(f"<p>Trước</p>{menu}sau<p>Bài</p>") == ["Trước", "sau", "Bài"], menu


def test_a_menu_with_a_headline_or_inside_an_article_is_read() -> None:
    assert texts("<nav><h1>Cầu mới</h1></nav>") == ["Cầu mới"]
    assert texts("<article><p>Bài</p><footer>Từ khóa</footer></article>") == ["Bài", "Từ khóa"]


def test_regions_end_where_their_last_line_stands() -> None:
    page = lines_of("<div id=a><p>một</p><nav>menu</nav></div><div id=b>hai<div></div><p>ba</p></div>")
    found = {r.element.get("id"): (r.first, r.last) for r in page.regions.values() if r.element.get("id")}
    assert found == {"a": (0, 0), "b": (1, 2)}


def test_inline_elements_are_asked_together_and_only_those_around_a_text() -> None:
    (line,) = lines_of("<p>x <span class='author'>Nguyễn <b class='date'>An</b></span> <i>y</i></p>").lines
    assert line.inline == Sign.AUTHOR | Sign.DATE
    assert [sign for _, sign in line.parts] == [0, Sign.AUTHOR, Sign.AUTHOR | Sign.DATE, 0]
    assert (line.bold, line.italic, line.links) == (2, 1, 0)


def test_white_space_between_elements_parts_words_and_begins_no_line() -> None:
    assert texts("<div> \n <b>một</b>\n<b>hai</b><span> </span>ba<br> </div>") == ["một hai ba"]


def test_inline_elements_may_nest_deep() -> None:
    (line,) = lines_of("<span class=author>" * 1500 + "An").lines
    assert line.inline & Sign.AUTHOR


def test_a_name_hides_only_where_no_other_shows_again() -> None:
    assert signs_of_name("box hidden") & Sign.HIDDEN
    assert not signs_of_name("hidden md:block") & Sign.HIDDEN
    assert signs_of_name("post_in-line_link") == Sign.RELATED
    assert signs_of_name("sidebar-grid") == Sign.NONE
    assert signs_of_name("sidebar-left") == Sign.SIDE
