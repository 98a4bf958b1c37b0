"""What of the addresses that a page names is not taken up; noted with the evidence, so that a replay cuts the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archiver.crawl.discovery import in_span
from archiver.storage.values import Cut, Found, Purpose, Visit

FEW = {Purpose.LISTING: 1, Purpose.FEED: 2, Purpose.SITEMAP: 1}  # sources that a look at a site takes from one page


def few(found: Iterable[Found]) -> list[Found]:
    """The addresses that a brief look goes on with: no further pages, and of each kind of source a few."""
    left = dict(FEW)
    kept = []
    for one in found:
        if one.found_by != "paging" and left.get(one.purpose, 1) > 0:
            left[one.purpose] = left.get(one.purpose, 1) - (one.purpose in FEW)
            kept.append(one)
    return kept


def without(found: Iterable[Found], cut: Cut) -> list[Found]:
    """The addresses that a cut leaves."""
    kept = [one for one in found if in_span(one, cut.since, cut.until)]
    if "brief" in cut.kinds:
        kept = few(kept)
    if "sitemap" in cut.kinds:
        kept = [one for one in kept if one.purpose is not Purpose.SITEMAP]
    if "paging" in cut.kinds:
        kept = [one for one in kept if one.found_by != "paging"]
    return kept


def cut_visit(visit: Visit, cut: Cut) -> Visit:
    """The visit with what the cut leaves, and the cut with it; one that cuts nothing is not noted."""
    if not cut:
        return visit
    kept = without(visit.found, cut)
    return replace(visit, found=tuple(kept), cut=cut) if len(kept) < len(visit.found) else visit
