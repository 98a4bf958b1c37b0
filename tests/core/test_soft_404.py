"""Pages that say that there is nothing here are no articles, whatever other news stands around."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.soft_404 import says_gone, says_nothing_found
from archiver.core.values import Kind
from tests.core.pages import FIRST, LEAD, OTHERS, PARAGRAPHS, SECOND, TITLE, article, paragraphs
from tests.core.test_kinds import CARDS, TEASER, chrome

STATED = f"""<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2022-03-20T08:00:00+07:00"}}</script>"""
META = """<meta property="og:type" content="article">
<meta property="article:published_time" content="2022-03-20T08:00:00+07:00">"""
NEWS = {
    "cards": CARDS,
    "links": OTHERS,
    "teasers": "".join(
        f'<div><a href="/b{n}.html">Tin số {n} của mục có đầu đề dài</a><p>{TEASER}</p><i>0{n}/03/2022 09:04</i></div>'
        for n in range(1, 7)
    ),
    "articles": "".join(
        f'<article><h3><a href="/b{n}.html">Tin số {n} của mục có đầu đề dài</a></h3><p>{TEASER} {FIRST}</p></article>'
        for n in range(1, 7)
    ),
    "texts without links": "".join(f"<h3>Tin số {n} của mục này</h3><p>{TEASER}</p><p>{SECOND}</p>" for n in range(3)),
    "another article": f"<h3>{TITLE}</h3>{paragraphs(*PARAGRAPHS)}",
}
NOTICES = [
    ("Không tìm thấy kết quả", "Không tìm thấy kết quả nào phù hợp với từ khóa của bạn."),
    ("Kết quả tìm kiếm", "Không có kết quả nào cho từ khóa “cầu mới”."),
    ("Thông báo", "Bài viết đã được gỡ bỏ."),
    (
        "Bài viết không tồn tại",
        "Bài viết bạn đang tìm không tồn tại hoặc đã bị xóa. Mời bạn đọc các tin khác dưới đây.",
    ),
    ("Lỗi", "Đường dẫn không tồn tại hoặc bài viết đã bị xóa."),
    ("Rất tiếc!", "Nội dung bạn tìm kiếm hiện không còn trên hệ thống."),
    ("Xin lỗi bạn đọc", "Trang bạn đang tìm kiếm không có hoặc đã được chuyển sang địa chỉ khác."),
    ("404", "Vui lòng quay lại trang chủ."),
]


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
@pytest.mark.parametrize(("title", "said"), NOTICES)
def test_a_notice_above_other_news_is_an_error(title: str, said: str, news: str) -> None:
    shapes = (
        f"<h1>{title}</h1><p>{said}</p>{news}",
        f"<div><div><h2>{title}</h2><p>{said}</p></div><div>{news}</div></div>",
    )
    for shape in shapes:
        for element in (title, "Báo Mẫu"):
            got = extract(chrome(shape, title=element))
            assert (got.kind, got.title, got.blocks) == (Kind.ERROR, None, ())


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
@pytest.mark.parametrize("said", ["Bài viết đã được gỡ bỏ.", "Rất tiếc, bài viết này không còn tồn tại trên hệ thống."])
def test_an_article_whose_text_was_taken_away_is_none_though_its_title_stays(said: str, news: str) -> None:
    kept = f"<div><h1>{TITLE}</h1><div class='date'>20/03/2022 08:00</div><p>{said}</p></div>"
    for head in ("", STATED):
        if "<a" in news:
            assert not extract(chrome(kept + news, title=TITLE, head=head)).kind.is_article
        assert extract(chrome(kept, title=TITLE, head=head)).kind is Kind.ERROR


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy kết quả giám định, tòa hoãn phiên xử",
        "Không tìm thấy tin nhắn đe dọa trên điện thoại",
        "Lỗi 404 là gì và cách khắc phục",
        "Bài viết bị gỡ, tác giả lên tiếng",
        "Trang đã bị xóa: chuyện gì xảy ra",
        "Bài báo bị gỡ theo yêu cầu của tòa",
        "404 ngày ở đảo xa",
        "Không có tin vui cho đội nhà",
    ],
)
def test_an_article_that_tells_of_such_a_thing_is_one(title: str) -> None:
    head = f"<title>{title} | Báo Mẫu</title>"
    got = extract(article(title=f"<h1>{title}</h1>", head=head, lead=""))
    assert (got.kind, got.title) == (Kind.ARTICLE, title)


