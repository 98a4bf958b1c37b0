from datetime import UTC, datetime

import pytest

from archiver.core.page import Fetch
from archiver.crawl.robots import MAX_BYTES, RobotsBook, read_robots, robots_url, unreachable

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def answer(status: int, body: str = "", truncated: bool = False) -> Fetch:
    data = body.encode()
    return Fetch("https://baomau.example/robots.txt", status, (), data, data, NOW, truncated=truncated)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 302])
def test_a_host_that_cannot_say_is_left_alone(status: int) -> None:
    rules = read_robots(answer(status, "User-agent: *\nAllow: /"))
    assert not rules.allow("https://baomau.example/")
    assert str(status) in rules.refusal


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_rules_no_limits(status: int) -> None:
    assert read_robots(answer(status, "User-agent: *\nDisallow: /")).allow("https://baomau.example/a1.html")


def test_an_unreachable_host_is_left_alone() -> None:
    assert not unreachable("timeout").allow("https://baomau.example/")


def test_what_is_too_large_or_cut_says_no() -> None:
    assert read_robots(answer(200, "#" * (MAX_BYTES + 1))).refusal == "robots.txt: too large"
    assert read_robots(answer(200, "User-agent: *", truncated=True)).refusal == "robots.txt: truncated"


def test_rules_for_all_and_rules_for_us() -> None:
    rules = read_robots(
        answer(
            200,
            "User-agent: archiver\nDisallow: /rieng/\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /\n",
        )
    )
    assert rules.allow("https://baomau.example/tin-a1.html")
    assert not rules.allow("https://baomau.example/rieng/a1.html")
    assert rules.crawl_delay == 7


def test_wildcards_and_ends() -> None:
    rules = read_robots(answer(200, "User-agent: *\nDisallow: /*?trang=\nDisallow: /in/*.pdf$\n"))
    assert not rules.allow("https://baomau.example/thoi-su?trang=2")
    assert not rules.allow("https://baomau.example/in/1.pdf")
    assert rules.allow("https://baomau.example/in/1.pdf.html")


def test_sitemaps_are_absolute() -> None:
    rules = read_robots(answer(200, "Sitemap: /sitemap.xml\nSitemap: https://baomau.example/tin.xml\n"))
    assert rules.sitemaps == ("https://baomau.example/sitemap.xml", "https://baomau.example/tin.xml")


def test_a_sitemap_that_is_no_address_is_left_out() -> None:
    rules = read_robots(answer(200, "Sitemap: http://[\nSitemap: /s.xml\nUser-agent: *\nDisallow: /in/\n"))
    assert rules.sitemaps == ("https://baomau.example/s.xml",)
    assert not rules.allow("https://baomau.example/in/1")


def test_a_byte_order_mark_hides_no_rule() -> None:
    assert not read_robots(answer(200, "\ufeffUser-agent: *\nDisallow: /in/\n")).allow("https://baomau.example/in/1")


def test_many_stars_take_no_time() -> None:
    rules = read_robots(answer(200, "User-agent: *\nDisallow: /" + "*a" * 500 + "$\n"))
    assert rules.allow("https://baomau.example/" + "a" * 400 + "b")


def test_a_page_in_place_of_rules_has_none() -> None:
    assert read_robots(answer(200, "<html><body>Xin chào</body></html>")).allow("https://baomau.example/a1.html")


def test_each_host_has_its_own() -> None:
    book = RobotsBook()
    book.put("https://baomau.example/a1.html", unreachable("timeout"))
    assert book.get("https://baomau.example/other") is not None
    assert book.get("http://baomau.example/other") is None
    assert book.get("https://m.baomau.example/other") is None
    assert robots_url("https://m.baomau.example/other?x=1") == "https://m.baomau.example/robots.txt"
