"""Layouts learned from invented pages: what they find on pages that they were not learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.extract import extract
from archiver.core.induce import Induced, induce
from archiver.core.layout import Layout
from archiver.core.page import Page
from archiver.core.selectors import compile_selector
from archiver.core.text import fold
from archiver.core.values import VIETNAM, Kind

NAMES = ["Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Hoài Nam", "H'Linh Niê", "Phạm Minh Đức", "Đỗ Thu Hà", "Vũ Quốc Bảo"]
SECTIONS = ["Thời sự", "Kinh tế", "Văn hóa", "Xã hội"]
PLACES = ["cầu Bến Đá", "chợ Đồi Sim", "trường Hoa Ban", "hồ Suối Trong", "đường Tây Sơn", "nhà máy nước Ea Na"]
ABOUT = "Mọi ý kiến xin gửi về hộp thư của tòa soạn, số điện thoại ghi ở cuối trang báo in hằng ngày."


def paragraphs(number: int) -> list[str]:
    place = PLACES[number % len(PLACES)]
    return [
        f"Công trình {place} được khởi công từ năm {2010 + number}, kéo dài qua nhiều mùa mưa của vùng đất này.",
        f"Theo ban quản lý, đến nay {place} đã hoàn thành {number * 7 % 90 + 9} phần trăm khối lượng như kế hoạch.",
        f"Người dân sống quanh {place} cho biết họ chờ ngày khánh thành để việc đi lại bớt vất vả hơn trước.",
        f"Trong quý tới, địa phương sẽ bố trí thêm {number * 3 + 2} tỷ đồng để làm nốt phần việc còn lại ở đây.",
    ]


def title(number: int) -> str:
    return f"Bài thứ {number}: {PLACES[number % len(PLACES)]} trước ngày hoàn thành"


def lead(number: int) -> str:
    return f"Sau {number + 2} năm thi công, {PLACES[number % len(PLACES)]} bước vào chặng cuối với nhiều việc phải làm."


def moment(number: int) -> datetime:
    return datetime(2024, number % 9 + 1, number * 5 % 27 + 1, 7 + number % 12, number * 11 % 60, tzinfo=VIETNAM)


def by_day(when: datetime) -> str:
    return f"{when:%d/%m/%Y %H:%M}"


def by_month(when: datetime) -> str:
    return f"{when.month}/{when.day}/{when.year} {when:%H:%M}"


def standard(number: int, write: Callable[[datetime], str] = by_day, about: str = "") -> str:
    """A template whose names say nothing of what stands there."""
    section = SECTIONS[number % 4]
    text = "".join(f"<p>{one}</p>" for one in paragraphs(number))
    others = "".join(f'<li><a href="/b{n}.html">{title(n)}</a> <i>{write(moment(n))}</i></li>' for n in range(40, 46))
    return f"""<div class="k1">{section_links()}</div>
<div class="k2"><p class="k3"><a href="/muc-{number % 4}">{section}</a></p><div class="k4">{title(number)}</div>
<p class="k5"><span>{write(moment(number))}</span>
<span class="k6"><i class="icon-eye"></i> {1000 + number * 37}</span></p>
<p class="k7">{lead(number)}</p><div class="k8">{text}{about}</div><div class="k9">{NAMES[number % 7]}</div>
<div class="k10"><a href="/tag/cong-trinh-{number}">Công trình {number}</a>
<a href="/tag/giao-thong">Giao thông</a></div>
</div><ul class="k11">{others}</ul>"""


def special(number: int) -> str:
    """The same site's template for its long reads."""
    text = "".join(f"<section><p>{one}</p></section>" for one in paragraphs(number))
    return f"""<div class="k1">{section_links()}</div><div class="s1"><p class="s2">{title(number)}</p>
<p class="s3">{lead(number)}</p><p class="s4">{by_day(moment(number))}</p><div class="s5">{text}</div>
<p class="s6">{NAMES[number % 7]}</p></div>"""


def section_links() -> str:
    return "".join(f'<a href="/muc-{at}">{name}</a>' for at, name in enumerate(SECTIONS))


