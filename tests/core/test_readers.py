"""Readers' names below an article are not its authors, whatever the markup calls them."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from tests.core.pages import BODY, PARAGRAPHS, article, paragraphs

SAYS = "Cầu đẹp quá, cảm ơn báo đã đưa tin này."
ONE = f"<p>{SAYS}</p>"
COMMENTS = {
    "heading": f"<div><h3>Bình luận (2)</h3><div><b>Nguyễn Thị Đọc</b>{ONE}</div><div><b>Trần Xem</b>{ONE}</div></div>",
    "no heading": f"<div><div><b>Nguyễn Thị Đọc</b>{ONE}</div><div><b>Trần Kỳ</b><p>Bao giờ làm đường vậy ạ</p></div>"
    "</div>",
    "one, no heading": f"<div><b>Nguyễn Thị Đọc</b>{ONE}</div>",
    "plain heading": f"<p>Ý kiến bạn đọc</p><p>Nguyễn Thị Đọc</p>{ONE}",
    "count": f"<div>2 bình luận</div><div>Nguyễn Thị Đọc - 29/03/2022 10:11</div><div>{SAYS}</div>",
    "class": f'<div class="box"><span class="author">Nguyễn Thị Đọc</span>{ONE}<span>29/03/2022 10:11</span></div>',
    "heading, class": f'<h3>Ý kiến bạn đọc</h3><ul><li><span class="author">Nguyễn Thị Đọc</span>{ONE}</li></ul>',
    "ago": f'<div><div class="name">Nguyễn Thị Đọc</div><div>{SAYS}</div><div>2 ngày trước</div></div>',
    "buttons": "<div><div>NGUYỄN THỊ ĐỌC</div><div>Cầu đẹp quá</div><div>Thích Trả lời 2 giờ trước</div></div>",
    "few words, buttons": "<div><b>Nguyễn Thị Đọc</b><div>Hay quá</div><div>Thích Trả lời</div></div>",
    "moment, few words": f"<div><b>Nguyễn Thị Đọc</b><div>2 giờ trước</div><div>{SAYS}</div></div>",
    "sender": f"<div><div>Người gửi: Nguyễn Thị Đọc | 29/03/2022</div><div>{SAYS}</div></div>",
    "alone": f"<div><div>Gửi bởi: Nguyễn Thị Đọc</div><div>{SAYS}</div></div>",
    "moment before": f"<div><p>Nguyễn Thị Đọc</p><p>29/03/2022 10:11</p>{ONE}</div>",
    "in turn": f"<p>Nguyễn Thị Đọc</p>{ONE}<p>Trần Kỳ</p>{ONE}",
    "few words": "<h4>Bình luận</h4><div><strong>Nguyễn Thị Đọc</strong><div>Hay quá</div></div>",
    "linked heading": "<h4><a href='#y'>Bình luận</a></h4><div><b>Nguyễn Thị Đọc</b><div>Hay quá</div></div>",
    "other headings": "<div>Ý kiến của bạn</div><div><b>Nguyễn Thị Đọc</b><div>Hay quá</div></div>",
    "readers": "<div>Bạn đọc bình luận</div><div><b>Nguyễn Thị Đọc</b><div>Hay quá</div></div>",
    "microdata": '<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Nguyễn Thị Đọc</span>'
    '<p itemprop="text">Cầu đẹp quá</p></div>',
}


def authors(page: Page) -> list[str]:
    got = extract(page)
    return list(got.byline.authors) if got.byline else []


@pytest.mark.parametrize("comments", COMMENTS.values(), ids=COMMENTS)
def test_a_reader_is_no_author(comments: str) -> None:
    assert authors(article(after=comments)) == []
    signed = paragraphs(*PARAGRAPHS) + "<p style='text-align:right'><b>Hà Mẫu</b></p>"
    assert authors(article(signed, after=comments)) == ["Hà Mẫu"]
    assert authors(article(after=f'<div class="author">Hà Mẫu</div>{comments}')) == ["Hà Mẫu"]
    assert authors(article(after=f"<div>Tác giả: Hà Mẫu</div>{comments}")) == ["Hà Mẫu"]


@pytest.mark.parametrize(
    "after",
    [
        "<div><span>Bình luận</span></div><div>Tác giả: Hà Mẫu</div>",
        "<ul><li>Bình luận (0)</li><li>Hà Mẫu</li></ul>",
        "<div><div>Hà Mẫu</div><div>Theo dõi Báo Mẫu trên Google News</div></div>",
        "<div><div>Hà Mẫu</div><div>Từ khóa: cầu mới, suối Mẫu</div></div>",
        '<div class="author">Hà Mẫu</div><p class="bio">Chị viết về giao thông miền núi từ lâu.</p>',
        "<div><b>Hà Mẫu</b><p>Phóng viên viết về giao thông miền núi.</p></div>",
        "<div><b>Hà Mẫu</b><div>2 giờ trước</div></div>",
        "<div><b>Hà Mẫu</b><div>2 giờ trước</div><div>Chia sẻ</div></div>",
        '<div><p class="author"><a href="/tac-gia/ha-mau">Hà Mẫu</a></p><p>Trả lời</p></div>',
    ],
)
def test_a_name_that_no_reader_signs_is_still_the_author(after: str) -> None:
    assert authors(article(after=after)) == ["Hà Mẫu"]


def test_a_comment_by_its_microdata_is_none_of_the_text() -> None:
    scoped = (
        "<div itemprop='comment' itemscope itemtype='https://schema.org/Comment'><span itemprop='author'>Lê Ví</span>"
    )
    got = extract(article(f"{paragraphs(*PARAGRAPHS)}{scoped}<p>Hay</p></div>"))
    assert (got.byline, got.body_text) == (None, BODY)