@pytest.mark.parametrize(
    "title",
    [
        "Bài viết bị xóa và những câu hỏi còn bỏ ngỏ",
        "Trang web bị khóa vì đánh bạc",
        "Nội dung này không có trong sách giáo khoa",
        "Không có tin nào vui hơn",
        "The article was deleted by mistake, editor says",
    ],
)
def test_a_stated_date_or_a_layout_with_a_long_text_makes_an_article_of_such_a_title(title: str) -> None:
    text = paragraphs(*PARAGRAPHS, LEAD, TEASER, FIRST.replace("cầu", "đường"))
    shown = f"<div><h1>{title}</h1><div class='than'>{text}</div></div>"
    for head in (STATED.replace(TITLE, title), META):
        got = extract(chrome(shown, title=f"{title} | Báo Mẫu", head=head))
        assert (got.kind, got.title) == (Kind.ARTICLE, title)
        assert extract(chrome(f"<h1>{title}</h1><p>{FIRST}</p>", head=head)).kind is not Kind.ARTICLE
    dated = shown.replace("</h1>", "</h1><div class='ngay'>29/03/2022 09:04</div>")
    layout = Layout(name="x", title="h1", body=".than", published=".ngay")
    assert extract(chrome(dated, title=title), (layout,)).title == title


@pytest.mark.parametrize("box", ["search-result", "hidden", "modal"])
@pytest.mark.parametrize("said", ["Không tìm thấy nội dung phù hợp", "Không tìm thấy bài viết phù hợp"])
def test_a_search_box_above_a_brief_with_a_stated_date_says_nothing_of_it(said: str, box: str) -> None:
    shown = f'<div class="{box}"><p>{said}</p></div><div><h1>{TITLE}</h1>{paragraphs(FIRST, SECOND)}</div>'
    assert extract(chrome(shown, title=TITLE, head=STATED)).kind is Kind.ARTICLE


@pytest.mark.parametrize("place", ["lead", "body"])
@pytest.mark.parametrize("said", ["Không tìm thấy kết quả", "Rất tiếc, nội dung này hiện không khả dụng"])
def test_a_box_without_a_result_makes_no_error_of_an_article(said: str, place: str) -> None:
    box = f"<div>{said}</div>"
    text = paragraphs(*PARAGRAPHS)
    got = extract(article(lead=box) if place == "lead" else article(body=box + text))
    assert got.kind is Kind.ARTICLE


def test_a_layout_finds_no_article_in_a_notice() -> None:
    layout = Layout(name="x", title="h1", body=".chinh")
    assert extract(chrome(f"<h1>404</h1><p>{FIRST}</p>"), (layout,)).kind is Kind.ERROR
    gone = chrome(f"<h1>{TITLE}</h1><p>Bài viết đã bị gỡ bỏ.</p>")
    assert extract(gone, (layout,)).kind is Kind.ERROR
    assert extract(chrome(f"<h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS)}"), (layout,)).kind is Kind.ARTICLE


@pytest.mark.parametrize(
    ("line", "gone", "empty"),
    [
        ("404", True, False),
        ("Lỗi 404: Không tìm thấy trang", True, False),
        ("Thông báo", False, False),
        ("Trang trại của ông An đã bị xóa sổ sau trận lũ.", False, False),
        ("Bài viết này không tồn tại. Quay lại trang chủ", True, False),
        ("The page you are looking for could not be found.", True, False),
        ("Sorry, this article is no longer available.", True, False),
        ("No results found for “bridge”", False, True),
        ("Không có dữ liệu", False, True),
        ("Tìm thấy 0 kết quả", False, True),
    ],
)
def test_what_a_line_says(line: str, gone: bool, empty: bool) -> None:
    assert (says_gone(line), says_nothing_found(line)) == (gone, empty)
