"""Which section a page says that its article stands in, in the forms of many content systems."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from tests.core.pages import TITLE, article

H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    "title",
    [
        f'<div class="cat-links"><a href="/chuyen/nong-thon" rel="category tag">Nông thôn</a></div>{H1}',
        f'{H1}<dl><dd>Chuyên mục: <a href="/index.php/nong-thon">Nông thôn</a></dd></dl>',
        f"{H1}<p>Mục: Nông thôn</p>",
        f'{H1}<p><a href="/nong-thon.html">Nông thôn</a> | 29/03/2022 09:04 | In bài</p>',
        f'<nav>Trang chủ / <a href="/nt">Nông thôn</a></nav>{H1}',
        f'<nav aria-label="breadcrumb"><a href="/">Trang chủ</a><a href="/nt">Nông thôn</a></nav>{H1}',
        f'<p><a href="/">Trang chủ</a> » Nông thôn</p>{H1}',
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
        f'{H1}<p>Sáng 29/3, <a href="/cau-treo">cầu treo</a> cũ được tháo dỡ để nhường chỗ cho công trình mới này.</p>',
    ],
)
def test_no_section_is_invented(title: str) -> None:
    assert extract(article(title=title)).section is None


def test_a_category_below_the_text_files_the_article() -> None:
    after = '<div class="entry-end">Đăng trong <a href="/c/nong-thon" rel="category tag">Nông thôn</a></div>'
    assert extract(article(after=after)).section == "Nông thôn"
