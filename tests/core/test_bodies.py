"""Where the text begins and ends: what stands above, within and beside it on pages of any language."""

from __future__ import annotations

import json
import time

import pytest

from archiver.core.bodies import find_body
from archiver.core.body import Body
from archiver.core.confirm import confirm
from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.stated import Stated
from archiver.core.tree import parse
from archiver.core.values import Block, BlockKind, Kind, Reason
from archiver.core.walker import outline
from tests.core.pages import BODY, FIRST, LAST, LEAD, PARAGRAPHS, SECOND, THIRD, TITLE, article, paragraphs

SUBTITLE = "Hơn hai nghìn hộ dân ở ba thôn không còn phải chờ đò mỗi mùa nước lên"


# --- above the text
@pytest.mark.parametrize(
    "line",
    [
        "Published Jun 04, 2026 • Last updated 1 day ago • 2 minute read",
        "Aktualisiert am 07.01.2026 - 18:50 Uhr Lesedauer: 4 Min.",
        "Uppdaterad 15.59 | Publicerad 14.14",
        "3 min read",
        "Posted June 4, 2026",
        "Veröffentlicht am 07.01.2026, 18:50 Uhr",
        "Actualizado el 4 de junio de 2026",
        "4 min läsning",
    ],
)
def test_what_stands_above_the_line_of_dates_is_no_text(line: str) -> None:
    above = f"<p>{SUBTITLE}</p><div><a href='/an'>Ann Lee</a></div><div>{line}</div>"
    got = extract(article(above + paragraphs(*PARAGRAPHS), lead=""))
    assert got.body_text == BODY
    assert got.lead == SUBTITLE


def test_a_first_paragraph_above_such_a_line_stays() -> None:
    long = f"{FIRST} {SECOND} {THIRD}"
    got = extract(article(f"<p>{long}</p><p>3 min read</p>{paragraphs(LAST)}", lead=""))
    assert long in (got.body_text or "")


# --- within
@pytest.mark.parametrize(
    "box",
    [
        "<h3>Empfohlener redaktioneller Inhalt</h3>",
        "<p>An dieser Stelle finden Sie externen Inhalt, der den Artikel ergänzt. Ein Klick zeigt ihn.</p>",
        "<p>An dieser Stelle finden Sie ein Video, das den Artikel ergänzt. Ein Klick zeigt es.</p>",
        "<p>Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.</p>",
        "<p>We apologize, but this video has failed to load.</p>",
        "<p>Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.</p>",
        "<p>» Mai làm gì với đoạn đường còn lại</p>",
        "<p>Czytaj więcej</p><p><a href='/x-a9.html'>Tin thứ chín trong danh sách các bài khác</a></p>",
        "<p>Related coverage</p><p><a href='/x-a9.html'>Tin thứ chín trong danh sách các bài khác</a></p>",
    ],
)
def test_what_is_put_between_two_paragraphs_is_no_text(box: str) -> None:
    assert extract(article(paragraphs(FIRST, SECOND) + box + paragraphs(THIRD, LAST))).body_text == BODY


def test_the_card_of_another_article_goes_with_its_label() -> None:
    card = (
        "<div><p>Czytaj więcej</p><div><a href='/x-a9.html'>Tin thứ chín trong danh sách các bài khác</a></div>"
        f"<p>{SUBTITLE}, theo thống kê của xã trong ba năm gần đây.</p></div>"
    )
    assert extract(article(paragraphs(FIRST, SECOND) + card + paragraphs(THIRD, LAST))).body_text == BODY


def test_a_label_that_comes_again_before_links_leads_elsewhere_in_any_language() -> None:
    links = [f"<p>FUNDA LAPHA: <a href='/x-a{n}.html'>Tin thứ {n} trong danh sách các bài khác</a></p>" for n in (1, 2)]
    once = "<p>Nguồn: <a href='/x-a3.html'>Báo cáo của xã về ba năm thi công cầu</a></p>"
    body = paragraphs(FIRST) + links[0] + paragraphs(SECOND, THIRD) + links[1] + once + paragraphs(LAST)
    got = extract(article(body)).body_text or ""
    assert "FUNDA" not in got
    assert "Báo cáo của xã" in got


def test_a_quotation_in_guillemets_is_no_arrow() -> None:
    said = "»Chúng tôi chờ cây cầu này đã ba năm«, ông Thử nói."
    got = extract(article(paragraphs(FIRST, said, LAST)))
    assert got.body_text == f"{FIRST}\n\n{said}\n\n{LAST}"


@pytest.mark.parametrize("line", ["P.V", "Nhóm PV", "(PV)", "Ban Biên tập"])
def test_a_byline_that_names_nobody_is_no_text_either(line: str) -> None:
    got = extract(article(paragraphs(*PARAGRAPHS) + f'<p style="text-align: right"><strong>{line}</strong></p>'))
    assert got.body_text == BODY
    assert got.byline is None


