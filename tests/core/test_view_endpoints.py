"""Counts behind a second request: the declared address, what answers say, and where a page betrays the address."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archiver.core.errors import DefinitionError
from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.tree import parse
from archiver.core.values import Reason
from archiver.core.view_endpoints import check_template, endpoint_of, find_endpoints, read_counts

URL = "https://baomau.example/cau-moi-a9321.html"


@pytest.mark.parametrize(
    ("answer", "views", "comments"),
    [
        (b'{"id": 7, "views": 3961, "comments": 4}', 3961, 4),
        (b'{"status":"ok","data":{"ViewCount":"12.345"}}', 12345, None),
        (b'{"success":true,"data":12}', 12, None),
        (b'[{"articleId": 55, "totalView": 88}]', 88, None),
        (b'{"luot_xem": "1.234"}', 1234, None),
        ('{"lượt_xem": 77}'.encode(), 77, None),
        (b'jQuery112_33({"view_count": 41});', 41, None),
        (b'"1.234"', 1234, None),
        (b"1234", 1234, None),
        (b"\xef\xbb\xbf 1.234 \r\n", 1234, None),
        ("<span class='so'>1.234 lượt xem</span>".encode(), 1234, None),
        (b"document.write('2.718');", 2718, None),
        (b'var views_9321 = "512";', 512, None),
        (b'{"views": 0}', 0, None),
        (b'{"views": "1,2K"}', 1200, None),
        # what is no count, or not one
        (b'{"views": null}', None, None),
        (b'{"views": -3}', None, None),
        (b'{"views": true}', None, None),
        (b'{"views": 12.5}', None, None),
        (b'{"error": "not found", "code": 404}', None, None),
        (b'[{"id":1,"views":5},{"id":2,"views":6}]', None, None),
        (b'{"id": 9321}', None, None),
        (b"<!DOCTYPE html><html><body>1.234</body></html>", None, None),
        (b"", None, None),
        (b"{", None, None),
        (b"[" * 60_000, None, None),
        (b"1" * 70_000, None, None),
    ],
)
def test_what_an_answer_says(answer: bytes, views: int | None, comments: int | None) -> None:
    said = read_counts(answer)
    assert (said.views.count if said.views else None) == views
    assert said.comments == comments


@settings(max_examples=100)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_not(answer: bytes) -> None:
    said = read_counts(answer)
    assert said.views is None or said.views.count >= 0


@settings(max_examples=60)
@given(st.integers(0, 10**9 - 1), st.sampled_from(["views", "viewCount", "total_view", "hits"]))
def test_a_number_comes_back_as_it_was_said(count: int, name: str) -> None:
    for answer in (f'{{"id": 3, "{name}": {count}}}', f'cb({{"d": {{"{name}": "{count}"}}}})', str(count)):
        said = read_counts(answer.encode()).views
        assert said is not None, answer
        assert said.count == count


PAGE = etree.HTML('<div class="meta"><i class="dem" data-token="t/1 &amp;" data-id="9321"></i><i id="x"></i></div>')


@pytest.mark.parametrize(
    ("template", "key", "expected"),
    [
        ("/api/views?id={key}", "9321", "https://baomau.example/api/views?id=9321"),
        ("//api.baomau.example/v/{key}.json", "9321", "https://api.baomau.example/v/9321.json"),
        ("/dem?u={url}", None, "https://baomau.example/dem?u=https%3A%2F%2Fbaomau.example%2Fcau-moi-a9321.html"),
        ("/dem/{attr:.dem@data-id}?t={attr:.dem@data-token}", None, "https://baomau.example/dem/9321?t=t%2F1%20%26"),
        ("/api/views?id={key}", None, None),
        ("/dem/{attr:.dem@data-no}", "9321", None),
        ("/dem/{attr:#x@data-id}", "9321", None),
    ],
)
def test_the_declared_address_is_filled_in(template: str, key: str | None, expected: str | None) -> None:
    check_template(template)
    got = endpoint_of(template, PAGE, base=URL, url=URL, key=key)
    assert got == expected or (expected is not None and got == expected.replace("%3A", ":").replace("%2F", "/"))


@pytest.mark.parametrize("wrong", ["/api/views", "/v?id={id}", "/v?id={attr:.dem}", "/v?id={attr:[[@x}", "/{key}{"])
def test_a_declaration_that_cannot_work_is_refused(wrong: str) -> None:
    with pytest.raises(DefinitionError):
        check_template(wrong)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<script>$.getJSON('/api/views?id=9321',function(d){})</script>", "/api/views?id={key}"),
        ('<script>fetch("/ajax/luotxem.ashx?id=" + 9321)</script>', "/ajax/luotxem.ashx?id={key}"),
        ("<script>var newsId = '9321'; $.post('/dem/pageview?id=' + newsId);</script>", "/dem/pageview?id={key}"),
        ('<script>o={url:"\\/service\\/hits\\/9321.json"}</script>', "/service/hits/{key}.json"),
        ('<b data-url="/counter/9321"></b>', "/counter/{key}"),
        ('<script src="/view-count.js?article=9321"></script>', "/view-count.js?article={key}"),
        (
            '<b class=views data-nid="x-77"></b><script>get("/xem/views?n=x-77")</script>',
            "/xem/views?n={attr:[data-nid]@data-nid}",
        ),
        # none of these is one
        ("<script>$.getJSON('/api/related?id=9321')</script>", None),
        ("<script>$.getJSON('/api/views?id=55')</script>", None),
        ("<script>$.getJSON('/api/comment-count?id=9321')</script>", None),
        ("<script>$.getJSON('https://stats.example.org/hits?id=9321')</script>", None),
        ("<p>/api/views?id=9321</p>", None),
    ],
)
def test_where_a_page_betrays_the_address(markup: str, expected: str | None) -> None:
    page = f"<html><body><h1>Cầu mới</h1>{markup}</body></html>".encode()
    found = find_endpoints(parse(Page(URL, page)), url=URL, key="9321")
    assert found == ([expected] if expected else [])
    for template in found:
        check_template(template)


def article(extra: str = "", **layout: Any) -> Any:
    text = "<p>Sáng nay, người dân hai bờ suối đã đi qua cây cầu mới sau hai năm chờ đợi.</p>" * 4
    body = f"<html><h1>Cầu mới thông xe</h1><div class=d>29/03/2022 09:04</div>{extra}<div class=c>{text}</div></html>"
    paper = Newspaper(
        name="baomau",
        title="Báo Mẫu",
        province="Mẫu",
        domains=("baomau.example",),
        article_url=r"-a(?P<key>\d+)\.html$",
        layouts=(Layout(name="a", title="h1", body=".c", published=".d", **layout),),
    )
    return extract(Page(URL, body.encode()), newspaper=paper)


def test_a_page_says_where_its_count_is() -> None:
    read = article(views_url="/api/views?id={key}")
    assert read.views_url == "https://baomau.example/api/views?id=9321"
    assert ("view_count", Reason.BEHIND_REQUEST) in [(p.field, p.reason) for p in read.problems]


def test_a_count_that_is_printed_needs_no_request() -> None:
    read = article("<i class=v>12 lượt xem</i>", views=".v", views_url="/api/views?id={key}")
    assert (read.views.count, read.views_url) == (12, None)
    assert article().views_url is None


def test_a_page_full_of_addresses_and_values_is_searched_in_time() -> None:
    many = b"".join(b'<b data-view-id="a%d" data-u="/views?x=%d">x</b>' % (n, n + 70_000) for n in range(20_000))
    tree = parse(Page("https://baomau.example/x-a12.html", b"<html><body>" + many))
    started = time.process_time()
    assert find_endpoints(tree, url="https://baomau.example/x-a12.html", key="12") == []
    assert time.process_time() - started < 3
