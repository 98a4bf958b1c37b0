"""What `newspaper add` found, for a person who has to judge it and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from archiver.crawl.adding.exploring import BUDGET
from archiver.crawl.adding.learning import FieldReport, Learned
from archiver.crawl.adding.seen import Source, Survey

SURE, DOUBTFUL = 0.9, 0.6  # confidence from which a field is called good, below which it is called poor


def findings(survey: Survey, requests: int) -> dict[str, Any]:
    """What was found at a site, whether it was enough or not: JSON types only."""
    kinds = Counter(source.kind for source in survey.sources if not source.problem)
    words = [
        f"{len(survey.seen)} links" if survey.home is not None else "",
        *(_count(kinds[kind], kind) for kind in ("feed", "sitemap", "index", "section") if kinds[kind]),
        _foreign(survey),
        f"{len(survey.articles)} articles read" if survey.articles else "",
        _count(requests, "request"),
    ]
    return {
        "summary": ", ".join(word for word in words if word),
        "requests": requests,
        "links": len(survey.seen),
        "sources": [_source(source) for source in survey.sources],
        "articles": [visit.fetch.url for visit in survey.articles],
        "not_articles": {
            v.fetch.url: v.reason or str(v.extraction.kind if v.extraction else "") for v in survey.denied
        },
    }


def _count(number: int, word: str) -> str:
    plural = {"index": "indexes of sitemaps"}.get(word, f"{word}s")
    return f"{number} {word if number == 1 else plural}"


def _foreign(survey: Survey) -> str:
    foreign = sum(source.foreign for source in survey.sources)
    return f"{foreign} addresses of other sites in its lists (left out)" if foreign else ""


def _source(source: Source) -> dict[str, Any]:
    return {
        "url": source.url, "kind": source.kind, "found": source.found, "foreign": source.foreign,
        "how": source.how, "problem": source.problem,
    }  # fmt: skip


def as_json(learned: Learned, survey: Survey, requests: int) -> dict[str, Any]:
    """The whole report, JSON types only."""
    paper, pattern = learned.newspaper, survey.pattern
    return {
        "name": paper.name,
        "newspaper": paper.title,
        "province": paper.province,
        "domains": list(paper.domains),
        "home": paper.home,
        "language": learned.language,
        "requests": requests,
        "article_url": paper.article_url,
        "keyed": bool(pattern and pattern.keyed),
        "next_page": survey.next_page,
        "archives": list(paper.archives),
        "numbers": paper.numbers,
        "sources": [_source(source) for source in survey.sources],
        "learned_from": [visit.fetch.url for visit in learned.learned_from],
        "checked_on": [visit.fetch.url for visit in learned.checked_on],
        "layouts": [
            {slot: getattr(layout, slot) for slot in type(layout).__slots__ if getattr(layout, slot)}
            for layout in paper.layouts
        ],
        "fields": {
            one.name: {
                "share": round(one.share, 3),
                "confidence": round(one.confidence, 3),
                "rules": dict(one.rules),
                "examples": [dict(example) for example in one.examples],
            }
            for one in learned.fields
        },
        "notes": list(learned.notes),
    }


def as_text(learned: Learned, survey: Survey, requests: int) -> str:
    """The report as Markdown that reads well on a terminal too."""
    return "\n".join(_lines(learned, survey, requests)) + "\n"


def _lines(learned: Learned, survey: Survey, requests: int) -> Iterator[str]:
    paper, pattern = learned.newspaper, survey.pattern
    yield f"# {paper.title} ({paper.name})"
    yield ""
    yield f"{paper.home}, province: {paper.province}, language: {learned.language or 'not told'},"
    yield f"{requests} of at most {BUDGET} requests."
    for note in learned.notes:
        yield f"Note: {note}."
    yield ""
    yield "## Where its articles are named"
    yield ""
    for source in survey.sources:
        said = source.problem or f"{source.found} addresses" + (
            f", {source.foreign} of other sites" * bool(source.foreign)
        )
        yield f"- {source.kind} {source.url} ({source.how}): {said}"
    yield f"- {len(survey.sections)} sections in the front page's menus" + (
        f"; they go on at addresses like {survey.next_page}" if survey.next_page else "; no further pages were found"
    )
    for template in paper.archives:
        yield f"- lists of a day, for `--backfill`: {template}"
    if paper.numbers:
        yield f"- nothing else leads to older articles: `--backfill` asks for {paper.numbers}, downwards"
    yield ""
    yield "## Addresses of articles"
    yield ""
    yield f"    {paper.article_url}"
    yield ""
    if pattern is not None:
        key = (
            "the group `key` is the site's own number"
            if pattern.keyed
            else "they hold no number: the address is the id"
        )
        yield f"{pattern.matched} of {pattern.of} addresses that looked like articles have this form; {key}."
    yield ""
    yield f"## Fields, on {len(learned.checked_on)} articles that nothing was learned from"
    yield ""
    for one in learned.fields:
        yield from _field(one)
    yield ""
    yield "Compare expected.json of each recorded page with the page, then put your name and the day into `checked` of "
    yield "its page.json. Pages of newspapers are other people's texts: they stay in the archive."


def _field(one: FieldReport) -> Iterator[str]:
    mark = "good" if one.confidence >= SURE else "doubtful" if one.confidence >= DOUBTFUL else "poor"
    if not one.examples:
        yield f"- {one.name}: not found"
        return
    rules = ", ".join(f"{rule} ({count})" for rule, count in sorted(one.rules.items(), key=lambda pair: -pair[1])[:3])
    yield f"- {one.name}: on {one.share:.0%}, confidence {one.confidence:.2f} ({mark}); read by {rules}"
    for example in one.examples:
        value, raw = _short(example["value"]), _short(example["raw"])
        yield f"    - {value}" + (f"   <- {raw!r}" if raw != value else "")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else text[:97] + "..."