def test_where_all_is_centred_centring_makes_no_caption() -> None:
    picture = '<p style="text-align: center"><img src="/anh/cau.jpg"></p>'
    body = "".join(
        f'{picture.replace("cau", str(n))}<p style="text-align: center">{text}</p>' for n, text in enumerate(PARAGRAPHS)
    )
    assert extract(article(body)).body_text == BODY


def test_a_quotation_below_a_picture_is_no_caption() -> None:
    said = "“Từ nay các cháu đi học không phải chờ đò nữa, cả thôn mừng lắm.”"
    body = f"<p>{FIRST}</p><img src='/anh/1.jpg'><blockquote><p>{said}</p></blockquote>{paragraphs(SECOND, LAST)}"
    assert extract(article(body)).body_text == f"{FIRST}\n\n{said}\n\n{SECOND}\n\n{LAST}"


def test_a_list_that_comes_again_stays() -> None:
    items = (
        "<ul>"
        + "".join(f"<li>Xe tải trên 10 tấn đi đường vòng số {n} qua xã bên cạnh đến hết tháng</li>" for n in (1, 2))
        + "</ul>"
    )
    got = extract(article(f"<p>{FIRST}</p>{items}<p>{SECOND}</p>{items}<p>{LAST}</p>"))
    assert (got.body_text or "").count("đường vòng số 2") == 2


# --- which element
def test_a_list_without_running_text_is_read_where_the_markup_calls_it_the_text() -> None:
    names = "".join(
        f"<h2>Giải {n}</h2><ul><li>Đội số {n}</li><li>Đội ngoài tỉnh số {n}</li></ul>" for n in range(1, 12)
    )
    got = extract(article(f'<div itemprop="articleBody">{names}</div>', lead=""))
    assert got.kind is Kind.ARTICLE
    assert got.title == TITLE
    assert (got.body_text or "").startswith("Giải 1\n\nĐội số 1\nĐội ngoài tỉnh số 1")


def test_running_text_before_an_inner_element_belongs_to_the_text() -> None:
    more = [f"{text} Đây là câu thứ {n} của phần sau." for n in range(4) for text in PARAGRAPHS]
    body = f'<div class="article-body"><p>{FIRST}</p><div class="rest">{paragraphs(*more)}</div></div>'
    got = extract(article(body))
    assert (got.body_text or "").startswith(FIRST)


# --- confirmed by a statement
PROMO = "Ứng dụng của báo đưa tin nhanh mỗi sáng đến điện thoại của bạn đọc trong toàn tỉnh, hoàn toàn miễn phí."


def blocks(*texts: str) -> Body:
    return Body(blocks=[Block(BlockKind.PARAGRAPH, text) for text in texts])


def stated(*texts: str) -> list[Stated]:
    return [Stated(" ".join(texts), "json-ld articleBody")]


def test_a_block_that_the_stated_text_does_not_have_is_taken_out() -> None:
    body = blocks(FIRST, SECOND, PROMO, THIRD, LAST)
    confirm(body, stated(*PARAGRAPHS))
    assert [block.text for block in body.blocks] == list(PARAGRAPHS)


def test_the_whole_reader_asks_the_statement() -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(PARAGRAPHS)})
    head = f'<title>{TITLE}</title><script type="application/ld+json">{node}</script>'
    got = extract(article(paragraphs(FIRST, SECOND, PROMO, THIRD, LAST), head=head))
    assert got.body_text == BODY


@pytest.mark.parametrize(
    "said",
    [
        [],
        stated(FIRST),
        stated(FIRST, SECOND),
        stated(*([PROMO] * 5)),
    ],
    ids=["nothing", "a teaser", "cut at the paywall", "something else"],
)
def test_a_statement_that_does_not_agree_takes_nothing_out(said: list[Stated]) -> None:
    body = blocks(FIRST, SECOND, PROMO, THIRD, LAST)
    confirm(body, said)
    assert len(body.blocks) == 5


def test_headings_stay_and_go_with_what_they_head() -> None:
    body = blocks(FIRST, SECOND, THIRD, LAST)
    body.blocks.insert(1, Block(BlockKind.HEADING, "Ba năm chờ đợi"))
    body.blocks += [Block(BlockKind.HEADING, "Tải ứng dụng"), Block(BlockKind.PARAGRAPH, PROMO)]
    confirm(body, stated(*PARAGRAPHS))
    assert [block.text for block in body.blocks] == [FIRST, "Ba năm chờ đợi", SECOND, THIRD, LAST]


