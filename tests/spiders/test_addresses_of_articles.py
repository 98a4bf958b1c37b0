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
    ("baobinhdinh", "http://www.baobinhdinh.com.vn/diennuoc/2009/9/81309", NO_KEY),
    ("baobinhdinh", "https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823", "222823"),
    ("baobinhdinh", "https://baobinhdinh.vn/viewimage.aspx?imgid=141133", NO_ARTICLE),
    ("baohanam", "https://baohanam.com.vn/van-hoa/le-hoi/le-hoi-chua-long-doi-122101.html", "122101"),
    ("baokiengiang", "https://www.baokiengiang.vn/le-hoi/hoi-thi-chim-hot-17028.html", "17028"),
    ("baonamdinh", "https://baonamdinh.vn/channel/5091/201703/cai-thuoc-la-2517330/", "2517330"),
    ("baobinhphuoc", "https://baobinhphuoc.com.vn/news/200/99817/duong-ho-chi-minh", "99817"),
    ("baobinhphuoc", "http://www.baobinhphuoc.com.vn/Content/mua-dieu-chin", NO_KEY),
    ("baobinhphuoc", "https://baobinhphuoc.com.vn/news/200", NO_ARTICLE),
    ("baobinhthuan", "https://baobinhthuan.com.vn/thap-po-dam-o-tuy-phong-124375.html", "124375"),
    ("baobinhthuan", "https://baobinhthuan.com.vn/tin-tuc-binh-thuan-moi-nhat", NO_ARTICLE),
    ("baoyenbai", "http://baoyenbai.com.vn/226/147181/Kich_cau_du_lich.aspx", "147181"),
    ("baoyenbai", "http://www.baoyenbai.com.vn/rss/11.rss", NO_ARTICLE),
    ("baobacgiang", "https://baobacgiang.vn/bg2/moi-nhat/diem-du-lich-postid413098.bbg", "413098"),
    ("baobacninh", "https://baobacninh.com.vn/web/bbn/news/-/details/20182/hoi-nghi-khoa-hoc", NO_KEY),
    ("baosonla", "https://baosonla.vn/thoi-su-chinh-tri/le-hoi-ca-phe-51YnYvXDR.html", "51YnYvXDR"),
    ("huengaynay", "https://huengaynay.vn/du-lich/so-hoa-ban-do-co-163431.html", "163431"),
    ("huengaynay", "https://baothuathienhue.vn/sen-trang-ho-tinh-tam-a100343.html", "a100343"),
    ("baosoctrang", "http://baosoctrang.org.vn/xa-hoi/202003/cho-noi-nga-nam-85950/", "85950"),
    ("huengaynay", "https://huengaynay.vn/festival-hue-mo-man.html", NO_KEY),
    ("hanoimoi", "http://hanoimoi.com.vn/Tin-tuc/Thieu-nhi/592454/so-hoan-hao", NO_KEY),
    ("hanoimoi", "http://hanoimoi.com.vn/Danh-muc-tin/163/Xa-hoi", NO_ARTICLE),
    ("hanoimoi", "https://hanoimoi.vn/pho-co-vao-xuan-655432.html", "655432"),
    ("baoninhbinh", "https://baoninhbinh.org.vn/tet-thoi-bao-cap/d20230112091014465.htm", "d20230112091014465"),
    ("baotravinh", "https://travinh.baovinhlong.vn/le-hoi-ok-om-bok-a41207.html", "41207"),
    ("baotravinh", "https://baotravinh.vn/du-lich/bien-ba-dong-29810.html", NO_KEY),
    ("baotravinh", "https://www.baotravinh.vn/anh-dep-tra-vinh-9020/tag.html", NO_ARTICLE),
    ("baolaichau", "https://baolaichau.vn/chinh-tri/ky-niem-74-nam-ngay-toan-quoc-19121946-19122020", NO_KEY),
    ("baolaichau", "https://baolaichau.vn/xa-hoi/mua-nuoc-do-329216", "329216"),
    ("baolaichau", "https://baolaichau.vn/chinh-tri/xay-dung-dang", NO_ARTICLE),
    ("huengaynay", "https://huengaynay.vn/kinh-te.html", NO_ARTICLE),
    ("baohaiduong", "https://baohaiduong.vn/vai-thieu-thanh-ha-412345.html", "412345"),
    ("baohaiduong", "https://baohaiduong.vn/nong-nghiep/ty-phu-trung-ga-151256", NO_KEY),
    ("baohaiduong", "https://baohaiduong.vn/en/lychee-season-129854.html", NO_ARTICLE),
    ("baohaiduong", "https://baohaiduong.vn/chuyen-muc/kinh-te", NO_ARTICLE),
    ("baobariavungtau", "https://baobariavungtau.com.vn/kinh-te/202304/mua-ca-com-bien-ho-coc-974321/", NO_KEY),
    ("baobariavungtau", "https://baobariavungtau.com.vn/mua-ca-com-o-bien-ho-coc-ve.aspx", NO_KEY),
    ("baobariavungtau", "https://baobariavungtau.com.vn/tag/mua-ca-com-o-bien-ho-coc-ve", NO_ARTICLE),
    ("baobariavungtau", "https://baobariavungtau.com.vn/dataimages/202105/original/images1657435.jpg", NO_ARTICLE),
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
