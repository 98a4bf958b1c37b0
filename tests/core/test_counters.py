"""View counts that a picture names; and pictures that count something else."""

from __future__ import annotations

import pytest
from lxml import html

from archiver.core.extract import extract
from archiver.core.icons import numbers_by_icon
from archiver.core.page import Page
from tests.core.pages import OTHERS, PARAGRAPHS, TITLE, article, paragraphs

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


SIGNED = paragraphs(*PARAGRAPHS, "<b>Lê Thị Mẫu</b>")


@pytest.mark.parametrize(
    ("inside", "below", "count"),
    [
        (SIGNED + "<p>3,961</p>", "", 3961),
        (SIGNED, "<div>3,961</div><div><a href='#bl'>Viết bình luận mới</a></div>", 3961),
        (SIGNED, "<div>(1.204)</div><div>Chia sẻ</div>", 1204),
        (paragraphs(*PARAGRAPHS), "<div>Theo TTXVN</div><div>87</div>", 87),
        (SIGNED, "<div>0</div>", 0),
        (SIGNED, "<div>1.204</div><div>Bấm vào sao để đánh giá bài viết</div>", 1204),
        (SIGNED, "<div>1.204</div><div>Bình luận (15)</div>", 1204),
    ],
)
def test_a_number_right_after_the_byline_counts_views(inside: str, below: str, count: int) -> None:
    assert views(article(inside, after=below)) == count


@pytest.mark.parametrize(
    ("inside", "below"),
    [
        (paragraphs(*PARAGRAPHS, "3.961"), ""),
        (paragraphs(*PARAGRAPHS), "<div>3.961</div>"),
        (SIGNED, "<div><span>1</span></div><div>2</div><div>3</div>"),
        (SIGNED, "<ul><li>1</li><li><a href='/a12-p2.html'>2</a></li><li><a href='/a12-p3.html'>3</a></li></ul>"),
        (SIGNED, "<div>1</div><div><a href='/a12-p2.html'>Trang sau</a></div>"),
        (SIGNED, "<div>1</div><div><a href='/a12-p2.html'>»</a></div>"),
        (SIGNED, '<div class="phan-trang pager"><b>1</b></div>'),
        (SIGNED, "<div>2022</div>"),
        (SIGNED + "<p>2022</p>", ""),
        (SIGNED, "<div>(2022)</div>"),
        (SIGNED, "<div>4</div><div>Bấm vào sao để đánh giá bài viết</div>"),
        (SIGNED, "<div>15</div><div>Bình luận (15)</div>"),
        (SIGNED, "<div>5</div><div>sao</div>"),
        (SIGNED, "<div>5</div><div>/5</div><div>(12 đánh giá)</div>"),
        (SIGNED, '<div class="rating"><b>5</b></div>'),
        (SIGNED, "<div>12</div><div>Bình luận</div>"),
        (SIGNED + "<p>12</p>", "<div>bình luận</div>"),
        (SIGNED, "<div>12</div><div>Ý kiến bạn đọc</div>"),
        (SIGNED, "<div>12</div><div>Thích</div>"),
        (SIGNED, "<div>Chia sẻ</div><div>12</div>"),
    ],
)
def test_a_bare_number_that_may_be_anything_counts_no_views(inside: str, below: str) -> None:
    assert views(article(inside, after=below)) is None


def test_a_number_that_the_page_states_as_its_comments_counts_no_views() -> None:
    head = (
        f'<title>{TITLE}</title><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", '
        '"datePublished": "2022-03-29T09:04:00+07:00", "commentCount": 12}</script>'
    )
    assert views(article(SIGNED, after="<div>12</div>", head=head)) is None
    assert views(article(SIGNED, after="<div>1.312</div>", head=head)) == 1312