def page(number: int, markup: str) -> Page:
    body = f"<html lang='vi'><head><title>{title(number)} - Báo Mẫu</title></head><body>{markup}</body></html>"
    return Page(f"https://baomau.example/b{number}.html", body.encode(), "text/html; charset=utf-8", NOW)


NOW = datetime(2026, 1, 1, tzinfo=UTC)
LEARNED_FROM = range(1, 9)
STANDARD = [page(n, standard(n)) for n in LEARNED_FROM]


@pytest.fixture(scope="module")
def learned() -> Induced:
    return induce(STANDARD)


def test_another_page_is_read_in_every_field(learned: Induced) -> None:
    for number in (11, 14):
        got = extract(page(number, standard(number)), (learned.layout,))
        assert got.layout == "induced"
        assert got.title == title(number)
        assert got.lead == lead(number)
        assert got.body_text.split("\n\n") == paragraphs(number)
        assert got.byline is not None
        assert got.byline.authors == (NAMES[number % 7],)
        assert got.published is not None
        assert got.published.moment == moment(number)
        assert got.views is not None
        assert got.views.count == 1000 + number * 37
        assert got.section == SECTIONS[number % 4]


def test_what_was_learned_reads_what_the_general_reader_alone_does_not_find(learned: Induced) -> None:
    drawn = page(11, standard(11).replace("icon-eye", "k12"))  # nothing says what the number counts
    assert extract(drawn).views is None
    got = extract(drawn, (learned.layout,))
    assert got.views is not None
    assert got.views.count == 1000 + 11 * 37


def test_each_field_says_how_sure_it_is_and_why(learned: Induced) -> None:
    named = {
        name for name in ("title", "lead", "body", "published", "byline", "views") if getattr(learned.layout, name)
    }
    assert len(named) == 6
    assert all(0.6 <= learned.confidence[name] <= 1 for name in named)
    assert all(learned.reasons[name] for name in named)
    shown = learned.examples["title"]
    assert len(shown) == 3
    assert all(one.raw == title(int(one.url.rsplit("/b", 1)[1].removesuffix(".html"))) for one in shown)
    assert learned.articles == len(STANDARD)


def test_what_no_page_has_stays_empty_and_says_so(learned: Induced) -> None:
    assert (learned.layout.updated, learned.layout.comments) == ("", "")
    assert "updated" not in learned.confidence
    assert learned.reasons["updated"]


def test_every_selector_is_one(learned: Induced) -> None:
    for name in ("title", "lead", "body", "byline", "published", "views", "section", "tags", "exclude"):
        css = getattr(learned.layout, name)
        assert not css or compile_selector(css)


@pytest.mark.parametrize(("write", "order"), [(by_day, "dmy"), (by_month, "mdy")])
def test_the_order_of_day_and_month_is_learned(write: Callable[[datetime], str], order: str) -> None:
    found = induce([page(n, standard(n, write)) for n in LEARNED_FROM])
    assert found.layout.date_order == order
    got = extract(page(12, standard(12, write)), (found.layout,))  # 7 April: either order would make a day of it
    assert got.published is not None
    assert got.published.moment.date() == moment(12).date()


def test_month_first_is_not_taken_from_one_page() -> None:
    pages = [page(1, standard(1)), page(2, standard(2)), page(3, standard(3, by_month))]
    assert induce(pages).layout.date_order == "dmy"


@pytest.mark.parametrize("markup", [f"<p>{ABOUT}</p>", f'<div class="zz"><b>{ABOUT}</b></div>'], ids=["bare", "named"])
def test_what_repeats_in_the_texts_is_taken_out(markup: str) -> None:
    found = induce([page(n, standard(n, about=markup)) for n in LEARNED_FROM])
    assert any(ABOUT in text for text in found.boilerplate)
    got = extract(page(11, standard(11, about=markup)), (found.layout,))
    assert got.body_text.split("\n\n") == paragraphs(11)


def test_a_sentence_that_two_pages_share_is_no_boilerplate() -> None:
    pages = [page(n, standard(n, about=f"<p>{ABOUT}</p>" if n < 3 else "")) for n in LEARNED_FROM]
    assert induce(pages).boilerplate == ()


