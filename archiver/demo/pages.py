"""The pages of the sample newspaper, in the form that provincial papers had about 2022."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from archiver.demo.content import DESKS, Article, articles, evening, pick
from archiver.demo.material.desk import Desk

TITLE = "Báo Mẫu"
PER_PAGE = 8
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
STYLE = """
body{font:16px/1.5 Georgia,serif;margin:0 auto;max-width:1060px;color:#222}a{color:#8c1d18;text-decoration:none}
.top{display:flex;justify-content:space-between;align-items:baseline;border-bottom:3px solid #8c1d18;padding:12px 0}
.logo{font-size:34px;font-weight:bold}.menu{list-style:none;display:flex;gap:24px;padding:0}.cols{display:flex;gap:32px}
.main{flex:3}.side{flex:1;font-size:14px}.ngay,.dong-ho,.bl-ngay{color:#777;font-size:14px}.tom-tat{font-weight:bold}
.anh{margin:12px auto}.chu-thich{font-style:italic;font-size:14px;text-align:center}
.lien-quan{background:#f4efe6;padding:8px 16px}
.luot{color:#777}.chan{border-top:1px solid #ccc;margin-top:32px;padding:12px 0;font-size:13px}
"""


def stamp(moment: datetime) -> str:
    """A moment as the newspaper prints it.

    >>> from datetime import datetime
    >>> stamp(datetime(2022, 3, 29, 9, 4))
    '29/03/2022 | 09:04 GMT+7'
    """
    return f"{moment:%d/%m/%Y | %H:%M} GMT+7"


def article_page(day: int, article: Article, base: str) -> str:
    """The page of one article: beside its own text there is everything that a reader must not take for it."""
    body = [f"<p>{_text(paragraph)}</p>" for paragraph in article.paragraphs]
    body.insert(1, _picture(article))
    body.insert(3, _related(day, article))
    body.append(f'<p style="text-align:right"><strong>{_text(article.byline)}</strong></p>')
    tags = ", ".join(f'<a href="/tim-kiem?q={escape(tag)}">{_text(tag)}</a>' for tag in article.tags)
    section = f'<a class="muc" href="/{article.section.slug}/">{article.section.name}</a>'
    main = f"""
<div class="vi-tri"><a href="/">Trang chủ</a> › {section}</div>
<h1 class="tieu-de">{_text(article.title)}</h1>
<div class="ngay">Cập nhật ngày: {stamp(article.published)}</div>
<p class="tom-tat">{_text(article.lead)}</p>
<div class="noi-dung">
{chr(10).join(body)}
</div>
<div class="luot">{article.views:,}</div>
<div class="tu-khoa">Từ khóa: {tags}</div>
{_comments(article)}"""
    head = f"""
<meta name="description" content="{escape(article.lead)}">
<link rel="canonical" href="{base}{article.path}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(article.title)}">
<meta property="og:image" content="{base}{picture_path(article)}">"""
    return _frame(day, f"{article.title} - {TITLE}", head, main)


def section_page(day: int, desk: Desk, number: int) -> str | None:
    """One page of a section's list, newest first; None where the section has no such page."""
    found = [article for article in articles(day) if article.section.slug == desk.slug]
    pages = (len(found) + PER_PAGE - 1) // PER_PAGE
    if not 1 <= number <= pages:
        return None
    items = "\n".join(_item(article) for article in found[(number - 1) * PER_PAGE : number * PER_PAGE])
    numbers = [
        f'<a href="/{desk.slug}/?page={i}">{i}</a>' if i != number else f"<b>{i}</b>" for i in range(1, pages + 1)
    ]
    further = f'<a rel="next" href="/{desk.slug}/?page={number + 1}">Trang sau »</a>' if number < pages else ""
    main = f'<h2 class="ten-muc">{desk.name}</h2>\n{items}\n<div class="trang">{" ".join(numbers)} {further}</div>'
    return _frame(day, f"{desk.name} - {TITLE}", "", main)


def home_page(day: int) -> str:
    """The front page: the four newest of each section."""
    parts = []
    for desk in DESKS:
        newest = [article for article in articles(day) if article.section.slug == desk.slug][:4]
        parts.append(f'<h2><a href="/{desk.slug}/">{desk.name}</a></h2>\n' + "\n".join(_item(a) for a in newest))
    return _frame(day, f"{TITLE} - tin tức trong tỉnh", "", "\n".join(parts))


def missing_page(day: int) -> str:
    """What the newspaper shows where nothing stands."""
    text = "<h2>Không tìm thấy trang</h2>\n<p>Bài viết không tồn tại hoặc đã được gỡ bỏ.</p>"
    return _frame(day, f"Không tìm thấy trang - {TITLE}", "", text)


def picture_path(article: Article) -> str:
    """Where the article's picture lies below the newspaper's address."""
    return f"/anh/{article.published:%Y/%m}/{article.key}.png"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _item(article: Article) -> str:
    return f"""<div class="tin"><h3><a href="{article.path}">{_text(article.title)}</a></h3>
<span class="bl-ngay">{article.published:%d/%m/%Y}</span><p>{_text(article.lead)}</p></div>"""


def _picture(article: Article) -> str:
    return f"""<table class="anh"><tr><td><img src="{picture_path(article)}" width="480" height="270" alt=""></td></tr>
<tr><td class="chu-thich">{_text(article.caption)}</td></tr></table>"""


def _related(day: int, article: Article) -> str:
    others = [
        other for other in articles(day) if other.section.slug == article.section.slug and other.key != article.key
    ]
    start = pick(article.key, "related", max(1, len(others) - 3))
    return _links("lien-quan", "Tin liên quan", others[start : start + 3])


def _links(css: str, heading: str, found: Sequence[Article]) -> str:
    items = "\n".join(
        f'<li><a href="{a.path}">{_text(a.title)}</a> <span class="bl-ngay">({a.published:%d/%m/%Y})</span></li>'
        for a in found
    )
    return f'<div class="{css}"><b>{heading}</b>\n<ul>\n{items}\n</ul></div>'


def _comments(article: Article) -> str:
    written = "\n".join(
        f'<div class="bl"><b>{_text(c.name)}</b> <span class="bl-ngay">{stamp(c.at)}</span><p>{_text(c.text)}</p></div>'
        for c in article.comments
    )
    count = f'<div class="bl-so">Bình luận (<span>{len(article.comments)}</span>)</div>' if article.comments else ""
    return f"""<div class="binh-luan"><h3>Viết bình luận mới</h3>
<form action="/gui-binh-luan" method="post"><input name="ten" placeholder="Họ tên"><textarea name="y"></textarea></form>
{count}
{written}</div>"""


def _frame(day: int, title: str, head: str, main: str) -> str:
    """What stands around every page: menu, clock, the list of what is read most, and the imprint."""
    now = evening(day)
    menu = "".join(f'<li><a href="/{desk.slug}/">{desk.name}</a></li>' for desk in DESKS)
    most = sorted(articles(day), key=lambda article: (-article.views, article.key))[:5]
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{_text(title)}</title>{head}
<link rel="alternate" type="application/rss+xml" title="{TITLE}" href="/rss.xml">
<style>{STYLE}</style>
</head>
<body>
<div class="top"><a class="logo" href="/">BÁO MẪU</a>
<span class="dong-ho">{WEEKDAYS[now.weekday()]}, {stamp(now)}</span></div>
<ul class="menu"><li><a href="/">Trang chủ</a></li>{menu}<li><a href="/tim-kiem">Tìm kiếm</a></li></ul>
<div class="cols">
<div class="main">{main}
</div>
<div class="side">{_links("doc-nhieu", "Đọc nhiều nhất", most)}</div>
</div>
<div class="chan">Báo Mẫu – trang báo minh họa, mọi nhân vật và sự việc đều được dựng lên.
Tổng biên tập: Nguyễn Văn Mẫu. Giấy phép số 00/GP-MẪU ngày 01/01/2022. Điện thoại: 000 0000 000.</div>
</body>
</html>
"""
