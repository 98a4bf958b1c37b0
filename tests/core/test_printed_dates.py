"""Which printed dates are the article's: not the clock of the head, a deadline, a card, a picture or a comment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.values import Kind
from tests.core.pages import LEAD, MENU, PARAGRAPHS, TITLE, URL, article, paragraphs

NOW = datetime(2026, 11, 23, 7, 39, tzinfo=UTC)  # 14:39 in Vietnam
STATED = f"""<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2026-11-20T09:04:00+07:00"}}</script>"""
META = '<meta property="article:published_time" content="2026-11-20T09:04:00+07:00">'
TEXT = paragraphs(*PARAGRAPHS)
CLOCKS = {
    "a line": "<div>Thứ Hai, 23/11/2026 14:39</div>",
    "named a date": '<div class="date-time">Thứ Hai, 23/11/2026 14:39</div>',
    "beside the name": '<header><a href="/">Báo Mẫu</a><span>14:39 | 23/11/2026</span></header>',
    "a time": "<time>Thứ Hai, 23/11/2026, 14:39 GMT+7</time>",
    "a day": '<div class="date">Thứ Hai, 23/11/2026</div>',
    "of a page kept for hours": "<div>Thứ Hai, 23/11/2026 11:02</div>",
}
SHAPES = {
    "flat": "{}",
    "below a menu": f"<ul>{MENU}</ul>{{}}",
    "in an element": "<div>{}</div>",
    "in an article": "<main><article>{}</article></main>",
}


def page(main: str, clock: str, head: str = "", title: str = TITLE) -> Page:
    markup = f"<html lang='vi'><head><title>{title}</title>{head}</head><body>{clock}{main}</body></html>"
    return Page(URL, markup.encode(), "text/html; charset=utf-8", NOW)


def moment_of(of: Page) -> str | None:
    got = extract(of)
    assert got.kind is Kind.ARTICLE
    return got.published.moment.isoformat()[:16] if got.published else None


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_the_clock_of_the_head_dates_nothing(clock: str, shape: str) -> None:
    main = shape.format(f"<h1>{TITLE}</h1>{paragraphs(LEAD)}{TEXT}")
    assert moment_of(page(main, clock, STATED)) == "2026-11-20T09:04"
    assert moment_of(page(main, clock, META)) == "2026-11-20T09:04"
    assert moment_of(page(main, clock)) is None
    dated = shape.format(f"<h1>{TITLE}</h1><div>20/11/2026</div>{paragraphs(LEAD)}{TEXT}")
    assert moment_of(page(dated, clock)) == "2026-11-20T00:00"


def test_a_clock_in_the_bar_above_the_title_dates_nothing() -> None:
    bar = "<div><a href='/'>Trang chủ</a> <span>Thứ Hai, 23/11/2026 14:39</span></div>"
    main = f"<div>Báo Mẫu điện tử</div><div>{bar}<h1>{TITLE}</h1>{{}}{paragraphs(LEAD)}{TEXT}</div>"
    assert moment_of(page(main.format(""), "", STATED)) == "2026-11-20T09:04"
    now = STATED.replace("2026-11-20T09:04", "2026-11-23T14:38")  # a template states the moment of the request
    assert moment_of(page(main.format("<div>20/11/2026 09:04</div>"), CLOCKS["a line"], now)) == "2026-11-20T09:04"


def test_a_date_above_the_title_that_a_statement_knows_is_the_articles() -> None:
    main = f"<h1>{TITLE}</h1>{paragraphs(LEAD)}{TEXT}"
    got = extract(page(main, "<div>20/11/2026 09:04</div>", STATED.replace("09:04:00", "09:04:37")))
    assert got.published is not None
    assert got.published.moment.isoformat() == "2026-11-20T09:04:37+07:00"
    assert moment_of(page(main, "<div>20/11/2026 09:04</div>")) == "2026-11-20T09:04"


@pytest.mark.parametrize("title", ["Liên hệ", "Giới thiệu", "Về chúng tôi", "Liên hệ tòa soạn", "Điều khoản sử dụng"])
@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_the_clock_of_the_head_makes_no_article_of_a_page_of_the_house(title: str, clock: str) -> None:
    main = f"<ul>{MENU}</ul><div><h1>{title}</h1>{TEXT}</div>"
    assert extract(page(main, clock, title=title)).kind is Kind.OTHER
    assert extract(page(main, clock, META, title=title)).kind is Kind.OTHER  # the day when the page was made
    longer = main.replace(title, f"{title} một cây cầu mới ở xã Mẫu Sơn")
    assert extract(page(longer, clock, META)).kind is Kind.ARTICLE


