"""Pages that were made to hurt: each is read or refused within seconds of processor time."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, product

import pytest

from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.page import Page
from archiver.core.tree import links, parse, text_of
from archiver.core.values import Reason
from tests.core.pages import TITLE, article

START = article().body.replace(b"</body>\n</html>", b"")  # libxml2 reads nothing behind the end of a page
SECONDS = 5.0  # half of what issue 3 allows for 5 MB; measured 0.05 to 1.6
MEGABYTES = 60  # beyond the 45 of the process; measured 0 to 21, and 102 to 131 before pages were cut

NEWS = b"<div itemscope itemtype='https://schema.org/NewsArticle'>"
COUNTS = b"<script>" + b'{"viewCount":1,' * 1300 + b"</script>"


def many(form: bytes, times: int) -> bytes:
    """The form with a word of its own for each time: "Trần Văn Baa"."""
    words = ("".join(letters).capitalize().encode() for letters in product("abcdefghijklmnopqrst", repeat=4))
    return b"".join(form.replace(b"{}", word) for word in islice(words, times))


PAGES = {
    "counts in many scripts": START + COUNTS * 250,
    "stated authors": START + many("<meta name='author' content='Trần Văn {}'>".encode(), 80_000),
    "stated titles": START + many(b"<meta property='og:title' content='Cau {} - {} - x'>", 60_000),
    "stated names of the site": START
    + many("<meta name='author' content='Lê {}'><meta property='og:site_name' content='Báo {}'>".encode(), 30_000),
    "stated sections": START + many(b"<meta property='article:section' content='Muc {}'>", 80_000),
    "authors of JSON-LD": START
    + b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":['
    + b",".join([b"[" + many('"Trần Văn {}",'.encode(), 100)[:-1] + b"]"] * 400)
    + b"]}</script>",
    "properties": START + NEWS + many(b"<span itemprop='author'>Tran {}</span>", 90_000),
    "properties within properties": START + NEWS + b"<div itemprop='author'>" * 380 + b"x y z " * 700_000,
    "scopes": START + NEWS * 300 + b"<span itemprop='author' itemscope><b>x</b></span>" * 30_000,
    "counts of comments": START + b"<div data-comments='x'>1</div>" * 90_000,
    "deep nesting around the article": b"<html><body>" + b"<div>" * 200_000 + START + b"</div>" * 200_000,
    "deep nesting after it": START + b"<font><b>" * 150_000,
    "100,000 attributes": b"<html><body " + b" ".join(b"a%d=x" % n for n in range(100_000)) + b">" + START,
    "100,000 quoted attributes": b"<body><p " + b" ".join(b'a%d="<>"' % n for n in range(100_000)) + b">" + START,
    "attributes without values": START + b"<p a b c d e f g h i j k l m n o p q r s t u v w x y z>" * 60_000,
    "endless entities": START + b"<p>" + b"&amp;" * 800_000,
    "nested entities": START + b"<meta property='og:title' content='" + b"&amp;amp;" * 300_000 + b"'>",
    "open brackets": START + b"<" * 3_000_000,
    "open tags": START + b"<a" * 2_000_000,
    "open quotes": START + b'<a"' * 1_000_000,
    "an attribute without end": START + b'<a href="' + b"x" * 4_000_000,
    "paragraphs": START + b"<p>x" * 500_000,
    "dates": START + b"<div>12/3/2022 09:04</div>" * 80_000,
    "links": START + b"<a href='/tin'>Tieu de cua mot bai bao rat dai</a>" * 60_000,
    "tables": START + b"<table><tr><td>" * 60_000,
    "cells": START + b"<table>" + b"<tr><td>a<td>b<td>c" * 100_000,
    "lists": START + b"<ul><li>" * 60_000,
    "line breaks": START + b"<p>" + b"mot hai ba<br>" * 200_000,
    "class names": START + b"<div class='" + b"aB " * 1_000_000 + b"'>x</div>",
    "brackets of JSON": START + b"<script type='application/ld+json'>" + b"[" * 1_900_000 + b"</script>",
    "objects of JSON": START + b"<script type='application/ld+json'>" + b'{"a":' * 300_000 + b"</script>",
    "scripts without end": START + b"<script>" * 300_000,
    "white space": START + b"<p>" + b" " * 4_000_000,
    "one paragraph": START + b"<p>" + "một hai ba bốn. ".encode() * 150_000,
}


def test_what_is_hostile_stands_within_the_page() -> None:
    assert b"</html" not in START  # else nothing behind it would be read, and every page would be fast


def seconds_to_read(page: Page) -> float:
    """Processor seconds that a page takes."""
    started = time.process_time()
    extract(page)
    links(page)
    return time.process_time() - started


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """A process of its own: its peak of memory must not count against crawls that later tests run in this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_hostile_page_is_read_or_refused_in_time(name: str, apart: ProcessPoolExecutor) -> None:
    page = Page("https://baomau.example/a1.html", PAGES[name], "text/html; charset=utf-8")
    assert apart.submit(seconds_to_read, page).result(timeout=120) < SECONDS


def seconds_with_a_layout(body: bytes) -> float:
    """Processor seconds that a page takes where a layout asks for what it is full of."""
    layout = Layout(name="x", title="h1", published=".d", byline=".d", views=".d", body=".than", tags=".d", lead=".d")
    page = Page("https://baomau.example/a1.html", body, "text/html; charset=utf-8")
    started = time.process_time()
    assert extract(page, [layout]).layout == "x"
    return time.process_time() - started


@pytest.mark.parametrize(
    "body",
    [b"<b class='d'>x 12</b>" * 90_000, (b"<div class='d'>" * 390 + b"x 12 " + b"</div>" * 390) * 120],
    ids=["many", "nested"],
)
def test_a_page_full_of_what_a_layout_asks_for_is_read_in_time(body: bytes, apart: ProcessPoolExecutor) -> None:
    assert apart.submit(seconds_with_a_layout, START + body).result(timeout=120) < SECONDS


def peak_of_reading(name: str) -> float:
    """How much the peak of the process grows by reading a page, in MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    extract(Page("https://baomau.example/a1.html", PAGES[name], "text/html; charset=utf-8"))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


@pytest.mark.parametrize("name", ["deep nesting around the article", "100,000 attributes", "paragraphs", "cells"])
def test_a_hostile_page_takes_little_memory(name: str) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        assert pool.submit(peak_of_reading, name).result(timeout=120) < MEGABYTES


def test_what_follows_a_hundred_thousand_tags_is_cut_off_and_said_to_be() -> None:
    got = extract(Page(article().url, PAGES["paragraphs"], "text/html; charset=utf-8"))
    assert got.title == TITLE
    assert ("body_text", Reason.TRUNCATED) in [(one.field, one.reason) for one in got.problems]
    tree = parse(Page(article().url, PAGES["deep nesting around the article"], "text/html"))
    assert (tree.problem, TITLE in text_of(tree.body)) == (Reason.TRUNCATED, True)


def test_an_article_within_ten_thousand_elements_is_read_whole() -> None:
    page = article()
    body = page.body.replace(b'<div class="row">', b"<div>" * 10_000 + b'<div class="row">').replace(
        b"</body>", b"</div>" * 10_000 + b"</body>"
    )
    got = extract(Page(page.url, body, page.content_type, page.fetched_at))
    plain = extract(page)
    assert (got.title, got.lead, got.body_text, got.published) == (
        plain.title,
        plain.lead,
        plain.body_text,
        plain.published,
    )
