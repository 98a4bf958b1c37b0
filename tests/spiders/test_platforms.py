"""A platform without a newspaper of its own here yet is held to an invented page in its makers' markup."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.platforms.content_fck import ContentFck
from archiver.crawl.platforms.epi import Epi
from archiver.crawl.platforms.mediatech import Mediatech
from archiver.crawl.platforms.onecms import OneCms
from archiver.crawl.platforms.vnpt import Vnpt

URL = "https://baomau.example/bien-ho-mua-sen-88701.html"
PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="author" content="MEDIATECH">
<title>Biển Hồ mùa sen</title><link rel="canonical" href="https://baomau.example/bien-ho-mua-sen-88701.html">
<meta property="og:title" content="Biển Hồ mùa sen"><meta property="og:type" content="website">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Biển Hồ mùa sen", "datePublished": "2026-06-10 07:15:00", "dateModified": "2026-06-10T00:15:00.000000Z",
"author": {"@type": "Person", "name": "bientap07"}, "articleSection": "Du lịch "}</script></head><body>
<section class="page-info d-none"><div id="cate-title">Du lịch /</div><div id="post-id">88701</div></section>
<header><ul class="navbar-nav"><li>Thứ 6 ngày 12/06/2026</li><li>Hotline: <a href="tel:0900">0900</a></li></ul></header>
<div class="main-content"><div class="head-main"><ol class="breadcrumb"><li><a href="/du-lich">Du lịch </a></li></ol>
<div class="title-time ml-auto">Thứ 6, 12/06/2026 18:38 [(GMT +7)]</div></div>
<div class="main-left"><div class="content-article livenews">
<h1 class="name font1"> Biển Hồ mùa sen </h1>
<div class="date font5">Thứ 4, 10/06/2026 | 07:15:00 [GMT +7] <span class="d-inline"><span>A</span>&nbsp;</span></div>
<div class="social mt-2"><div class="print_page"><span data-url="/print/news/67850">In</span></div>
<a class="google-news" href="https://news.google.com/x">Theo dõi MẪU trên Google News</a></div>
<div class="detail auto-gallery font3 mt-3" id="content-detail">
<p class="sapo">Tháng sáu, sen nở kín mặt hồ, khách ghé từ tinh mơ.</p>
<div class="wp-caption aligncenter"><img src="https://media.baomau.example/sen.jpg" alt=""><p class="wp-caption-text">
<span>Hái sen buổi sớm. Ảnh: T.L</span></p></div>
<p>Từ 4 giờ sáng, hơn chục chiếc xuồng đã ra giữa hồ. Mỗi xuồng hái chừng 300 bông, kịp chuyến xe đầu tiên.</p>
<p>Bà Năm Thơm nói: “Sen hái trễ, nắng lên là héo, bán không ai mua”.</p>
<div class="author"><strong>Tâm Lê</strong></div></div>
<div class="topics"></div><div class="relates"><a href="/hat-sen-say-88650.html">Hạt sen sấy</a></div>
<section class="box-comments"><h3>Ý kiến (<span class="total-comment"></span>)</h3></section></div>
<div class="block-content"><h2>Cùng chuyên mục</h2><article class="card"><h3><a href="/x-88699.html">Chợ quê</a></h3>
<time class="card-time">14:29 | 01/06/2026</time></article></div></div></div></body></html>"""


def a_newspaper_on(platform: type[NewspaperSpider]) -> Newspaper:
    class BaoMau(platform):  # type: ignore[valid-type, misc]  # a class made in a test
        name = "baomau"
        newspaper = "Báo Mẫu"
        province = "Mẫu"
        domains = ("baomau.example",)

    paper: Newspaper = BaoMau.definition()
    return paper


def test_mediatech_is_read_by_its_layout() -> None:
    got = extract(Page(URL, PAGE.encode(), "text/html; charset=utf-8"), Mediatech.layouts)
    record = got.record()
    assert got.layout == "mediatech"
    assert record["title"] == "Biển Hồ mùa sen"
    assert record["lead"] == "Tháng sáu, sen nở kín mặt hồ, khách ghé từ tinh mơ."
    assert record["published_at"] == "2026-06-10T07:15:00+07:00"
    assert record["authors"] == ["Tâm Lê"]
    assert record["body_text"] == (
        "Từ 4 giờ sáng, hơn chục chiếc xuồng đã ra giữa hồ. Mỗi xuồng hái chừng 300 bông, kịp chuyến xe đầu tiên.\n\n"
        "Bà Năm Thơm nói: “Sen hái trễ, nắng lên là héo, bán không ai mua”."
    )
    assert record["view_count"] is None


@pytest.mark.parametrize("platform", [OneCms, Epi, ContentFck, Vnpt, Mediatech])
def test_a_newspaper_on_a_platform_is_a_few_lines(platform: type[NewspaperSpider]) -> None:
    paper = a_newspaper_on(platform)
    assert paper.platform == platform.platform == platform.__module__.rsplit(".", 1)[-1]
    assert paper.layouts == tuple(platform.layouts)
    assert paper.evidence.endswith("not seen live")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://baomau.example/bien-ho-mua-sen-88701.html", "88701"),
        ("https://baomau.example/print/news/67850", None),
        ("https://baomau.example/du-lich", None),
        ("https://baomau.example/rss/news/ban-doc.rss", None),
    ],
)
def test_addresses_of_mediatech(url: str, key: str | None) -> None:
    assert a_newspaper_on(Mediatech).article_key(url) == key
