from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archiver.core.checks import Standing, judge
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.values import Extraction, Kind

PAPER = Newspaper(
    name="baomau",
    title="Báo Mẫu",
    province="Mẫu",
    domains=("baomau.example",),
    former_domains=("mau.example",),
    article_url=r"-a(?P<key>\d+)\.html$",
)
URL = "https://baomau.example/cau-moi-a12.html"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def fetch(status: int = 200, *headers: tuple[str, str], body: bytes = b"<p>x</p>", truncated: bool = False) -> Fetch:
    return Fetch(URL, status, headers, body, body, NOW, truncated=truncated)


def read(kind: Kind) -> Extraction:
    return Extraction(URL, kind)


@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.VIDEO, Kind.GALLERY])
def test_an_article_is_stored(kind: Kind) -> None:
    assert judge(PAPER, "article", fetch(), read(kind)).standing is Standing.STORED


@pytest.mark.parametrize(
    ("location", "standing", "reason"),
    [
        ("/", Standing.GONE, "home"),
        ("https://www.baomau.example", Standing.GONE, "home"),
        ("http://mau.example/", Standing.GONE, "home"),
        ("/moi/cau-moi-a12.html", Standing.REDIRECT, "http 301"),
        ("https://baothu.example/", Standing.REDIRECT, "http 301"),  # another's front page: the guard will refuse it
        ("/?id=7", Standing.REDIRECT, "http 301"),
        ("", Standing.FAILED, "http 301 without a place to go to"),
        ("http://[", Standing.FAILED, "http 301 without a place to go to"),
        ("javascript:alert(1)", Standing.FAILED, "http 301 without a place to go to"),
    ],
)
def test_a_redirect_is_judged_by_where_it_leads(location: str, standing: Standing, reason: str) -> None:
    verdict = judge(PAPER, "article", fetch(301, ("Location", location)), None)
    assert (verdict.standing, verdict.reason) == (standing, reason)


def test_the_front_page_may_have_a_path() -> None:
    paper = replace(PAPER, home="https://baomau.example/trang-chu")
    assert judge(paper, "article", fetch(301, ("Location", "/trang-chu/")), None).reason == "home"
    assert judge(PAPER, "article", fetch(301, ("Location", "/trang-chu/")), None).standing is Standing.REDIRECT


def test_a_source_may_redirect_to_the_front_page() -> None:
    assert judge(PAPER, "home", fetch(301, ("Location", "/")), None).standing is Standing.REDIRECT


@pytest.mark.parametrize("status", [404, 410])
def test_gone_by_status(status: int) -> None:
    assert judge(PAPER, "article", fetch(status), read(Kind.ERROR)).reason == str(status)


def test_gone_in_disguise() -> None:
    assert judge(PAPER, "article", fetch(), read(Kind.ERROR)).reason == "soft404"
    assert judge(PAPER, "article", fetch(), read(Kind.LISTING), known=True).reason == "soft404"
    assert judge(PAPER, "article", fetch(), read(Kind.LISTING)).standing is Standing.OTHER


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_challenge_is_a_wall_whatever_its_status(status: int) -> None:
    verdict = judge(PAPER, "article", fetch(status), read(Kind.BLOCK))
    assert (verdict.standing, verdict.reason, verdict.retryable) == (Standing.BLOCKED, "block", True)


def test_too_many_requests_are_no_wall() -> None:
    assert judge(PAPER, "article", fetch(429), read(Kind.BLOCK)).standing is Standing.FAILED


def test_a_challenge_in_place_of_a_feed_is_a_wall() -> None:
    assert judge(PAPER, "feed", fetch(), read(Kind.BLOCK)).standing is Standing.BLOCKED
    assert judge(PAPER, "feed", fetch(), read(Kind.OTHER)).standing is Standing.OTHER


@pytest.mark.parametrize(("status", "retryable"), [(500, True), (503, True), (429, True), (408, True), (400, False)])
def test_failures(status: int, retryable: bool) -> None:
    verdict = judge(PAPER, "article", fetch(status), None)
    assert (verdict.standing, verdict.reason, verdict.retryable) == (Standing.FAILED, f"http {status}", retryable)


def test_a_cut_or_empty_page_is_no_page() -> None:
    assert judge(PAPER, "article", fetch(truncated=True), read(Kind.ARTICLE)).reason == "truncated"
    assert judge(PAPER, "article", fetch(body=b" \n"), None).reason == "empty"
    assert judge(PAPER, "article", fetch(), read(Kind.EMPTY)).reason == "empty"


def test_not_modified_has_no_reason() -> None:
    assert judge(PAPER, "feed", fetch(304, body=b""), None) == judge(PAPER, "home", fetch(304), None)
    assert judge(PAPER, "feed", fetch(304), None).reason is None
