"""Which section a page says that its article stands in, in the forms of many content systems."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.text import fold
from tests.core.pages import TITLE, URL, article

HEAD = f"<title>{TITLE} | Báo Mẫu</title>"
H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    "title",
    [
        f'<div class="cat-links"><a href="/chuyen/nong-thon" rel="category tag">Nông thôn</a></div>{H1}',
        f'{H1}<dl><dd>Chuyên mục: <a href="/index.php/nong-thon">Nông thôn</a></dd></dl>',
        f"{H1}<p>Mục: Nông thôn</p>",
        f"{H1}<p><b>Hà Mẫu</b><span>Chuyên mục: <a href='/nt'>Nông thôn</a></span></p>",
        f'{H1}<p><a href="/nong-thon.html">Nông thôn</a> | 29/03/2022 09:04 | In bài</p>',
        f'<nav>Trang chủ / <a href="/nt">Nông thôn</a></nav>{H1}',
        f'<nav aria-label="breadcrumb"><a href="/">Trang chủ</a><a href="/nt">Nông thôn</a></nav>{H1}',
        f'<p><a href="/">Trang chủ</a> » Nông thôn</p>{H1}',
        f'<p><a href="/">Trang chủ</a> &gt; <a href="/nt">Nông thôn</a> &gt; Chi tiết</p>{H1}',
        f'<a href="/?cat=3">Nông thôn</a>{H1}<p><a href="/?cat=3">Nông thôn</a></p>',
        f"{H1}<ul><li>29/03/2022 09:04</li><li><a href='/nong-thon/'>Nông thôn</a></li><li>3 phút đọc</li></ul>",
        f'{H1}<div><span>12 lượt xem</span><a href="/c12/nong-thon">Nông thôn</a><time>29/03/2022 09:04</time></div>',
        f'<ul><li><a href="/">Trang nhất</a></li><li><a href="/nt">Nông thôn</a></li></ul>{H1}',
        f'<div class="breadcrumb"><a href="/">Trang chủ</a> <a href="/nt">Nông thôn</a> <span>{TITLE}</span></div>{H1}',
    ],
)
def test_a_section_is_read_where_the_page_names_it(title: str) -> None:
    assert extract(article(title=title)).section == "Nông thôn"


@pytest.mark.parametrize(
    "title",
    [
        H1,
        f'{H1}<p><a href="/tac-gia/ha-my">Hà My</a> | 29/03/2022 09:04</p>',
        f'{H1}<p><a href="/le-van-mau">Lê Văn Mẫu</a> <a href="/in-bai-a12">In bài</a> 29/03/2022 09:04</p>',
        f'<p><a href="/">Trang chủ</a> <a href="/lien-he">Liên hệ</a></p>{H1}',
        f'<table><tr><td><ul><li><a href="/a">Nông thôn</a></li><li><a href="/b">Y tế</a></ul></td></tr></table>{H1}',
        f'<p><a href="/dang-nhap">Đăng nhập</a></p>{H1}<p><a href="/dang-nhap">Đăng nhập</a> 29/03/2022 09:04</p>',
        f'{H1}<p><a href="/anh-tu">@anh tu</a> | 29/03/2022 09:04</p>',
        f'{H1}<p>Sáng 29/3, <a href="/cau-treo">cầu treo</a> cũ được tháo dỡ để nhường chỗ cho công trình mới này.</p>',
    ],
)
def test_no_section_is_invented(title: str) -> None:
    assert extract(article(title=title)).section is None


@pytest.mark.parametrize("href", ["mailto:bbt@baomau.example", "tel:0900", "JavaScript:to()", "#nong-thon"])
def test_a_link_that_leads_to_no_page_names_no_section(href: str) -> None:
    link = f'<a href="{href}">Nông thôn</a>'
    for title in (f"{H1}<p>{link} | 29/03/2022 09:04</p>", f"<div>{link}</div>{H1}"):
        assert extract(article(title=title)).section is None
        assert extract(article(title=title, after=f"<nav>{link}</nav>", head=HEAD)).section is None


def test_a_link_whose_address_is_none_does_no_harm() -> None:
    link = '<a href="http://[x/nong-thon">Nông thôn</a>'
    got = extract(article(title=f"{link}{H1}<p>{link} | 29/03/2022 09:04</p>", after=link))
    assert (got.title, got.sources.get("section")) == (TITLE, "general link before the title")


def test_a_category_below_the_text_files_the_article() -> None:
    after = '<div class="entry-end">Đăng trong <a href="/c/nong-thon" rel="category tag">Nông thôn</a></div>'
    assert extract(article(after=after)).section == "Nông thôn"


def test_what_follows_the_text_files_the_article_too() -> None:
    line = '<div>29/03/2022 09:04 | <a href="/nong-thon">Nông thôn</a> | 12 lượt xem</div>'
    assert extract(article(date="", after=line)).section == "Nông thôn"
    assert extract(article(date="", after="<div>Chuyên mục: Y tế</div>")).section == "Y tế"
    card = f'<h3><a href="/b.html">Bài thứ hai về cầu đường nông thôn</a></h3>{line}'
    assert extract(article(after=card)).section is None


def crumbs(*names: str) -> str:
    """A breadcrumb of links, and the heading below it."""
    links = "".join(f'<a href="/muc/{at}">{name}</a> ' for at, name in enumerate(names))
    return f'<div class="breadcrumb"><a href="/">Trang chủ</a> {links}</div>{H1}'


NO_SECTIONS = (
    f"{TITLE[:30]}...", f"{TITLE[:12]}…", TITLE[:22], TITLE[:34], "Chi tiết", "Tin tức chi tiết", "Chi tiết tin",
    "Báo Mẫu", "BÁO MẪU", "Báo Mẫu điện tử", "baomau.example",
)  # fmt: skip


@pytest.mark.parametrize("last", NO_SECTIONS)
def test_the_title_the_site_and_a_word_for_this_page_are_no_sections(last: str) -> None:
    named = f'<div class="category"><a href="/muc/1">{last}</a></div>{H1}'
    line = f'<p><a href="/">Trang chủ</a> » {last}</p>{H1}'
    beside = f'{H1}<p><a href="/muc-1">{last}</a> | 29/03/2022 09:04</p>'
    for title in (crumbs(last), named, line, f"{H1}<p>Chuyên mục: {last}</p>", beside):
        assert extract(article(title=title, head=HEAD)).section is None
    stated = f'{HEAD}<meta property="article:section" content="{last}">'
    assert extract(article(head=stated)).section is None
    assert extract(article(title=crumbs("Nông thôn", last), head=HEAD)).section == "Nông thôn"
    assert (
        extract(article(title=crumbs(last), head=f'{HEAD}<meta property="article:section" content="Y tế">')).section
        == "Y tế"
    )


def test_a_stated_breadcrumb_ends_before_the_title() -> None:
    names = ["Báo Mẫu", "Nông thôn", f"{TITLE[:20]}..."]
    items = ",".join(f'{{"@type":"ListItem","position":{at},"name":"{name}"}}' for at, name in enumerate(names))
    ld = f'{{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[{items}]}}'
    head = f'{HEAD}<script type="application/ld+json">{ld}</script>'
    assert extract(article(head=head)).section == "Nông thôn"


def test_a_section_with_which_the_title_begins_is_one() -> None:
    assert extract(article(title=crumbs("Cầu mới"), head=HEAD)).section == "Cầu mới"


BEGUN = {
    "Xây dựng nông thôn mới": "Xây dựng nông thôn mới ở Mẫu Sơn",
    "Học tập và làm theo Bác": "Học tập và làm theo Bác ở xã Mẫu Sơn",
    "Phòng, chống dịch COVID-19": "Phòng, chống dịch COVID-19 ở xã Mẫu Sơn",
    "Đại hội Đảng các cấp": "Đại hội Đảng các cấp: Bước chuẩn bị kỹ",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách của Bác": (
        "Học tập và làm theo tư tưởng, đạo đức, phong cách của Bác ở một xã vùng cao"
    ),
}


@pytest.mark.parametrize(("name", "title"), BEGUN.items())
def test_a_long_section_with_which_the_title_begins_is_one_where_it_is_linked_or_stated(name: str, title: str) -> None:
    h1, head = f"<h1>{title}</h1>", f"<title>{title} | Báo Mẫu</title>"
    for href in ("/chuyen-muc/s12", f"/{fold(name).replace(', ', '-').replace(' ', '-')}"):
        crumb = f'<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="{href}">{name}</a></div>{h1}'
        assert extract(article(title=crumb, head=head)).section == name
    stated = f'{head}<meta property="article:section" content="{name}">'
    menu = f'<nav><ul><li><a href="/m/1">Y tế</a></li><li><a href="/m/2">{name}</a></li></ul></nav>'
    assert extract(article(title=h1, head=stated, after=menu)).section == name
    if len(name) < 30:
        assert extract(article(title=h1, head=stated)).section == name
    own = f'<nav>Trang chủ / <a href="/c/1">Y tế</a> / <a href="{URL}">{title[:34]}</a></nav>{h1}'
    assert extract(article(title=own, head=head)).section == "Y tế"


@pytest.mark.parametrize(("name", "host"), [("Giáo dục", "giaoduc.vn"), ("Lao động", "laodong.vn")])
def test_a_section_that_the_site_is_called_after_is_one_where_it_is_linked_as_one(name: str, host: str) -> None:
    crumb = f'<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="/{{}}">{name}</a></div>{H1}'
    url = f"https://{host}/thoi-su/cau-moi-a12.html"
    assert extract(article(title=crumb.format("chuyen-muc/12"), url=url)).section == name
    assert extract(article(title=crumb.format("trang/12"), url=url)).section is None


def test_a_layout_that_names_the_breadcrumb_takes_its_last_section() -> None:
    layout = Layout(name="2024", title="h1", body=".than", section=".breadcrumb a")
    for last in NO_SECTIONS:
        page = article(title=crumbs("Nông thôn", last), head=HEAD)
        assert extract(page, [layout]).section == "Nông thôn"
        assert extract(article(title=crumbs(last), head=HEAD), [layout]).section is None