@pytest.mark.parametrize(
    "line",
    [
        "29/03/2022 09:04 | 215 lượt xem",
        "29/03/2022 - 09:04 - 215 lượt xem",
        "29/03/2022 09:04 215 lượt xem",
        "Thứ Ba, 29/03/2022, 09:04 GMT+7 (215 lượt xem)",
        "<span>29/03/2022 09:04</span> <span>215</span> <span>lượt xem</span>",
        "Hà Mẫu • 29/03/2022 09:04 • 215 lượt đọc • 3 bình luận",
        "Đăng lúc 09:04 ngày 29/03/2022, 215 lượt xem, 3 bình luận",
        "29/03/2022 09:04 | Lượt xem: 215, bình luận: 3",
        '29/03/2022 09:04 | 215 <i class="fa fa-eye"></i>',
        '<i class="fa fa-eye"></i> 215 | 29/03/2022 09:04',
        "29/03/2022 09:04 👁 215",
        "29/03/2022 09:04 | 215 👁️ | 4 💬",
        "</div><table><tr><td>29/03/2022 09:04</td><td>Lượt xem:</td><td>215</td></tr></table><div>",
        "29/03/2022 09:04<dl><dt>Lượt xem</dt><dd>215</dd><dt>Bình luận</dt><dd>3</dd></dl>",
        "29/03/2022 09:04<div><p>215</p><p>lượt xem</p><p>3</p><p>bình luận</p></div>",
        '<span>29/03/2022 09:04</span> <span>215 <i class="fa fa-eye"></i></span>',
        '<span>215 <i class="fa fa-eye"></i></span> <span>4 <i class="fa fa-comment"></i></span>',
        '<span>4 <i class="fa fa-comment"></i></span> <span>215 <i class="fa fa-eye"></i></span>',
        '<i class="fa fa-clock-o"></i> 29/03/2022 09:04 <span>215 <svg><title>Lượt xem</title></svg></span>',
        '<span title="Lượt xem">215 <i class="fa fa-eye"></i></span> <span>4</span>',
    ],
)
def test_a_count_among_what_else_a_line_says(line: str) -> None:
    assert views(article(date=f"<div>{line}</div>")) == 215


@pytest.mark.parametrize(
    "line",
    [
        "29/03/2022 09:04 | 215 bình luận",
        "29/03/2022 09:04 | Clip đạt 215 lượt xem",
        "29/03/2022 09:04 | 215 lượt xem | 300 lượt xem",
        "29/03/2022 1 215 lượt xem",
        "29/03/2022 09:04<div><p>3</p><p>bình luận</p><p>lượt xem</p></div>",
        "29/03/2022 09:04<div><p>Lượt xem</p><p>29/03</p></div>",
        "Lượt xem 29-03-2022",
        '29/03/2022 09:04 | 215 <i class="fa fa-comment"></i>',
        '<span>215 <i class="fa fa-comment"></i></span> <span>29/03/2022 09:04</span> <i class="fa fa-eye"></i>',
    ],
)
def test_what_a_line_says_of_something_else_counts_no_views(line: str) -> None:
    assert views(article(date=f"<div>{line}</div>")) is None


@pytest.mark.parametrize(
    "below",
    [
        '<div>Chuyên mục: <a href="/d">Xây dựng Đảng và hệ thống chính trị</a></div><div>Lượt xem: 215</div>',
        '<div><p><a href="/tac-gia/le">Lê Thị Bích Mẫu</a></p><p>Lượt xem: 215</p></div>',
        '<div><p>Lượt xem: 215</p><p>Tin khác:</p><p><a href="/b">Họp mặt đầu xuân ở huyện Mẫu vui vẻ</a></p></div>',
        '<div><p>Lượt xem: 215</p><p><a href="/b">Bài trước: Họp mặt đầu xuân ở huyện Mẫu vui vẻ</a></p></div>',
        '<div><p>Lượt xem: 215</p><p>Tags: <a href="/tag/a">cầu mới ở xã Mẫu Sơn thông xe</a></p></div>',
        '<div class="view-box">Lượt xem: 215</div>',
        "<div>Lượt xem: 215</div><div>Đang online: 12</div>",
        "<div>Lượt xem: 215</div><div>Truy cập kênh Zalo của báo</div>",
    ],
)
def test_what_stands_beside_the_articles_own_count_does_no_harm(below: str) -> None:
    assert views(article(after=below)) == 215


CARD = "/chinh-tri/hop-mat-a88.html"