def test_a_second_template_of_the_site_is_read_too() -> None:
    pages = [page(n, special(n) if n % 2 else standard(n)) for n in LEARNED_FROM]
    layout = induce(pages).layout
    for number, markup in ((10, standard(10)), (11, special(11))):
        got = extract(page(number, markup), (layout,))
        assert (got.layout, got.title, got.lead) == ("induced", title(number), lead(number))
        assert got.body_text.split("\n\n") == paragraphs(number)


def test_a_lead_in_one_box_with_title_and_text_is_told_from_them() -> None:
    def markup(number: int) -> str:
        text = "<br><br>".join(paragraphs(number))
        return f"""<div class="m0">{section_links()}</div><div class="m1"><h3 class="m2">{title(number)}</h3>
<span class="m3">{by_day(moment(number))}</span><div class="m4">{lead(number)}</div><div class="m5">{text}</div>
<div class="m6">{NAMES[number % 7]}</div><div class="m7">Số lần xem: {number * 37}</div></div>"""

    layout = induce([page(n, markup(n)) for n in LEARNED_FROM]).layout
    got = extract(page(11, markup(11)), (layout,))
    assert (got.layout, got.title, got.lead) == ("induced", title(11), lead(11))
    assert got.body_text.split() == " ".join(paragraphs(11)).split()
    assert got.byline is not None
    assert got.byline.authors == (NAMES[11 % 7],)


def test_keywords_in_a_box_without_a_name_are_found_by_their_place() -> None:
    def markup(number: int) -> str:
        text = "".join(f"<p>{one}</p>" for one in paragraphs(number))
        words = keywords(number) if number % 4 else ()
        tags = "".join(f'<a href="/tim?k={slug(word)}">{word}</a> ' for word in words)
        return f"""<div>{section_links()}</div><h2>{title(number)}</h2><div><span>{by_day(moment(number))}</span></div>
<div>{lead(number)}</div><div>{text}</div><div>{tags}</div><div><p>Bình luận (0)</p></div>
<div>{"".join(f'<p><a href="/b{n}.html">{title(n)}</a></p>' for n in range(40, 44))}</div>"""

    layout = induce([page(n, markup(n)) for n in LEARNED_FROM]).layout
    assert extract(page(11, markup(11)), (layout,)).tags == keywords(11)
    assert extract(page(12, markup(12)), (layout,)).tags == ()


def test_names_in_one_place_are_found_where_agencies_stand_in_it_too() -> None:
    def markup(number: int) -> str:
        text = "".join(f"<p>{one}</p>" for one in paragraphs(number))
        who = "Theo TTXVN" if number % 4 == 0 else NAMES[number % 7]
        return f"""<div>{section_links()}</div><div class="z1"><h1>{title(number)}</h1><div class="z4">
<span class="z5"><i class="fa fa-user"></i> {who}</span><span class="z5">{by_day(moment(number))}</span></div>
<div class="z6"><p class="z7">{lead(number)}</p>{text}</div></div>"""

    layout = induce([page(n, markup(n)) for n in LEARNED_FROM]).layout
    got = extract(page(11, markup(11)), (layout,))
    assert got.byline is not None
    assert got.byline.authors == (NAMES[11 % 7],)


def test_names_that_readers_see_are_taken_before_hidden_ones() -> None:
    def markup(number: int) -> str:
        text = "".join(f"<p>{one}</p>" for one in paragraphs(number))
        who = [NAMES[number % 7], NAMES[(number + 3) % 7]][: 2 if number > 8 else 1]
        return f"""<div>{section_links()}</div><article><h1>{title(number)}</h1><time>{by_day(moment(number))}</time>
<div class="hidden tg" itemprop="author" itemscope><span itemprop="name">{who[0]}</span></div><h2>{lead(number)}</h2>
<div id="noi-dung">{text}</div><div class="z1"><p class="text-right"><strong>Tác giả: </strong>{", ".join(who)}</p>
</div></article>"""

    got = extract(page(11, markup(11)), (induce([page(n, markup(n)) for n in LEARNED_FROM]).layout,))
    assert got.byline is not None
    assert set(got.byline.authors) == {NAMES[4], NAMES[0]}


