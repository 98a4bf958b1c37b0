"""What a page is: an article, or what a server sends in its place; never an invented article."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.page import Page
from archiver.core.values import Kind, Reason
from tests.core.pages import BODY, FETCHED, FIRST, MENU, OTHERS, SECOND, TITLE, URL, article, paragraphs


def chrome(main: str, *, title: str = "Báo Mẫu", head: str = "", url: str = URL, status: int = 200) -> Page:
    """A page of the paper that is no article: its menus around something else."""
    markup = f"""<!DOCTYPE html><html lang="vi"><head><title>{title}</title>{head}</head><body>
    <ul class="menu">{MENU}</ul>
    <div class="chinh">{main}</div><div class="phai"><h4>Đọc nhiều</h4>{OTHERS}</div>
    <footer><p>Giấy phép số 12/GP-BTTTT. Tổng Biên tập: Hoàng Văn Mẫu</p></footer></body></html>"""
    return Page(url, markup.encode(), "text/html; charset=utf-8", FETCHED, status)


CARDS = "".join(
    f'<div class="the"><a href="/tin-a{n}.html"><img src="/anh/{n}.jpg"></a><h3>'
    f'<a href="/tin-a{n}.html">Tin số {n} của mục này có đầu đề dài</a></h3>'
    f"<span>{n}/3/2022 09:04</span><p>{FIRST}</p></div>"
    for n in range(1, 13)
)
CHALLENGE = (
    "<html><body><script>function toHex(d){return d}document.cookie='K='+toHex('ab')+'; "
    "path=/';window.location.reload(true);</script>"
    "<noscript>Please enable javascript in your browser to access this page.</noscript></body></html>"
)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (Page(URL, b"", "text/html"), Kind.EMPTY),
        (Page(URL, b" \r\n\x00 ", "text/html"), Kind.EMPTY),
        (Page(URL, b"<html><head></head><body></body></html>", "text/html"), Kind.EMPTY),
        (Page(URL, b"%PDF-1.7 \xe2\xe3\xcf\xd3", "text/html"), Kind.BINARY),
        (Page(URL, b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "image/jpeg"), Kind.BINARY),
        (Page(URL, bytes(range(256)) * 40, "application/octet-stream"), Kind.BINARY),
        (Page(URL, b'{"a": 1}', "application/json"), Kind.OTHER),
        (Page(URL, CHALLENGE.encode(), "text/html"), Kind.BLOCK),
        (chrome("<h1>Just a moment...</h1><p>Checking your browser before accessing the site.</p>"), Kind.BLOCK),
        (chrome("<h1>Access denied</h1>", status=403), Kind.BLOCK),
        (chrome("<h1>Quá nhiều yêu cầu</h1>", status=429), Kind.BLOCK),
        (chrome("<h1>503 Service Unavailable</h1>", status=503), Kind.ERROR),
        (chrome("<h2>Không tìm thấy trang</h2><p>Trang bạn yêu cầu không tồn tại.</p>"), Kind.ERROR),
        (chrome("<h1>Thông báo</h1><p>Bài viết không tồn tại hoặc đã bị gỡ bỏ.</p>"), Kind.ERROR),
        (chrome("<h1>Page not found</h1>", title="404"), Kind.ERROR),
        (chrome("<h1>Đăng nhập</h1><p>Vui lòng đăng nhập để đọc bài này.</p><input type='password'>"), Kind.LOGIN),
        (chrome(f"<h1>Thời sự</h1>{CARDS}", title="Thời sự - Báo Mẫu"), Kind.LISTING),
        (chrome(CARDS, head='<meta property="og:type" content="website">'), Kind.LISTING),
        (chrome(f"<h1>Tin nóng</h1>{CARDS}", url="https://baomau.example/"), Kind.LISTING),
        (article(status=404), Kind.ERROR),
        (article(status=410), Kind.ERROR),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article_says_what_it_is_and_invents_nothing(page: Page, kind: Kind) -> None:
    got = extract(page)
    assert got.kind is kind
    assert (got.title, got.lead, got.blocks, got.published, got.byline, got.views) == (None, None, (), None, None, None)
    assert {problem.field: problem.reason for problem in got.problems} == {
        "title": Reason.MISSING,
        "body_text": Reason.MISSING,
    }


def test_loose_selectors_do_not_make_an_article_of_a_listing() -> None:
    loose = Layout(name="x", title="h1", body=".chinh")
    assert not extract(chrome(f"<h1>Thời sự</h1>{OTHERS}", title="Thời sự"), (loose,)).kind.is_article
    assert not extract(chrome("<h1>Tin</h1><p>Chào.</p>", url="https://baomau.example/"), (loose,)).kind.is_article


def test_a_video_and_a_gallery_are_articles_of_their_kind() -> None:
    video = article(f'<iframe src="https://video.example/1"></iframe><p align="center">Lễ thông xe</p><p>{SECOND}</p>')
    got = extract(video)
    assert (got.kind, got.title, got.body_text) == (Kind.VIDEO, TITLE, SECOND)
    pictures = "".join(
        f'<figure><img src="/anh/{n}.jpg"><figcaption>Bức ảnh thứ {n}. Ảnh: An</figcaption></figure>' for n in range(8)
    )
    got = extract(article(f"<p>{FIRST}</p>{pictures}<p>{SECOND}</p>"))
    assert (got.kind, len(got.images), got.body_text) == (Kind.GALLERY, 8, f"{FIRST}\n\n{SECOND}")


def test_an_article_about_a_missing_page_is_an_article() -> None:
    text = "Nhiều bạn đọc phản ánh khi mở cổng dịch vụ công thì thấy dòng chữ “không tìm thấy trang” suốt cả buổi sáng."
    got = extract(article(paragraphs(text, *BODY.split("\n\n"))))
    assert got.kind is Kind.ARTICLE


def test_a_brief_of_one_sentence_is_an_article() -> None:
    got = extract(article(paragraphs(SECOND)))
    assert (got.kind, got.body_text) == (Kind.ARTICLE, SECOND)


def test_a_brief_beside_long_teasers_is_an_article() -> None:
    brief = (
        f"<div><h1>{TITLE}</h1><div>29/03/2022 09:04</div><p><b>{FIRST}</b></p><p>{SECOND}</p></div><div>{CARDS}</div>"
    )
    markup = f'<html lang="vi"><head><title>{TITLE}</title></head><body><ul>{MENU}</ul><div>{brief}</div></body></html>'
    got = extract(Page(URL, markup.encode(), "text/html; charset=utf-8", FETCHED))
    assert (got.kind, got.title, got.body_text) == (Kind.ARTICLE, TITLE, SECOND)


TEASER = (
    "Cây cầu dài 120 mét nối hai bờ suối được khánh thành sáng nay trong niềm vui của hàng trăm hộ dân. "
    "Theo kế hoạch, huyện sẽ xây thêm hai cây cầu tại các xã vùng sâu, để trẻ em đi học không phải qua đò."
)


def site(url: str, content: str, head: str = "") -> Page:
    menu = "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(6))
    legal = "<footer><p>Giấy phép số 12/GP-BTTTT ngày 1/2/2020. Tổng Biên tập: Hoàng Văn Mẫu</p></footer>"
    markup = f"<html lang='vi'><head>{head}</head><body><ul>{menu}</ul><div>{content}</div>{legal}</body></html>"
    return Page(f"https://baomau.example{url}", markup.encode(), "text/html; charset=utf-8")


def cards(tag: str, count: int, *, dated: bool, texts: int = 1) -> str:
    when = "<span>2{0}/09/2025 08:00</span>" if dated else ""
    card = f"<{tag}><h3><a href='/b{{0}}.html'>Bài thứ {{0}} về cầu đường nông thôn</a></h3>{when}<p>{{1}}</p></{tag}>"
    return "".join(card.format(n, TEASER * texts) for n in range(count))


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("tag", ["div", "article", "li"])
@pytest.mark.parametrize("texts", [1, 3])
def test_teasers_however_long_are_a_listing(tag: str, texts: int, *, dated: bool) -> None:
    page = site("/phong-su", f"<h1>Phóng sự</h1>{cards(tag, 5, dated=dated, texts=texts)}")
    assert extract(page).kind is Kind.LISTING


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("life", [[TEASER], [TEASER, TEASER + "Anh sống ở xã Mẫu.", "Năm 2022 loạt bài được giải A."]])
def test_the_page_of_a_writer_is_a_listing(life: list[str], *, dated: bool) -> None:
    about = "<h1>Hà Mẫu</h1>" + "".join(f"<p>{one}</p>" for one in life)
    page = site("/tac-gia/ha-mau-12", about + cards("div", 6, dated=dated))
    assert extract(page).kind is Kind.LISTING
    profile = site("/ha-mau", about, "<meta property='og:type' content='profile'>")
    assert extract(profile).kind is Kind.LISTING


@pytest.mark.parametrize("title", ["Giới thiệu", "Điều khoản sử dụng", "Chính sách bảo mật", "Ý kiến bạn đọc"])
def test_a_page_of_the_house_is_no_article(title: str) -> None:
    text = f"<p>{TEASER}</p>" * 4
    assert extract(site("/trang", f"<h1>{title}</h1>{text}")).kind is Kind.OTHER
    assert extract(site("/b12.html", f"<h1>{title} một cây cầu mới</h1><p>14/10/2025 09:04</p>{text}")).kind.is_article


@pytest.mark.parametrize("between", ["</p><p>", "<br>"])
def test_a_poem_is_an_article(between: str) -> None:
    verses = ["Cầu vắt ngang suối Mẫu", "Em qua chợ phiên rồi", "Chiều nghiêng trên vai núi", "Gió gửi lời xa xôi"]
    verses += ["Ngày xưa đò một bến", "Nước lũ cuốn trôi chiều", "Nay nhịp cầu nối lại", "Bao mùa nhớ thương yêu"]
    text = f"<div><p>{between.join(verses)}</p></div><p><b>Hà Mẫu</b></p>"
    got = extract(site("/tho-12.html", f"<h1>Qua cầu mới</h1><p>14/10/2025 09:04</p>{text}"))
    assert (got.kind, got.title) == (Kind.ARTICLE, "Qua cầu mới")
    assert got.body_text.replace("\n\n", "\n").splitlines() == verses
    undated = site("/lien-he", f"<h1>Qua cầu mới</h1>{text}")
    assert extract(undated).kind is Kind.OTHER


def test_an_article_without_a_date_before_a_list_is_one() -> None:
    text = "".join(f"<p>{TEASER} Đoạn {n}.</p>" for n in range(5))
    assert extract(
        site("/b12.html", f"<h1>Cầu mới ở xã Mẫu</h1><div>{text}</div>{cards('div', 5, dated=True)}")
    ).kind.is_article


def test_a_table_of_contents_makes_no_listing() -> None:
    steps = "".join(f"<li><a href='#p{n}'>{n}. Chuyện thứ {n} của cây cầu mới</a></li>" for n in range(6))
    text = "".join(f"<p>{TEASER} Đoạn {n}.</p>" for n in range(3))
    page = site("/b12.html", f"<div><h1>Cầu mới ở xã Mẫu</h1><p>14/10/2025 09:04</p><ul>{steps}</ul>{text}</div>")
    assert extract(page).kind is Kind.ARTICLE