# --- the dates of something else
KNOWN = STATED.replace("2026-11-20T09:04", "2022-03-20T08:00")
CARDS = (
    '<div><h3><a href="/b.html">{0}</a></h3><time>{1}</time></div>',
    '<div><div class="time">{1}</div><h3><a href="/b.html">{0}</a></h3></div>',
    '<div><a href="/b.html">{0}</a> <span>{1}</span></div>',
    '<div><span>{1}</span> <a href="/b.html">{0}</a></div>',
    '<div><a href="/b.html">{0}</a><p>Cầu dài 42 mét, nối hai bờ suối ở xã Mẫu.</p><i>{1}</i></div>',
    '<div><h3><a href="/b.html">{0}</a></h3><p>Cầu dài 42 mét.</p><span class="date">{1}</span></div>',
)
COMMENTS = (
    "<div><b>Nguyễn Văn Thử</b> <span>{0}</span><p>Bài viết rất hay, cảm ơn tòa soạn.</p></div>",
    "<div><div>Nguyễn Văn Thử</div><div>{0}</div><div>Bài viết rất hay, cảm ơn tòa soạn.</div></div>",
    "<div><p>Bài viết rất hay, cảm ơn tòa soạn.</p><span>Nguyễn Văn Thử</span> <time>{0}</time></div>",
)


ALL_OF_AUTHOR = "<a href='/tg/ha-mau'>Xem tất cả bài viết của tác giả Hà Mẫu</a>"


def refused(**parts: Any) -> None:
    """The page has no date of its own; what it states stays."""
    assert moment_of(article(**{"date": "", **parts})) is None
    assert moment_of(article(**{"date": "", "head": KNOWN, **parts})) == "2022-03-20T08:00"


@pytest.mark.parametrize(
    "line",
    [
        "Hạn nộp hồ sơ: 30/03/2022",
        "Hạn chót: 17h00 ngày 30/03/2022",
        "Thời hạn nhận bài đến hết ngày 30/03/2022",
        "Đăng ký dự thi đến hết 30/03/2022",
        "Khai mạc: 30/03/2022 08:00",
        "Ngày thi: 30/03/2022",
        "Có hiệu lực từ 30/03/2022",
        "Ngày sinh: 30/03/1992",
        "Ảnh chụp ngày 28/03/2022",
        "Ảnh: Hà Mẫu, chụp ngày 28/03/2022",
        "Deadline: 30/03/2022",
        "Khai mạc hội thi | Hạn nộp: 30/03/2022",
        "Thời gian: 08:00 30/03/2022</p><p>Địa điểm: nhà văn hóa xã Mẫu Sơn",
    ],
)
def test_a_deadline_or_an_event_is_no_publication(line: str) -> None:
    refused(lead=f"<p>{line}</p>")
    refused(lead=f'<div class="date">{line}</div>')
    refused(body=f"<p>{line}</p>{TEXT}")
    refused(after=f"<p>{line}</p>")


def test_a_publication_before_a_deadline_is_read() -> None:
    line = "<div>Đăng ngày 29/03/2022 09:04 | Hạn nộp hồ sơ: 15/04/2022</div>"
    assert moment_of(article(date=line)) == "2022-03-29T09:04"


@pytest.mark.parametrize("when", ["28/03/2022", "28/03/2022 10:15"])
def test_the_day_of_a_picture_is_no_publication(when: str) -> None:
    refused(body=f'<figure><img src="/a.jpg"><figcaption>{when}</figcaption></figure>{TEXT}')
    refused(body=f'<div><img src="/a.jpg"><p>{when}</p></div>{TEXT}')


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("when", ["28/03/2022", "28/03/2022 10:15"])
def test_the_date_of_another_articles_card_is_no_publication(card: str, when: str) -> None:
    other = card.format("Bài thứ hai về cầu đường nông thôn", when)
    refused(title=f"{other}<h1>{TITLE}</h1>")
    refused(lead=other)
    refused(body=other + TEXT)
    refused(after=other)
    refused(after=f"<h3>Tin khác</h3>{other * 3}")


def test_a_box_below_the_title_that_begins_with_a_link_is_a_card_and_one_above_may_name_a_topic() -> None:
    box = '<div><p><a href="/b.html">Học tập và làm theo tư tưởng của Bác</a></p><p>29/03/2022 09:04</p></div>'
    refused(lead=box)
    refused(after=box)
    assert moment_of(article(title=f"{box}<h1>{TITLE}</h1>", date="")) == "2022-03-29T09:04"


@pytest.mark.parametrize("comment", COMMENTS)
@pytest.mark.parametrize("head", ["", "<h3>Bình luận (1)</h3>", "<p>1 bình luận</p>", "<h4>Ý kiến bạn đọc</h4>"])
@pytest.mark.parametrize("when", ["28/03/2022", "28/03/2022 10:15"])
def test_the_date_of_a_readers_comment_is_no_publication(comment: str, head: str, when: str) -> None:
    refused(after=head + comment.format(when) * 2)
    refused(after=f"{head}<p>Nguyễn Văn Thử 28/03/2022 10:15</p><p>Bài viết rất hay, cảm ơn tòa soạn.</p>")