def test_boxes_of_other_articles_with_their_summaries_are_no_text() -> None:
    def markup(number: int) -> str:
        words = " ".join(paragraphs(number + 30)[:2])
        link = f'<a href="/b{number + 30}.html">{title(number + 30)}</a>'
        box = f'<div class="zq"><p>{link}</p><p>{words}</p></div>'
        return standard(number, about=box if number % 2 else "")

    layout = induce([page(n, markup(n)) for n in LEARNED_FROM]).layout
    got = extract(page(11, markup(11)), (layout,))
    assert got.body_text.split("\n\n") == paragraphs(11)


def keywords(number: int) -> tuple[str, ...]:
    return (f"Công trình số {number}", "Giao thông", SECTIONS[number % 4] + " trong tỉnh")


def slug(text: str) -> str:
    return fold(text).replace(" ", "-")


def test_pages_that_are_no_articles_do_no_harm(learned: Induced) -> None:
    cards = "".join(f"<h3><a href='/b{n}.html'>{title(n)}</a></h3><p>{lead(n)}</p>" for n in range(30))
    others = [
        Page("https://baomau.example/", f"<h1>Báo Mẫu</h1>{cards}".encode(), "text/html; charset=utf-8", NOW),
        Page("https://baomau.example/loi", b"<h1>404 Not Found</h1>", "text/html", NOW, 404),
        Page("https://baomau.example/trong", b"", "text/html", NOW),
        Page("https://baomau.example/anh.jpg", bytes(range(256)) * 40, "image/jpeg", NOW),
        Page("https://baomau.example/cut.html", STANDARD[0].body[:900], "text/html; charset=utf-8", NOW),
        page(
            70, "<article><h1>Một tờ báo khác</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs(70)) + "</article>"
        ),
    ]
    found = induce([*others, *STANDARD])
    assert found.layout == learned.layout
    assert sum(found.others.values()) >= 4
    assert found.others[Kind.LISTING] == 1


def test_a_page_of_another_site_teaches_nothing(learned: Induced) -> None:
    one = page(
        70, "<h1>Một tờ báo khác</h1><div class='k7'>" + "".join(f"<p>{x}</p>" for x in paragraphs(70)) + "</div>"
    )
    foreign = Page(one.url.replace("baomau", "baokhac"), one.body, one.content_type, one.fetched_at)
    found = induce([foreign, *STANDARD])
    assert (found.layout, found.articles) == (learned.layout, len(STANDARD))


def test_a_link_whose_address_is_none_does_no_harm(learned: Induced) -> None:
    broken = [page(n, standard(n).replace("/tag/", "http://[x/")) for n in LEARNED_FROM]
    assert induce(broken).layout.title == learned.layout.title


def test_a_list_in_the_markup_of_articles_is_no_article(learned: Induced) -> None:
    cards = "".join(
        f'<div class="k2"><div class="k4"><a href="/b{n}">{title(n)}</a></div><div class="k8">{lead(n)}</div></div>'
        for n in range(20, 32)
    )
    section = page(0, f'<div class="k1">{section_links()}</div>{cards}')
    assert extract(section, (learned.layout,)).layout is None


@pytest.mark.parametrize("pages", [[], STANDARD[:1], [STANDARD[0]] * 5])
def test_one_article_teaches_nothing(pages: Sequence[Page]) -> None:
    found = induce(pages, name="2024")
    assert found.layout == Layout(name="2024")
    assert "too few" in found.reasons["title"]


def test_three_pages_are_enough() -> None:
    layout = induce(STANDARD[:3]).layout
    got = extract(page(11, standard(11)), (layout,))
    assert (got.title, got.lead) == (title(11), lead(11))
    assert got.body_text.split("\n\n") == paragraphs(11)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(0, 2000))
def test_any_bytes_are_read(bodies: list[bytes], cut: int) -> None:
    pages = [Page(f"https://baomau.example/x{n}", body, "text/html", NOW) for n, body in enumerate(bodies)]
    cuts = [Page(one.url, one.body[: len(one.body) - cut], one.content_type, NOW) for one in STANDARD[:2]]
    assert induce([*pages, *cuts]).articles <= len(pages) + 2
