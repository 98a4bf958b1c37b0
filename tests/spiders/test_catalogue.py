"""Every provincial newspaper has its file: held to the research's table, and to what lineage and provinces ask."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from archiver.config import Config
from archiver.core.newspaper import Basis, Newspaper
from archiver.core.provinces import MERGER, PROVINCES, unit_of
from archiver.core.values import VIETNAM
from archiver.crawl.newspaper import MERGED
from archiver.crawl.registry import Registry, load
from archiver.crawl.run import choose
from archiver.crawl.session import CrawlRequest, Session
from tests.corpora import corpora

NATIONAL = "(toàn quốc)"
HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:vn|info)\b")
FILLED = {
    "<slug>": "nguoi-giu-rung-o-suoi-lach",
    "<8-digit id>": "10230827",
    "<15 digits>": "202601050710123",
    "<7hex>": "4c1e07b",
    "<hex>": "4c1e07b",
    "<short id>": "Mqg6uNlSR",
    "<catid>": "206",
    "<cat>": "xa-hoi",
    "<YYYYMM>": "202401",
    "<id>": "130891",
    "[/<sub>]": "",
}

# What the table's patterns show as real, and addresses made of it: (newspaper, as the table says it, address, article?)
EXAMPLES = [
    ("hanoimoi", "-event<id>.html", "https://hanoimoi.vn/dai-hoi-event10001.html", False),
    ("baothaibinh", "/tin-tuc/206/140540/", "https://baothaibinh.com.vn/tin-tuc/206/140540/cho-que-vao-xuan", True),
    ("baosonla", "-Mqg6uNlSR.html", "https://baosonla.org.vn/xa-hoi/cho-phien-Mqg6uNlSR.html", True),
    ("baosonla", "/<slug>.html", "https://baosonla.vn/xay-dung-dang.html", False),
    ("baoquangninh", "-3349315.html", "https://baoquangninh.vn/cho-phien-3349315.html", True),
    ("baoquangninh", "/rss/news/ban-doc.rss", "https://baoquangninh.vn/rss/news/ban-doc.rss", False),
    ("baothanhhoa", "-244736.htm", "https://baothanhhoa.vn/cho-phien-244736.htm", True),
    ("baothanhhoa", "-114688", "https://baothanhhoa.vn/topic/dai-hoi-114688", False),
    ("baonghean", "-10230827.html", "https://baonghean.vn/cho-phien-10230827.html", True),
    ("baonghean", "-post270909.html", "https://baonghean.vn/cho-phien-post270909.html", True),
    ("baoquangnam", "/print/3021001.html", "https://baoquangnam.vn/print/3021001.html", False),
    ("baogialai", "post330384", "https://baogialai.com.vn/cho-phien-post330384.html", True),
    ("baogialai", "-5701797/", "https://baogialai.com.vn/channel/10042/202009/cho-phien-5701797/", True),
    ("baophuyen", "/95/64112/<slug>/", "https://baophuyen.vn/95/64112/cho-phien-ngay-xuan/", True),
    ("baobinhdinh", "/diennuoc/2009/9/81309", "http://www.baobinhdinh.com.vn/diennuoc/2009/9/81309", True),
    ("baoninhthuan", "/diendan/103215p1c123/", "http://baoninhthuan.com.vn/diendan/103215p1c123/cho-phien.htm", True),
    ("baobinhthuan", "baolamdong.vn/bbt/<slug>-130891.html", "https://baolamdong.vn/bbt/cho-phien-130891.html", True),
    ("baolamdong", "-277131.html", "https://baolamdong.vn/cho-phien-277131.html", True),
    ("baolamdong", "-b180e1a/", "https://baolamdong.vn/thong-tin-can-biet/202405/cho-phien-b180e1a/", True),
    ("baodaknong", "-92175.html", "https://baodaknong.org.vn/xa-hoi/cho-phien-92175.html", True),
    ("baodaknong", "-203947.html", "https://baodaknong.vn/cho-phien-203947.html", True),
    ("baodaknong", "-381.html?page=2", "https://baodaknong.org.vn/cong-vien-dia-chat-381.html?page=2", False),
    ("baodaklak", "/?paged=<n>", "https://baodaklak.vn/khoa-hoc-cong-nghe/?paged=2", False),
    ("baotuyenquang", "/chinh-tri/trang-2.html", "https://baotuyenquang.com.vn/chinh-tri/trang-2.html", False),
    ("baotayninh", "-88701.html", "https://baotayninh.vn/cho-phien-88701.html", True),
    ("baotayninh", "/print/news/<id>", "https://baotayninh.vn/print/news/67850", False),
    ("baotayninh", "old -a<id>.html", "https://baotayninh.vn/cho-phien-a130891.html", True),
    ("baohaugiang", "/thoi-su-215.html", "https://baohaugiang.com.vn/thoi-su-215.html", False),
    ("baobaclieu", "/tin-tuc/<slug>-61723.html", "http://www.baobaclieu.vn/tin-tuc/cho-phien-61723.html", True),
    ("baoangiang", "/print/<slug>.html", "https://baoangiang.com.vn/print/cho-phien-a367201.html", False),
    ("baocantho", "/?p=<n>", "https://baocantho.com.vn/thoi-su/?p=8", False),
]
SECTIONS = (
    "",
    "kinh-te",
    "kinh-te/",
    "xay-dung-dang",
    "thoi-su/trong-tinh",
    "thoi-su/?p=2",
    "xa-hoi?page=3",
    "rss/home.rss",
)


@cache
def registry() -> Registry:
    return load(Config(home=Path("/nonexistent"), database_url="sqlite://"))


PAPERS = {paper.name: paper for paper in registry().definitions()}


def rows() -> list[dict[str, str]]:
    with corpora("research", "newspapers.csv").open(encoding="utf-8") as lines:
        found = [row for row in csv.DictReader(lines) if row["province_pre_2025"] != NATIONAL]
    assert len(found) == 64
    return found


def of_row(row: dict[str, str]) -> Newspaper:
    """The newspaper of a row: the one of its name and province."""
    named = row["paper"].split(" (")[0].casefold()
    found = [
        paper
        for paper in PAPERS.values()
        if paper.title.casefold() == named and paper.province == row["province_pre_2025"]
    ]
    assert len(found) == 1, row
    return found[0]


def test_every_row_is_a_newspaper_and_every_newspaper_a_row() -> None:
    assert {of_row(row).name for row in rows()} == set(PAPERS)


def test_every_domain_of_the_table_is_its_newspapers() -> None:
    for row in rows():
        paper = of_row(row)
        own = {*paper.domains, *paper.former_domains}
        assert set(HOST.findall(row["old_domains"])) <= own, row
        now = HOST.findall(row["current_or_successor_domain"])
        if "successor" in row["current_or_successor_domain"] or paper.name in (
            "baodaknong",
            "baobinhthuan",
            "baobacgiang",
        ):
            follows = registry().owner_of(f"https://{now[-1]}/")
            assert follows is not None
            assert paper.successor == follows.name, row
        elif paper.name == "baolongan":
            assert paper.successor == "baotayninh"
        else:
            assert set(now) <= own, row


def test_every_pattern_of_the_table_is_an_article() -> None:
    asked = 0
    for row in rows():
        if "<slug>" not in row["article_url_pattern"].split("…")[0]:
            continue
        pattern = row["article_url_pattern"]
        for name, value in FILLED.items():
            pattern = pattern.replace(name, value)
        paper = of_row(row)
        host, path = re.findall(rf"([\w.]*)(/[^\s;,()|]*{FILLED['<slug>']}[^\s;,()|]*)", pattern)[0]
        assert "<" not in path, path
        url = f"https://{host or paper.domains[0]}{path}"
        owner = registry().owner_of(url)
        assert owner is not None
        assert owner.is_article_url(url), (paper.name, url)
        asked += 1
    assert asked > 45


@pytest.mark.parametrize(("name", "said", "url", "article"), EXAMPLES, ids=lambda value: str(value)[-40:])
def test_the_tables_examples(name: str, said: str, url: str, article: bool) -> None:
    row = next(row for row in rows() if of_row(row).name == name)
    assert said in " ".join(row.values())
    owner = registry().owner_of(url)
    assert owner is not None
    assert owner.is_article_url(url) is article


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_section_is_no_article(name: str) -> None:
    paper = PAPERS[name]
    for domain in (*paper.domains, *paper.former_domains):
        for section in SECTIONS:
            assert not paper.is_article_url(f"https://{domain}/{section}"), section


def test_every_province_has_a_newspaper_and_every_unit_one_that_lives() -> None:
    assert {paper.province for paper in PAPERS.values()} == set(PROVINCES)
    units = {unit_of(paper.province, MERGER) for paper in PAPERS.values() if paper.until is None}
    assert units == {province.unit for province in PROVINCES.values()}


def test_a_paper_ends_with_its_province_and_its_successor_is_of_the_unit_that_took_it_in() -> None:
    for paper in PAPERS.values():
        ended = PROVINCES[paper.province].ended
        if paper.until is not None:
            assert paper.until == MERGED == ended
        if paper.successor is not None:
            assert ended == MERGED, paper.name
            follower = PAPERS[paper.successor]
            assert follower.until is None
            assert PROVINCES[follower.province].unit == PROVINCES[paper.province].unit
        if paper.predecessor is not None:
            assert PAPERS[paper.predecessor].successor == paper.name


def chosen(on: datetime, *names: str) -> set[str]:
    session = cast("Session", SimpleNamespace(now=lambda: on))
    return {spider.name for spider in choose(registry(), CrawlRequest(names=names), session)}


def test_a_paper_that_ended_is_crawled_when_it_is_named_and_not_by_all() -> None:
    last = datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM)
    assert chosen(last) == set(PAPERS)
    ended = {paper.name for paper in PAPERS.values() if paper.until is not None}
    assert len(ended) == 25
    assert chosen(last + timedelta(minutes=1)) == set(PAPERS) - ended
    assert chosen(last + timedelta(days=300), "baohagiang", "plo") == {"baohagiang", "plo"}


def test_no_domain_belongs_to_two() -> None:
    said = Counter(domain for paper in PAPERS.values() for domain in (*paper.domains, *paper.former_domains))
    assert [domain for domain, count in said.items() if count > 1] == []
    for url, name in (
        ("https://dongkhoi.baovinhlong.vn/", "baodongkhoi"),
        ("https://phuyen.baodaklak.vn/", "baophuyen"),
    ):
        owner = registry().owner_of(url)
        assert owner is not None
        assert owner.name == name


def test_an_edition_is_not_read_as_its_mothers() -> None:
    assert not PAPERS["baodaklak"].is_article_url("https://phuyen.baodaklak.vn/kinh-te/202506/vu-muoi-4c1e07b/")
    assert not PAPERS["baovinhlong"].is_article_url("https://dongkhoi.baovinhlong.vn/kinh-te/202506/vu-muoi-4c1e07b/")


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("plo", Basis.SEEN),
        ("baocantho", Basis.SEEN),
        ("baophuyen", Basis.SEEN),
        ("baodaklak", Basis.PLATFORM),  # the page that was seen is of another newspaper below its domain
        ("baohatinh", Basis.PLATFORM),
        ("baophutho", Basis.PUBLISHED),
        ("baohaiduong", Basis.PLATFORM),
        ("baokiengiang", Basis.GENERAL),
    ],
)
def test_what_a_reading_rests_on(name: str, basis: Basis) -> None:
    assert PAPERS[name].basis is basis


def test_who_has_no_layout_invents_none() -> None:
    for paper in PAPERS.values():
        assert (paper.basis is Basis.GENERAL) == (paper.layouts == ())
        assert paper.evidence
