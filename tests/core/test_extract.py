"""Reading whole pages: the fields, their order of trust, layouts before statements before general rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.values import BlockKind, Extraction, Kind, Precision, Reason
from tests.core.pages import (
    BODY,
    FETCHED,
    FIRST,
    LAST,
    LEAD,
    PARAGRAPHS,
    SECOND,
    THIRD,
    TITLE,
    URL,
    article,
    paragraphs,
)

LAYOUT = Layout(
    name="2020",
    title=".bai h1",
    lead=".sapo",
    body=".than",
    published=".ngay",
    byline=".tac-gia",
    views=".xem",
    section=".muc",
    tags=".nhan a",
    comments=".y-kien",
    agency=".nguon",
)

HIDDEN = "<div style='display:none'>ẩn đi một đoạn dài, không ai thấy nó ở đâu cả.</div>"


def published(got: Extraction) -> str | None:
    return got.published.moment.isoformat() if got.published else None


def updated(got: Extraction) -> str | None:
    return got.updated.moment.isoformat() if got.updated else None


def authors(got: Extraction) -> list[str]:
    return list(got.byline.authors) if got.byline else []


def reasons(got: Extraction) -> dict[str, Reason]:
    return {problem.field: problem.reason for problem in got.problems}


def ld(**values: object) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, **values}
    return f'<title>{TITLE}</title><script type="application/ld+json">{json.dumps(node)}</script>'


# --- without a layout
def test_a_page_of_an_unknown_paper_is_read() -> None:
    body = paragraphs(*PARAGRAPHS) + '<p style="text-align: right"><strong>Nguyễn An</strong></p>'
    got = extract(article(body, after='<div>3,961</div><a href="/c">Viết bình luận mới</a>'))
    assert (got.kind, got.layout, got.title, got.lead, got.body_text) == (Kind.ARTICLE, None, TITLE, LEAD, BODY)
    assert authors(got) == ["Nguyễn An"]
    assert published(got) == "2022-03-29T09:04:00+07:00"
    assert got.published is not None
    assert got.published.raw == "Cập nhật ngày: 29/03/2022 | 09:04 GMT+7"
    assert got.views is not None
    assert (got.views.count, got.views.raw) == (3961, "3,961")
    assert got.language == "vi"
    assert set(got.sources) >= {"title", "lead", "body_text", "authors", "published_at", "view_count", "canonical_url"}


def test_the_title_is_found_without_a_heading() -> None:
    got = extract(article(title=f'<span class="x1">{TITLE}</span>'))
    assert (got.title, got.body_text) == (TITLE, BODY)


def test_the_first_heading_may_be_the_section() -> None:
    got = extract(article(title=f'<h1><a href="/thoi-su">Thời sự</a></h1><div><h1>{TITLE}</h1></div>'))
    assert (got.title, got.section) == (TITLE, "Thời sự")


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<div>{text}</div>" for text in PARAGRAPHS),
        "<br><br>".join(PARAGRAPHS),
        "".join(
            f'<p class="MsoNormal"><span style="font-size:13pt">{text}<o:p></o:p></span></p>' for text in PARAGRAPHS
        ),
        f"<span>{paragraphs(FIRST)}{SECOND}<br /><br />{paragraphs(THIRD, LAST)}</span>",
        f"<style>.a{{}}</style>{paragraphs(FIRST)}<script>var x = 'y';</script>{paragraphs(SECOND, THIRD, LAST)}",
        f"<html><body>{paragraphs(*PARAGRAPHS)}</body></html>",
        f"{paragraphs(FIRST, '{{ad.slot}}', SECOND, '<%= bai.ke_tiep %>', THIRD, '${tac_gia}')}{HIDDEN}<p>{LAST}</p>",
    ],
    ids=["bare divs", "double breaks", "word", "mixed", "style within", "nested document", "template text"],
)
def test_bodies_of_any_markup_give_the_same_text(body: str) -> None:
    assert extract(article(body)).body_text == BODY


@pytest.mark.parametrize(
    "box",
    [
        '<p><strong>Tin liên quan:</strong></p><p><a href="/a2">&gt;&gt; Xã Mẫu Sơn trồng thêm rừng đầu nguồn</a></p>',
        (
            '<p><b>Có thể bạn quan tâm:</b><br><a href="/a2">- Xã Mẫu Sơn trồng rừng (28/3/2022)</a><br>'
            '<a href="/a3">- Chợ phiên họp lại</a></p>'
        ),
        (
            '<ul><li><a href="/a2">Xã Mẫu Sơn trồng thêm rừng đầu nguồn</a> <span>(28/3/2022)</span></li><li>'
            '<a href="/a3">Chợ phiên vùng cao họp lại</a></li></ul>'
        ),
        (
            '<div class="box-related"><article><h3><a href="/a2">Xã Mẫu Sơn trồng rừng</a></h3>'
            "<p>Một đoạn giới thiệu dài của bài khác, không thuộc bài này.</p></article></div>"
        ),
        '<div class="share"><a href="https://facebook.example/">Chia sẻ</a></div>',
        '<div class="qc quang-cao">Quảng cáo của một cửa hàng</div>',
        "<p>Theo dõi Báo Mẫu trên Google News</p>",
        '<p><a href="/a2">-&gt; Xã Mẫu Sơn trồng thêm rừng đầu nguồn trong mùa mưa</a></p>',
    ],
    ids=["label", "label with lines", "list", "box", "share", "advertising", "follow", "arrow"],
)
def test_what_stands_beside_the_text_is_no_body(box: str) -> None:
    assert extract(article(paragraphs(FIRST, SECOND) + box + paragraphs(THIRD, LAST))).body_text == BODY


def test_pictures_come_with_their_captions_and_captions_are_no_body() -> None:
    body = f"""<p>{FIRST}</p><figure>
    <img src="data:image/gif;base64,R0" data-src="/anh/a_w640.jpg" data-large-src="/anh/a.jpg">
    <figcaption>Cầu mới nhìn từ trên cao. Ảnh: Nguyễn An</figcaption></figure><p>{SECOND}</p>
    <table align="center"><tr><td><img src="/anh/b.jpg"></td></tr><tr><td><em>Người dân qua cầu</em></td></tr>
    </table><p>{THIRD}</p>
    <div style="text-align:center"><img src="/file/default.jpg" data-original="/anh/c.jpg"></div>
    <p style="text-align:center"><em>Xe chở ngô</em></p><iframe src="https://video.example/1"></iframe>
    <p align="center">Lễ thông xe</p><p>{LAST}</p>"""
    got = extract(article(body))
    assert got.body_text == BODY
    assert [(image.url, image.caption) for image in got.images] == [
        ("https://baomau.example/anh/a.jpg", "Cầu mới nhìn từ trên cao. Ảnh: Nguyễn An"),
        ("https://baomau.example/anh/b.jpg", "Người dân qua cầu"),
        ("https://baomau.example/anh/c.jpg", "Xe chở ngô"),
    ]
    assert [block.text for block in got.blocks if block.kind is BlockKind.CAPTION][-1] == "Lễ thông xe"


def test_blocks_have_kinds() -> None:
    body = f"""<p>{FIRST}</p><h3>Ba năm chờ đợi</h3><p>{SECOND}</p>
    <blockquote>“Nước rút là làm ngay”, ông nói.</blockquote>
    <ul><li>Dài 42 mét.</li><li>Rộng 6 mét.</li></ul>
    <table><tr><th>Năm</th><th>Vốn</th></tr><tr><td>2020</td><td>4 tỷ</td></tr><tr><td>2021</td><td>5,5 tỷ</td>
    </tr></table>
    <p><b>Còn lại</b></p><p>{LAST}</p>"""
    got = extract(article(body))
    assert [(b.kind.value, b.text) for b in got.blocks] == [
        ("paragraph", FIRST),
        ("heading", "Ba năm chờ đợi"),
        ("paragraph", SECOND),
        ("quote", "“Nước rút là làm ngay”, ông nói."),
        ("list", "Dài 42 mét.\nRộng 6 mét."),
        ("table", "Năm | Vốn\n2020 | 4 tỷ\n2021 | 5,5 tỷ"),
        ("heading", "Còn lại"),
        ("paragraph", LAST),
    ]


def test_the_dateline_stays_and_the_lead_is_not_repeated() -> None:
    got = extract(article(f"<p><strong>(BMO) - {LEAD}</strong></p>{paragraphs(*PARAGRAPHS)}", lead=""))
    assert (got.lead, got.body_text) == (f"(BMO) - {LEAD}", BODY)
    got = extract(article(paragraphs(LEAD, *PARAGRAPHS)))
    assert (got.lead, got.body_text) == (LEAD, BODY)


def test_a_description_that_only_repeats_the_first_paragraph_is_no_lead() -> None:
    head = f'<title>{TITLE}</title><meta name="description" content="{FIRST[:90]}...">'
    got = extract(article(head=head, lead=""))
    assert (got.lead, got.body_text) == (None, BODY)
    assert reasons(got)["lead"] is Reason.MISSING


@pytest.mark.parametrize(
    ("line", "names", "agencies"),
    [
        ('<p style="text-align:right"><strong>NGUYỄN AN – Trần Bình</strong></p>', ["NGUYỄN AN", "Trần Bình"], []),
        ("<p><b>Bài, ảnh: Nguyễn An</b></p>", ["Nguyễn An"], []),
        ("<div>Nguyễn An</div>", ["Nguyễn An"], []),
        ('<p align="right">(Theo TTXVN)</p>', [], ["TTXVN"]),
        ("<p><strong>Nguồn: Báo Chính phủ</strong></p>", [], ["Báo Chính phủ"]),
    ],
)
def test_the_byline_is_taken_from_the_end_of_the_body(line: str, names: list[str], agencies: list[str]) -> None:
    got = extract(article(paragraphs(*PARAGRAPHS) + line))
    assert got.body_text == BODY
    assert authors(got) == names
    assert (list(got.byline.agencies) if got.byline else []) == agencies


@pytest.mark.parametrize(("layout", "names"), [(LAYOUT, []), (replace(LAYOUT, byline=""), ["Lý Văn Yến"])])
def test_a_name_after_the_body_is_a_reader_where_bylines_have_another_place(layout: Layout, names: list[str]) -> None:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    inner = f'<h1>{TITLE}</h1><div class="ngay">29/03/2022 09:04</div><div class="than">{text}</div><p>Lý Văn Yến</p>'
    markup = (
        f'<html lang="vi"><body><div class="bai">{inner}<p>Cầu này đẹp quá, cảm ơn tòa soạn!</p></div></body></html>'
    )
    got = extract(Page(URL, markup.encode(), "text/html; charset=utf-8"), (layout,))
    assert (got.layout, authors(got)) == ("2020", names)


@pytest.mark.parametrize("line", ["Số lần xem: 1.234 - Phản hồi: 7", "Tác giả: Tú Lan | Lượt xem: 1.234 | 7 bình luận"])
def test_a_line_that_tells_views_and_comments(line: str) -> None:
    got = extract(article(paragraphs(*PARAGRAPHS), after=f"<p>{line}</p>"))
    assert (got.comment_count, got.views.count if got.views else None) == (7, 1234)


def test_prose_at_the_end_is_no_byline() -> None:
    end = "“Bà con mừng lắm”, ông Trần Văn Thử nói."
    got = extract(article(paragraphs(*PARAGRAPHS, end) + "<p><b>Xin cảm ơn ông!</b></p>"))
    assert got.body_text.endswith(end + "\n\nXin cảm ơn ông!")
    assert authors(got) == []
    assert reasons(got)["authors"] is Reason.MISSING


@pytest.mark.parametrize(
    "stated",
    [
        '<meta name="author" content="Báo Mẫu điện tử"><meta property="og:site_name" content="Báo Mẫu">',
        '<meta name="author" content="MEDIATECH">',
        '<meta property="article:author" content="https://www.facebook.com/baomau">',
        ld(author={"@type": "Organization", "name": "Báo Mẫu"}),
        ld(author={"@type": "Person", "name": "Báo Mẫu"}, publisher={"@type": "Organization", "name": "Báo Mẫu"}),
        '<meta name="author" content="admin">',
    ],
)
def test_a_site_a_vendor_and_a_login_are_no_authors(stated: str) -> None:
    got = extract(article(head=f"<title>{TITLE}</title>{stated}"))
    assert authors(got) == []
    assert reasons(got)["authors"] in (Reason.REFUSED, Reason.MISSING)


def test_the_printed_byline_wins_over_what_is_stated() -> None:
    head = ld(author={"@type": "Person", "name": "Phạm Đăng Bài"})
    body = paragraphs(*PARAGRAPHS) + '<p style="text-align:right"><b>Nguyễn An</b></p>'
    assert authors(extract(article(body, head=head))) == ["Nguyễn An"]
    assert authors(extract(article(head=head))) == ["Phạm Đăng Bài"]


# --- dates
def test_a_statement_with_seconds_refines_the_printed_minute() -> None:
    got = extract(article(head=ld(datePublished="2022-03-29T09:04:37+07:00")))
    assert published(got) == "2022-03-29T09:04:37+07:00"
    assert got.published is not None
    assert got.published.precision is Precision.SECOND
    assert "json-ld datePublished" in got.sources["published_at"]


def test_a_statement_that_says_z_and_shows_the_printed_figures_is_local() -> None:
    got = extract(article(head=ld(datePublished="2022-03-29T09:04:37Z", dateModified="2022-03-29T09:04:37Z")))
    assert (published(got), updated(got)) == ("2022-03-29T09:04:37+07:00", None)
    got = extract(article(head=ld(datePublished="2022-03-29T02:04:37Z", dateModified="2022-03-29T05:00:00Z")))
    assert (published(got), updated(got)) == ("2022-03-29T09:04:37+07:00", "2022-03-29T12:00:00+07:00")


def test_the_printed_minute_beats_a_stated_day() -> None:
    assert published(extract(article(head=ld(datePublished="2022-03-29")))) == "2022-03-29T09:04:00+07:00"


def test_a_printed_day_is_refined_by_a_stated_minute_of_the_same_day() -> None:
    page = article(head=ld(datePublished="2022-03-29T09:04:00"), date='<div class="ngay">29 tháng 3 năm 2022</div>')
    assert published(extract(page)) == "2022-03-29T09:04:00+07:00"


def test_the_only_date_is_the_publication_and_of_two_the_labelled_one_is_the_update() -> None:
    date = "<div><span>28/03/2022 07:30</span> <span>(Cập nhật: 29/03/2022 09:04)</span></div>"
    got = extract(article(date=date))
    assert (published(got), updated(got)) == ("2022-03-28T07:30:00+07:00", "2022-03-29T09:04:00+07:00")
    got = extract(article())
    assert (published(got), updated(got)) == ("2022-03-29T09:04:00+07:00", None)


def test_clocks_boxes_comments_and_licences_are_no_dates() -> None:
    comments = '<div class="comment"><b>Bạn đọc</b> <i>30/03/2022 10:00</i><p>Tin rất vui, cảm ơn báo.</p></div>'
    got = extract(article(date="", after=comments))
    assert got.published is None
    assert reasons(got)["published_at"] is Reason.MISSING


def test_a_date_after_the_fetch_is_a_problem_and_no_value() -> None:
    got = extract(article(date='<div class="ngay">29/03/2032 09:04</div>'))
    assert got.published is None
    assert reasons(got)["published_at"] is Reason.FUTURE


def test_the_day_of_the_address_tells_day_first_from_month_first() -> None:
    date = '<div class="ngay">3/4/2022 9:04:00 AM</div>'
    url = "https://baomau.example/20220304/cau-moi-a12.aspx"
    assert published(extract(article(date=date, url=url))) == "2022-03-04T09:04:00+07:00"
    page = article(date='<div class="ngay">3/2/2022 9:04:00 AM</div>')
    assert published(extract(page)) == "2022-02-03T09:04:00+07:00"


def test_a_statement_that_is_the_moment_of_the_fetch_is_not_believed() -> None:
    now = FETCHED.astimezone(timezone(timedelta(hours=7))).isoformat()
    got = extract(article(head=ld(datePublished=now, dateModified=now)))
    assert (published(got), updated(got)) == ("2022-03-29T09:04:00+07:00", None)


# --- counts
@pytest.mark.parametrize(
    ("after", "count"),
    [
        ("<div><p>Lượt xem: 1.234</p></div>", 1234),
        ('<span class="view-count">5,678</span>', 5678),
        ("<div>1,2K lượt đọc</div>", 1200),
        ("<!-- <b>Lượt xem</b> 54 --><p>Hơn 24 ngàn lượt truy cập vào trang khác.</p>", None),
        ('<div class="reactions">12</div>', None),
        ("<div>Bình luận (3)</div>", None),
        ("<div>Điện thoại: 0261 385 1234</div>", None),
    ],
)
def test_a_view_count_needs_a_label_a_name_or_its_place(after: str, count: int | None) -> None:
    got = extract(article(after=after))
    assert (got.views.count if got.views else None) == count


def test_the_number_of_comments_needs_a_label() -> None:
    assert extract(article(after="<h4>Ý kiến bạn đọc (5)</h4>")).comment_count == 5
    assert extract(article(after='<div class="comments" data-total="7"></div>')).comment_count == 7
    assert extract(article(after="<p>5</p>")).comment_count is None


# --- section, tags
def test_section_and_tags() -> None:
    title = f'<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/thoi-su">Thời sự</a></div><h1>{TITLE}</h1>'
    after = '<div>Từ khóa: <a href="/tag/cau">cầu mới</a>, <a href="/tag/mau">Mẫu Sơn</a></div>'
    got = extract(article(title=title, after=after))
    assert (got.section, got.tags) == ("Thời sự", ("cầu mới", "Mẫu Sơn"))


# --- addresses
def test_addresses() -> None:
    head = f"""<title>{TITLE}</title><link rel="canonical" href="/thoi-su/cau-moi-thong-xe-a12.html?utm_source=x">
    <meta property="og:url" content="https://baomau.example/share12.html"><link rel="amphtml" href="/amp/cau-a12.html">
    <link rel="shortlink" href="/?p=12"><link rel="next" href="?trang=2">"""
    got = extract(article(head=head))
    assert got.canonical_url == URL
    assert set(got.aliases) == {
        ("amp", "https://baomau.example/amp/cau-a12.html"),
        ("short", "https://baomau.example/?p=12"),
        ("short", "https://baomau.example/share12.html"),
    }
    assert got.next_part == URL + "?trang=2"


@pytest.mark.parametrize("canonical", ["/", "https://baomau.example", "https://khac.example/a12.html"])
def test_a_canonical_address_elsewhere_is_not_used(canonical: str) -> None:
    got = extract(article(head=f'<title>{TITLE}</title><link rel="canonical" href="{canonical}">'))
    assert got.canonical_url == URL
    assert reasons(got)["canonical_url"] is Reason.ELSEWHERE


def test_a_neighbour_in_time_is_no_next_part() -> None:
    got = extract(article(head=f'<title>{TITLE}</title><link rel="next" href="/thoi-su/bai-sau-a13.html">'))
    assert got.next_part is None


def test_a_figure_that_is_no_number_names_no_part() -> None:
    got = extract(article(after=f'<a href="{URL}?trang=²">2</a>'))
    assert (got.title, got.next_part) == (TITLE, None)


def test_the_second_part_leads_to_the_third() -> None:
    after = '<div class="paging"><a href="?trang=1">1</a> <b>2</b> <a href="?trang=3">3</a></div>'
    assert extract(article(after=after, url=URL + "?trang=2")).next_part == URL + "?trang=3"


# --- with layouts
def full() -> Page:
    return article(
        paragraphs(*PARAGRAPHS),
        date='<a class="muc" href="/thoi-su">Thời sự</a><div class="ngay">29/03/2022 09:04</div>',
        after=(
            '<div class="tac-gia">Bài, ảnh: Nguyễn An</div><div class="nguon">Nguồn: TTXVN</div>'
            '<i class="xem">1.234</i>'
            '<div class="nhan"><a>#cầu mới</a><a>Mẫu Sơn</a></div><b class="y-kien">12 ý kiến</b>'
        ),
    )


def test_a_layout_reads_every_field_and_says_so() -> None:
    got = extract(full(), (LAYOUT,))
    assert (got.layout, got.title, got.lead, got.body_text) == ("2020", TITLE, LEAD, BODY)
    assert (authors(got), got.section, got.tags) == (["Nguyễn An"], "Thời sự", ("cầu mới", "Mẫu Sơn"))
    assert got.byline is not None
    assert (got.byline.agencies, got.byline.raw) == (("TTXVN",), "Bài, ảnh: Nguyễn An")
    assert (got.views.count if got.views else None, got.comment_count) == (1234, 12)
    assert published(got) == "2022-03-29T09:04:00+07:00"
    for field in (
        "title",
        "lead",
        "body_text",
        "published_at",
        "authors",
        "section",
        "tags",
        "view_count",
        "comment_count",
    ):
        assert got.sources[field].startswith("layout:2020 "), field


def test_the_first_layout_that_finds_title_and_body_reads_the_page() -> None:
    newer = Layout(name="2024", title=".bai h1", body="article .content")
    assert extract(full(), (newer, LAYOUT)).layout == "2020"
    assert extract(full(), (LAYOUT, newer)).layout == "2020"
    assert extract(full(), (newer,)).layout is None
    assert extract(full(), (newer,)).body_text == BODY


def test_where_a_layout_is_silent_statements_and_general_rules_fill_in() -> None:
    bare = Layout(name="2020", title=".bai h1", body=".than")
    head = ld(articleSection="Kinh tế", author={"@type": "Person", "name": "Nguyễn An"})
    got = extract(article(head=head), (bare,))
    assert (got.lead, got.section, authors(got)) == (LEAD, "Kinh tế", ["Nguyễn An"])
    assert published(got) == "2022-03-29T09:04:00+07:00"
    assert got.sources["section"] == "json-ld articleSection"
    assert got.sources["lead"].startswith("general ")


def test_an_empty_views_element_is_filled_by_a_second_request() -> None:
    got = extract(article(after='<i class="xem"></i>'), (LAYOUT,))
    assert got.views is None
    assert reasons(got)["view_count"] is Reason.BEHIND_REQUEST


def test_an_unreadable_date_is_said_to_be_so() -> None:
    page = article(date='<div class="ngay">hôm nào đó trong tháng</div>')
    assert reasons(extract(page, (LAYOUT,)))["published_at"] is Reason.UNREADABLE
    page = article(date='<div class="ngay">{{article.date}}</div>')
    assert reasons(extract(page, (LAYOUT,)))["published_at"] is Reason.PLACEHOLDER


def test_a_layout_may_say_that_the_month_comes_first() -> None:
    page = article(date='<div class="ngay">3/2/2022 9:04:00 AM</div>')
    american = Layout(name="a", title=".bai h1", body=".than", published=".ngay", date_order="mdy")
    assert published(extract(page, (american,))) == "2022-03-02T09:04:00+07:00"


def test_what_a_layout_excludes_is_no_body() -> None:
    layout = Layout(name="a", title=".bai h1", body=".than", exclude=".hop, aside")
    body = (
        paragraphs(FIRST, SECOND) + f'<div class="hop">{paragraphs("Một hộp không ai muốn đọc trong bài này.")}</div>'
    )
    assert extract(article(body + paragraphs(THIRD, LAST)), (layout,)).body_text == BODY


def test_a_newspaper_brings_its_layouts_its_name_and_its_hosts() -> None:
    paper = Newspaper(
        name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",), former_domains=("cu.example",),
        layouts=(LAYOUT,),
    )  # fmt: skip
    head = (
        f'<title>{TITLE}</title><link rel="canonical" href="https://cu.example/a12.html">'
        '<meta name="author" content="Báo Mẫu">'
    )
    got = extract(article(head=head), newspaper=paper)
    assert (got.layout, got.canonical_url, authors(got)) == ("2020", "https://cu.example/a12.html", [])


# --- letters
def test_damaged_letters_are_flagged() -> None:
    garbled = BODY.encode().decode("latin-1")
    got = extract(article(paragraphs(*garbled.split("\n\n"))))
    assert reasons(got)["body_text"] is Reason.ENCODING


def test_a_page_cut_in_its_middle_is_flagged() -> None:
    page = article()
    cut = page.body[: page.body.index(LAST[:20].encode()) + 10]
    got = extract(Page(URL, cut, page.content_type, FETCHED))
    assert reasons(got)["body_text"] is Reason.TRUNCATED


def test_decomposed_letters_are_composed() -> None:
    import unicodedata

    page = article()
    got = extract(Page(URL, unicodedata.normalize("NFD", page.body.decode()).encode(), page.content_type, FETCHED))
    assert (got.title, got.lead, got.body_text) == (TITLE, LEAD, BODY)


def test_reading_twice_gives_the_same() -> None:
    assert extract(full(), (LAYOUT,)) == extract(full(), (LAYOUT,))
