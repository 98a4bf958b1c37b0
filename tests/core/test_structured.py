"""What pages state for machines: every block of JSON-LD, repaired; meta, microdata, link elements."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.jsonld import json_nodes
from archiver.core.page import Page
from archiver.core.stated import Structured
from archiver.core.structured import read_structured
from archiver.core.tree import parse


def read(markup: str) -> Structured:
    return read_structured(parse(Page("https://baomau.example/a1.html", markup.encode(), "text/html; charset=utf-8")))


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Cầu mới",}',
        '{"@type": "NewsArticle", "headline": "Cầu\n mới", "x": [1, 2,],}',
        '<!-- {"@type": "NewsArticle", "headline": "Cầu mới"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Cầu mới"}\n//]]>',
        '[{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "Cầu mới"}]',
        '{"@type": "WebSite"} {"@type": "NewsArticle", "headline": "Cầu mới"}',
        '{"@graph": [{"@type": "WebSite"}, {"@type": ["Thing", "NewsArticle"], "headline": "Cầu mới"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "http://schema.org/NewsArticle", "headline": "Cầu mới"}}',
        '{"@type": "NewsArticle"\n "headline": "Cầu mới"}'.replace('"\n "', '"\n "'),
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Cầu mới&quot;}",
        '{"@type": "NewsArticle", "headline": "Cầu mới"};',
    ],
)
def test_json_ld_is_found_in_any_form(text: str) -> None:
    found = read(ld(text))
    assert found.article
    assert found.titles[0] == ("Cầu mới", "json-ld headline")


def test_a_block_that_breaks_gives_what_stands_before_the_break() -> None:
    assert [node.get("a") for node in json_nodes('{"a": 1} {"a": 2} {"a": ')] == [1, 2]
    assert json_nodes("{{{") == []
    assert json_nodes("[" * 100_000) == []


def test_an_author_is_a_person_also_where_a_graph_names_him_by_id() -> None:
    graph = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "Cầu",
                "author": [{"@id": "#an"}, "Trần Bình"],
                "publisher": {"@id": "#o"},
            },
            {"@type": "Person", "@id": "#an", "name": "Nguyễn An"},
            {"@type": "Organization", "@id": "#o", "name": "Báo Mẫu"},
        ]
    }
    found = read(ld(json.dumps(graph)))
    assert [name for name, _ in found.authors] == ["Nguyễn An", "Trần Bình"]
    assert "Báo Mẫu" in found.publishers


def test_an_organisation_is_no_author_but_a_publisher() -> None:
    found = read(ld('{"@type":"NewsArticle","headline":"Cầu","author":{"@type":"Organization","name":"Báo Mẫu"}}'))
    assert found.authors == []
    assert set(found.publishers) == {"Báo Mẫu"}


def test_counters_are_told_apart() -> None:
    statistic = [
        {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CommentAction",
            "userInteractionCount": 7,
        },
        {"@type": "InteractionCounter", "interactionType": {"@type": "ReadAction"}, "userInteractionCount": "1234"},
        {"@type": "InteractionCounter", "interactionType": {"@type": "LikeAction"}, "userInteractionCount": 99},
    ]
    found = read(ld(json.dumps({"@type": "NewsArticle", "headline": "Cầu", "interactionStatistic": statistic})))
    assert [value for value, _ in found.views] == ["1234"]
    assert [value for value, _ in found.comments] == ["7"]


def test_meta_elements_are_read_by_any_attribute_and_entities_twice() -> None:
    found = read(
        """<html lang="vi"><head><title>Cầu mới - Báo Mẫu</title>
        <meta property="og:title" content="Cầu mới"><meta name="og:site_name" content="Báo Mẫu">
        <meta itemprop="datePublished" content="2022-03-29T09:04:00&amp;#x2B;07:00">
        <meta property="article:tag" content="cầu, giao thông"><meta name="author" content="MEDIATECH">
        <link rel="canonical" href="https&#x3A;&#x002F;&#x002F;baomau.example/a1.html">
        <link rel="amphtml" href="/amp/a1.html">
        <link rel="next" href="?trang=2"></head></html>"""
    )
    assert found.published[0].value == "2022-03-29T09:04:00+07:00"
    assert [value for value, _ in found.tags] == ["cầu", "giao thông"]
    assert (found.canonical, found.amp, found.next) == ("https://baomau.example/a1.html", "/amp/a1.html", "?trang=2")
    assert (found.language, found.title_element) == ("vi", "Cầu mới - Báo Mẫu")
    assert [value for value, _ in found.titles] == ["Cầu mới", "Cầu mới - Báo Mẫu"]


def test_microdata_of_the_article_is_read_and_that_of_listed_articles_is_not() -> None:
    found = read(
        """<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Cầu mới</h1>
        <div itemprop="author" itemscope itemtype="http://schema.org/Person">
        <span itemprop="name">Nguyễn An</span></div>
        <time itemprop="datePublished" datetime="2022-03-29T09:04">sáng nay</time>
        <div itemscope itemtype="http://schema.org/NewsArticle"><h3 itemprop="headline">Tin khác</h3></div></div>"""
    )
    assert found.article
    assert [value for value, source in found.titles if source == "microdata headline"] == ["Cầu mới"]
    assert [value for value, _ in found.authors] == ["Nguyễn An"]
    assert [value for value, _ in found.published] == ["2022-03-29T09:04"]


KEYS = [
    "@type",
    "@id",
    "@graph",
    "author",
    "name",
    "headline",
    "publisher",
    "keywords",
    "interactionStatistic",
    "itemListElement",
    "datePublished",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150)
@given(JSON, st.sampled_from(["NewsArticle", "BreadcrumbList", "VideoObject", "WebPage"]))
def test_any_json_is_survived(value: object, kind: str) -> None:
    node = (
        {"headline": "x", "uploadDate": "x", "datePublished": "x", **value, "@type": kind}
        if isinstance(value, dict)
        else value
    )
    read(ld(json.dumps(node)))


def test_no_more_is_kept_of_a_statement_than_an_article_can_have() -> None:
    metas = "".join(f'<meta name="author" content="Lê Na {n}"><meta name="og:title" content="{n}">' for n in range(200))
    said = read_structured(parse(Page("https://baomau.example/a1.html", f"{metas}<title>Cầu mới</title>".encode())))
    assert (len(said.authors), said.authors[0].value) == (50, "Lê Na 0")
    assert (len(said.titles), said.titles[-1].value) == (21, "Cầu mới")


def test_a_property_around_the_whole_page_is_read_at_its_beginning() -> None:
    page = Page("https://baomau.example/a1.html", f'<div itemprop="author"><b>Lê</b> Na {"x " * 9000}</div>'.encode())
    (author,) = read_structured(parse(page)).authors
    assert author.value.startswith("Lê Na x")
    assert len(author.value) == 2000