@pytest.mark.parametrize(
    "parts",
    [
        {"date": "", "after": "<p>Hà Mẫu - {}</p>"},
        {"date": "", "after": "<p><b>Hà Mẫu</b></p><p>{}</p>"},
        {"date": "", "after": "<div>{}</div><h3>Bình luận</h3><div>Nguyễn Văn Thử 30/03/2022 10:15</div>"},
        {"date": '<div><img src="/i/clock.png"><span>{}</span></div>'},
        {"date": '<div><img src="/a/1.jpg"><a href="/tac-gia/ha-mau">Hà Mẫu</a><span>{}</span></div>'},
        {"date": '<div><a href="/nt">Nông nghiệp và nông thôn mới</a></div><div>{}</div>'},
        {"date": '<div><div>{}</div><a href="#chia-se">Chia sẻ bài viết này lên trang của bạn</a></div>'},
        {"date": '<div><div>{}</div><a href="https://gn.example/x">Theo dõi Báo Mẫu trên Google News ngay</a></div>'},
        {"date": '<div><a href="/t/1">PV Hà Thị Mẫu, Trần Văn Thử, Lò Ví Dụ</a> <span>{}</span></div>'},
        {"date": "<div>Bài, ảnh: Hà Mẫu | {}</div>"},
        {"date": f"<div><span>Hà Mẫu</span><p>{{}}</p><p>{ALL_OF_AUTHOR}</p></div>"},
        {"date": "<div><p>{}</p><p><a href='/fb'>Chia sẻ bài viết này lên mạng xã hội</a></p></div>"},
        {"date": "<div><p>{}</p><p><a href='/x'>Phòng, chống dịch bệnh gia súc trên địa bàn tỉnh</a></p></div>"},
        {"date": "<p>Khởi công - khánh thành | {}</p>"},
        {"date": "<p>Hội nghị diễn ra tại Hà Nội | {}</p>"},
        {"date": "<p>Dự kiến đọc trong 5 phút - {}</p>"},
        {"date": "<p>Born in Vietnam | {}</p>"},
        {"date": "<p>Hạn ngạch xuất khẩu bắt đầu tăng. {}</p>"},
        {"date": "<p>Đăng bởi: Ban tổ chức ngày {}</p>"},
        {"title": "", "date": f"<h1>{TITLE}</h1><article><h3><a href='/a'>Lê Ví</a></h3> {{}}", "after": "</article>"},
    ],
)
def test_what_stands_beside_the_articles_own_date_does_not_refuse_it(parts: dict[str, str]) -> None:
    filled: dict[str, Any] = {name: text.format("29/03/2022 09:04") for name, text in parts.items()}
    assert moment_of(article(**filled)) == "2022-03-29T09:04"


# --- what a `time` element says for machines
@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ('<time datetime="2022-03-29T09:04+07:00">29/03/2022</time>', "2022-03-29T09:04"),
        ('<time datetime="2022-03-29T02:04:37Z">Thứ Ba, 29/3/2022</time>', "2022-03-29T09:04"),
        ('<span>Hà Mẫu</span> - <time datetime="2022-03-29 09:04:37">29/03/2022</time>', "2022-03-29T09:04"),
        ('<time datetime="2022-03-29T09:04+07:00">tuần trước</time>', "2022-03-29T09:04"),
        ('<time datetime="2022-03-29T00:00:00+07:00">29/03/2022</time>', "2022-03-29T00:00"),
        ('<time datetime="2022-03-29T11:30+07:00">29/03/2022 09:04</time>', "2022-03-29T09:04"),
        ('<time datetime="2022-03-30T09:04+07:00">29/03/2022</time>', "2022-03-29T00:00"),
        ("<time>29/03/2022</time>", "2022-03-29T00:00"),
    ],
)
def test_a_time_element_near_the_title_gives_the_minute(line: str, moment: str) -> None:
    assert moment_of(article(date=f"<div>{line}</div>")) == moment


def test_two_time_elements_are_told_apart_by_their_days() -> None:
    line = (
        '<div><time datetime="2022-03-29T09:04+07:00">29/03/2022</time> | Cập nhật: '
        '<time datetime="2022-03-30T10:05+07:00">30/03/2022</time></div>'
    )
    got = extract(article(date=line))
    assert got.published is not None
    assert got.updated is not None
    assert [one.moment.isoformat()[:16] for one in (got.published, got.updated)] == [
        "2022-03-29T09:04",
        "2022-03-30T10:05",
    ]