@pytest.mark.parametrize(
    "beside",
    [
        f'<div><h3><a href="{CARD}">Họp mặt đầu xuân ở huyện Mẫu</a></h3><p>28/03/2022 | 71 lượt xem</p></div>',
        f'<div><p>71 lượt xem</p><p><a href="{CARD}">Họp mặt đầu xuân ở huyện Mẫu</a></p></div>',
        f'<div><a href="{CARD}">Họp mặt đầu xuân ở huyện Mẫu</a> 28/03/2022 09:00 | 71 lượt xem</div>',
        f'<div><p><a href="{CARD}">Họp mặt đầu xuân ở huyện Mẫu</a></p><div><b class="views">71</b></div></div>',
        f'<div><div><a href="{CARD}">Họp mặt đầu xuân ở huyện Mẫu</a></div><i class="fa fa-eye"></i> 71</div>',
        f'<div><a href="{CARD}">Họp mặt đầu xuân</a><p>1.115 lượt xem</p></div>',
        '<div class="views"><p>Lượt truy cập</p><p>1.234.567</p></div>',
        '<div class="hits"><p>Đang online: <b class="views">12</b></p></div>',
        "<div><p>Đang online: 12</p><p>Lượt xem: 1.234.567</p></div>",
        '<div class="luot-truy-cap">1.234.567</div>',
        "<div>Tổng lượt truy cập: 1.234.567</div>",
        '<table><tr><td>Hôm nay</td><td class="views">321</td></tr><tr><td>Tất cả</td><td>99.321</td></tr></table>',
    ],
)
def test_cards_of_other_articles_and_counters_of_visitors_count_no_views(beside: str) -> None:
    assert views(article(after=beside)) is None
    assert views(article(after=f"{OTHERS}{beside}")) is None
    assert views(article(date='<div>29/03/2022 09:04</div><div class="luot-xem">77</div>', after=beside)) == 77


def test_the_views_of_a_film_in_the_text_are_not_the_articles() -> None:
    film = '<div><iframe src="https://phim.example/1"></iframe><p>915 lượt xem</p></div>'
    body = paragraphs(*PARAGRAPHS[:2]) + film + paragraphs(*PARAGRAPHS[2:])
    assert views(article(body)) is None
    assert views(article(body, after="<div>Lượt xem: 77</div>")) == 77


def test_a_table_of_the_text_does_not_count_views() -> None:
    table = "<table><tr><td>Phim</td><td>Cầu mới</td></tr><tr><td>Lượt xem</td><td>915</td></tr></table>"
    assert views(article(paragraphs(*PARAGRAPHS[:2]) + table + paragraphs(*PARAGRAPHS[2:]))) is None


def test_a_rounded_count_among_other_details() -> None:
    assert views(article(date="<div>29/03/2022 09:04 | 1,2K lượt xem</div>")) == 1200
    assert views(article(date="<div>29/03/2022 09:04 - 3,5 nghìn lượt xem</div>")) == 3500


@pytest.mark.parametrize(
    "name",
    ["views-field views-field-created", "slide-view", "view view-tin-moi view-id-tin_moi", "luot-thich", "view-more"],
)
def test_names_of_layouts_do_not_count_views(name: str) -> None:
    assert views(article(date=f'<div>29/03/2022 09:04</div><div class="{name}">12</div>')) is None


@pytest.mark.parametrize(
    "name", ["post-views", "lblLuotXem", "view-count", "views", "statistics_counter", "news_view", "view-box"]
)
def test_names_of_counts_do(name: str) -> None:
    assert views(article(date=f'<div>29/03/2022 09:04</div><div class="{name}">12</div>')) == 12


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/assets/views/12.png" alt="">',
        '<img src="/themes/view/comment.svg">',
        '<i class="slide-view"></i>',
        '<img src="/i/list-view.png">',
        '<i class="icon-eye-off"></i>',
    ],
)
def test_paths_and_layouts_are_no_eyes(picture: str) -> None:
    assert views(article(date=f"<div>29/03/2022 09:04 <span>{picture} 12</span></div>")) is None


@pytest.mark.parametrize(
    "said",
    [
        '<div id="comments" data-comments="²"></div>',
        '<div class="comment-list" data-total="²"></div>',
        '<span class="comment">²</span>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "commentCount": "²"}</script>',
    ],
)
def test_a_raised_figure_is_no_number_of_comments_and_does_not_end_the_reading(said: str) -> None:
    for page in (article(date=said), article(after=said)):
        assert extract(page).comment_count is None
