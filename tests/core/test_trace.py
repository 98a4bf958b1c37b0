"""Why a page was read as it was."""

from __future__ import annotations

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.trace import Trace
from tests.core.pages import PARAGRAPHS, TITLE, article, paragraphs

HEAD = (
    f'<title>{TITLE} | Báo Mẫu</title><meta property="og:title" content="Cầu mới thông xe">'
    '<meta name="author" content="mediatech">'
    '<meta property="article:published_time" content="2022-03-29T09:04:37+07:00">'
)


def told(page: Page) -> Trace:
    trace = Trace()
    assert extract(page, explain=trace) == extract(page), "asking why changes nothing"
    return trace


def taken(trace: Trace, field: str) -> list[str]:
    return [one.source for one in trace.of(field) if one.taken]


def test_every_candidate_is_told_and_the_winner_marked() -> None:
    body = paragraphs(*PARAGRAPHS) + '<p style="text-align: right"><strong>Nguyễn An</strong></p>'
    trace = told(article(body, head=HEAD))
    assert taken(trace, "title") == ["general h1"]
    assert {one.source for one in trace.of("title")} >= {"general h1", "meta og:title", "title element"}
    assert taken(trace, "authors") == ["general line at the end of the body"]
    assert [one.why for one in trace.of("authors") if one.raw == "mediatech"] == ["names no person, or the site itself"]
    assert {one.source for one in trace.of("published_at")} >= {"meta article:published_time"}
    assert len(taken(trace, "body_text")) == 1
    assert taken(trace, "kind") == [""]


def test_what_was_not_found_has_its_reason() -> None:
    trace = told(article(date="", lead=""))
    assert [(one.raw, one.why) for one in trace.of("published_at")] == [("", "no value: missing")]


def test_a_majority_marks_all_that_spoke_for_it() -> None:
    name = "Mẫu Sơn: Cầu mới ở xã thông xe sau ba năm thi công"
    head = f'<title>{name} | Báo Mẫu</title><meta property="og:title" content="{name}">'
    assert taken(told(article(head=head)), "title") == ["meta og:title", "title element"]


def test_a_page_that_is_no_article_tells_its_kind() -> None:
    trace = told(Page("https://baomau.example/x.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4))
    assert [one.raw for one in trace.of("kind")] == ["binary"]


def test_one_candidate_is_told_once_and_not_for_ever() -> None:
    trace = Trace()
    for number in range(100):
        trace.hear("title", "general h1", f"Cầu số {number // 2}", "")
    assert len(trace.heard) == 40
    assert len({one.raw for one in trace.heard}) == 40
