"""Which addresses are articles, and what identifies each: a table per newspaper."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.crawl.registry import load

NO_ARTICLE = None
NO_KEY = ""  # an article whose number says nothing: its identity is its address

ADDRESSES = [
    ("baodaknong", "https://baodaknong.org.vn/chinh-tri/ke-hoach-moi-92175.html", "92175"),
    ("baodaknong", "http://www.baodaknong.org.vn/xa-hoi/ke-hoach-moi-80672.html", "80672"),
    ("baodaknong", "https://baodaknong.org.vn/cong-vien-dia-chat-toan-cau-381.html?page=2", NO_ARTICLE),
    ("baodaknong", "https://baodaknong.org.vn/kinh-te/gia-ca-phe-105000.html", NO_KEY),
    ("baodaknong", "https://baodaknong.vn/khanh-thanh-cau-203947.html", "203947"),
    ("baodaknong", "https://baodaknong.vn/khanh-thanh-cau-92175.html", NO_KEY),
    ("baodaknong", "https://baodaknong.vn/kinh-te", NO_ARTICLE),
    ("baodaknong", "https://baodaknong.vn/dai-hoi-event12345.html", NO_ARTICLE),
    ("baolamdong", "https://baolamdong.vn/lang-hoa-vao-vu-359750.html", "359750"),
    ("baolamdong", "https://baolamdong.vn/thong-tin-can-biet/202405/le-ky-ket-b180e1a/", "b180e1a"),
    ("baolamdong", "https://baolamdong.vn/thong-tin-can-biet/202405/le-ky-ket-b180e1a", "b180e1a"),
    ("baolamdong", "https://baolamdong.vn/bbt/bien-xanh-130891.html", NO_KEY),
    ("baolamdong", "https://baolamdong.vn/gia-vang", NO_ARTICLE),
    ("baolamdong", "https://baolamdong.vn/rss/thoi-su", NO_ARTICLE),
    ("baonghean", "https://baonghean.vn/ben-thuyen-10230827.html", "10230827"),
    ("baonghean", "https://baonghean.vn/en/ben-thuyen-10230827.html", NO_ARTICLE),
    ("baonghean", "https://baonghean.vn/ben-thuyen-post270909.html", "post270909"),
    ("baonghean", "https://baonghean.vn/ben-thuyen-ptag.html", NO_ARTICLE),
    ("baonghean", "https://baonghean.vn/print/10230827.html", NO_ARTICLE),
    ("baolaocai", "https://baolaocai.vn/mua-nuoc-do-post404649.html", "404649"),
    ("baolaocai", "https://en.baolaocai.vn/terraced-fields-post404649.html", NO_ARTICLE),
    ("baolaocai", "https://baolaocai.vn/tu-khoa/ruong-bac-thang-tag40212.html", NO_ARTICLE),
    ("baolaocai", "https://baolaocai.vn/share404649.html", NO_ARTICLE),
    ("baocantho", "https://baocantho.com.vn/cho-noi-a196670.html", "196670"),
    ("baocantho", "https://baocantho.com.vn/print/cho-noi-a196670.html", NO_ARTICLE),
    ("baocantho", "https://baocantho.com.vn/su-kien/can-tho-nang-dong.9.html", NO_ARTICLE),
    ("baocantho", "https://baocantho.com.vn/thoi-su?p=2", NO_ARTICLE),
    ("baodaklak", "https://baodaklak.vn/tin-noi-bat/202606/khoi-cong-2887253/", "2887253"),
    ("baodaklak", "https://phuyen.baodaklak.vn/suc-khoe/202503/ky-niem-93a196a/", NO_ARTICLE),
    ("baophuyen", "https://phuyen.baodaklak.vn/suc-khoe/202503/ky-niem-93a196a/", "93a196a"),
    ("baophuyen", "https://baophuyen.vn/95/64112/ky-niem-ngay-hoi/", NO_KEY),
    ("baotayninh", "https://news.baotayninh.vn/lotus-season-88701.html", NO_ARTICLE),
    ("baotayninh", "https://baotayninh.vn/mua-sen-88701.html", "88701"),
    ("baotayninh", "https://baotayninh.vn/mua-sen-a88701.html", "a88701"),
    ("baogialai", "https://baogialai.com.vn/channel/10042/202009/mua-ho-tieu-5701797/", "5701797"),
    ("baobacninh", "https://baobacninhtv.vn/hoi-lim-postid417280.bbg", "417280"),
    ("baobacgiang", "http://baobacgiang.com.vn/bg/xa-hoi/351207/vai-thieu-vao-vu.html", "351207"),
    ("baobacgiang", "http://baobacgiang.com.vn/bg/xa-hoi/", NO_ARTICLE),
    ("baoninhbinh", "https://baoninhbinh.org.vn/trang-an-vao-hoi-260105071012345.html", "260105071012345"),
    ("baoninhthuan", "http://baoninhthuan.com.vn/diendan/103215p1c123/nho-ba-moi.htm", "103215"),
    ("baobinhdinh", "http://www.baobinhdinh.com.vn/diennuoc/2009/9/81309", "81309"),
    ("baosoctrang", "http://baosoctrang.org.vn/xa-hoi/202003/cho-noi-nga-nam-85950/", "85950"),
    ("huengaynay", "https://huengaynay.vn/festival-hue-mo-man.html", NO_KEY),
    ("huengaynay", "https://huengaynay.vn/kinh-te.html", NO_ARTICLE),
    ("baohaiduong", "https://baohaiduong.vn/vai-thieu-thanh-ha-412345.html", NO_KEY),
    ("baohaiduong", "https://baohaiduong.vn/vai-thieu-thanh-ha-vao-vu-thu-hoach.aspx", NO_KEY),
    ("baohaiduong", "https://baohaiduong.vn/tag/vai-thieu-thanh-ha-vao-vu-thu-hoach", NO_ARTICLE),
    ("baohaiduong", "https://baohaiduong.vn/upload/20210821224544.jpg", NO_ARTICLE),
    ("baodaklak", "https://baodaklak.vn/channel/3483/201512/mua-le-hoi-2418113/", "2418113"),
    ("baodaklak", "https://en.baodaklak.vn/news/202503/festival-93a196a/", NO_ARTICLE),
    ("baodaklak", "https://baodaklak.vn/khoa-hoc-cong-nghe/?paged=3", NO_ARTICLE),
    ("baodaklak", "https://baodaklak.vn/file/fb9e3a03/082021/img-5545_20210821224544.jpg", NO_ARTICLE),
]


@pytest.mark.parametrize(("name", "url", "key"), ADDRESSES, ids=lambda value: str(value)[-40:])
def test_an_address_is_an_article_or_not(name: str, url: str, key: str | None) -> None:
    registry = load(Config(home=Path("/nonexistent"), database_url="sqlite://"))
    assert registry.get(name).definition().article_key(url) == key


@pytest.mark.parametrize("name", sorted(load(Config(home=Path("/nonexistent"), database_url="sqlite://")).newspapers))
@pytest.mark.parametrize(
    "shape", ["a-", "/", "a/", "1", "a", "-1", "/202405/", "/202405/a-", "/1/1/", "g.org.vn/", "n/", "//", "http://"]
)
def test_no_address_keeps_a_pattern_busy(name: str, shape: str) -> None:
    paper = load(Config(home=Path("/nonexistent"), database_url="sqlite://")).get(name).definition()
    begun = time.process_time()
    paper.article_key(f"https://{paper.domains[0]}/" + shape * (20_000 // len(shape)))
    assert time.process_time() - begun < 0.5  # ten times what a crawl would ever ask