# --- letters
@pytest.mark.parametrize(
    "text",
    [
        "S¸ng 29-3, c©y cÇu nèi hai bê suèi MÉu ®­îc ®­a vµo sö dông, h¬n hai ngh×n hé d©n kh«ng cßn ph¶i qua ®ß.",
        "Saùng 29-3, caây caàu noái hai bôø suoái Maãu ñöôïc ñöa vaøo söû duïng, hôn hai nghìn hoä daân khoâng phaûi.",
    ],
    ids=["TCVN3", "VNI"],
)
def test_the_letters_of_legacy_fonts_are_flagged_and_kept(text: str) -> None:
    got = extract(article(paragraphs(*(f"{text} ({n})" for n in range(4)))))
    assert text[:30] in (got.body_text or "")
    assert [problem.reason for problem in got.problems if problem.field == "body_text"] == [Reason.ENCODING]


@pytest.mark.parametrize(
    "picture",
    [
        '<table class="image"><tr><td><img src="/a.jpg"></td></tr><tr><td class="image_desc">{0}</td></tr></table>',
        '<div class="item-photo"><img src="/a.jpg"><div class="desc">{0}</div></div>',
        '<div><div><img src="/a.jpg"></div><p class="mo-ta">{0}</p></div>',
    ],
)
def test_a_text_that_shares_an_element_with_a_picture_is_its_caption_whatever_its_name(picture: str) -> None:
    shown = picture.format("Lãnh đạo huyện cắt băng khánh thành cây cầu sáng 29/3")
    body = f"<p><b>{LEAD}</b></p>{shown}{paragraphs(*PARAGRAPHS)}"
    got = extract(article(body, lead=""))
    assert (got.lead, got.body_text) == (LEAD, BODY)
    assert extract(article(shown + paragraphs(*PARAGRAPHS), lead="")).lead is None


# --- headings and cards within the text
@pytest.mark.parametrize(
    "heading",
    [
        "<h2>{0}</h2>",
        '<h2 id="chia-se-kinh-nghiem-lam-duong">{0}</h2>',
        '<h3><span class="ez-toc-section" id="Chia_se_kinh_nghiem_lam_duong"></span>{0}</h3>',
        '<h3><span class="toc-section" id="Chia_se_kinh_nghiem_lam_duong">{0}</span></h3>',
        '<h2><a id="lien-quan-den-binh-luan">{0}</a></h2>',
    ],
)
def test_a_heading_stays_whatever_words_its_own_id_repeats(heading: str) -> None:
    title = "Chia sẻ kinh nghiệm làm đường"
    body = paragraphs(FIRST, SECOND) + heading.format(title) + paragraphs(THIRD, LAST)
    got = extract(article(body))
    assert got.body_text.split("\n\n") == [FIRST, SECOND, title, THIRD, LAST]


def test_a_linked_name_is_text_whatever_words_its_id_repeats() -> None:
    name = '<a href="/t/tran-van-thu" id="auto-tag_tran-van-thu">Trần Văn Thử</a>'
    body = paragraphs(FIRST.replace("Trần Văn Thử", name), SECOND, THIRD, LAST)
    assert extract(article(body)).body_text == BODY


CARD = (
    '<div><a href="/x.html"><img src="/t.jpg"></a><a href="/x.html">Hội thi tuyên truyền viên giỏi cấp tỉnh</a>'
    "<p>Hội thi có sự tham gia của 12 đội đến từ các xã, phường trong tỉnh.</p></div>"
)
CONTENTS = "<ul><li><a href='#a'>1. Cầu mới</a></li><li><a href='#b'>2. Đò cũ</a></li></ul>"


@pytest.mark.parametrize(
    "box", [CARD, f"<div><p><b>Nội dung chính</b></p>{CONTENTS}</div>", f"<div><p>Mục lục</p>{CONTENTS}</div>"]
)
def test_a_card_and_a_table_of_contents_are_no_text(box: str) -> None:
    assert extract(article(box + paragraphs(*PARAGRAPHS))).body_text == BODY
    assert extract(article(paragraphs(FIRST, SECOND) + box + paragraphs(THIRD, LAST))).body_text == BODY


@pytest.mark.parametrize("name", ["css-1ad4f2", "css-nav123 css-ads77", "sc-tag1x", "Page_main__4Ads2"])
def test_a_name_that_a_program_counted_up_says_nothing(name: str) -> None:
    body = f"<div class='{name}'>{paragraphs(*PARAGRAPHS)}</div>"
    assert extract(article(body)).body_text == BODY


def test_a_poem_of_any_length_is_found_in_linear_time() -> None:
    verses = "<div>" * 300 + "<p>Cầu vắt ngang suối Mẫu chiều nay</p>" * 20_000 + "</div>" * 300
    markup = f"<html lang='vi'><body><h1>Qua cầu mới</h1>{verses}</body></html>"
    page = outline(parse(Page("https://baomau.example/tho-12.html", markup.encode(), "text/html; charset=utf-8")))
    started = time.process_time()
    found = find_body(page, 0)
    assert time.process_time() - started < 1.5
    assert found is not None
    assert found.lines > 19_000
