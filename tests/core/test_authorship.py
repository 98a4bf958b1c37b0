"""Who a page names near its title and behind its text, in the forms of many content systems."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from tests.core.pages import BODY, LEAD, PARAGRAPHS, TITLE, article, paragraphs

DATE = "<span>29/03/2022 09:04</span>"
FIVE = "".join(f"<li><a href='/muc/{n}'>Mục {n}</a></li>" for n in range(5))


def authors(page: Page) -> list[str]:
    got = extract(page)
    assert (got.title, got.body_text) == (TITLE, BODY)
    return list(got.byline.authors) if got.byline else []


@pytest.mark.parametrize(
    "line",
    [
        f"<div>Đăng bởi <span>Hà Mẫu</span> vào Thứ 3, {DATE}</div>",
        "<div>Đăng bởi Hà Mẫu vào Thứ Ba, 29/03/2022 - 09:04</div>",
        f"<div>{DATE} | bởi <a href='/u/7'>Hà Mẫu</a> | 0 bình luận</div>",
        f"<div><span>Hà Mẫu</span>{DATE}<span>Sửa lần cuối: 30/03/2022 10:00</span></div>",
        f"<div><span>Bởi Hà Mẫu</span><span>Chuyên mục: Thể thao</span><span>Cỡ chữ: A- A A+</span>{DATE}</div>",
        f"<ul><li>{DATE}</li><li>Người đăng: Hà Mẫu</li><li>3 phút đọc</li></ul>",
        f"<div><p>{DATE}</p> - <span>bởi Hà Mẫu</span></div>",
    ],
)
def test_a_line_that_says_several_things_names_its_author(line: str) -> None:
    assert authors(article(date=line)) == ["Hà Mẫu"]
    above = article(title=f"{line}<h1>{TITLE}</h1>", date="")
    below = article(date="", after=line)
    assert (authors(above), authors(below)) == (["Hà Mẫu"], ["Hà Mẫu"])


@pytest.mark.parametrize("name", ["Hà Mẫu", "HÀ MẪU"])
@pytest.mark.parametrize("behind", ["", "<div><a href='/tag/1'>cầu mới</a><a href='/tag/2'>suối Mẫu dài</a></div>"])
def test_a_line_alone_right_behind_the_text_is_a_signature(name: str, behind: str) -> None:
    assert authors(article(after=f"<div>{name}</div>{behind}")) == [name]
    assert authors(article(after=f"<p>{name}</p>{behind}")) == [name]


def test_a_name_among_the_dates_behind_the_text_is_its_author() -> None:
    after = f"<ul><li>{DATE}</li><li>Hà Mẫu</li><li>0 bình luận</li></ul>"
    assert authors(article(date="", after=after)) == ["Hà Mẫu"]


def test_the_name_of_a_list_of_links_is_no_signature() -> None:
    links = "".join(f"<p><a href='/b{n}.html'>Bài thứ {n} về cầu đường nông thôn miền núi</a></p>" for n in range(4))
    assert authors(article(after=f"<div>Miền Núi Xanh</div>{links}")) == []


def test_whoever_signs_the_text_wrote_it_not_who_put_it_there() -> None:
    signed = paragraphs(*PARAGRAPHS) + "<p><strong>Lê Ví</strong></p>"
    assert authors(article(signed, date=f"<div>Người đăng: Hà Mẫu | {DATE}</div>")) == ["Lê Ví"]


def test_labels_stand_some_lines_above_the_title_too() -> None:
    above = f"<ul><li>Tác giả: Hà Mẫu</li><li>{DATE}</li><li>1.234 lượt xem</li><li>0 bình luận</li></ul>"
    assert authors(article(title=f"{above}<h1>{TITLE}</h1>", date="")) == ["Hà Mẫu"]


def test_a_column_beside_the_article_is_none_of_it() -> None:
    column = "<td><h3>Thời tiết</h3><p>Nhiều mây, ngày nắng, đêm có mưa rào và dông vài nơi, từ 24 đến 33 độ.</p></td>"
    text = f"<h1>{TITLE}</h1><p>{LEAD}</p><div>29/03/2022 09:04</div>{paragraphs(*PARAGRAPHS)}"
    page = (
        f"<html lang='vi'><body><table><tr><td><ul>{FIVE}</ul></td><td>{text}</td>{column}</tr></table></body></html>"
    )
    assert authors(Page("https://baomau.example/cau-moi-a12.html", page.encode())) == []
