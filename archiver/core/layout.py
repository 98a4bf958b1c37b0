"""A layout: where a newspaper's template puts each field. Data, not code; the page chooses among several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """CSS selectors of one template. `a, b` tries both; `::attr(name)` takes an attribute instead of the text.

    Only `name` must be given; where a layout is silent, structured data and then the general reader fill in.
    Newest layout first in a newspaper's list: the first that finds a title and a body reads the page.
    """

    name: str  # kept with every revision it reads: "2024"
    title: str = ""
    lead: str = ""
    body: str = ""  # the article's own element; the tighter, the cheaper and cleaner
    byline: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    tags: str = ""  # every element it finds is one tag
    views: str = ""
    comments: str = ""  # the number of comments the page claims
    agency: str = ""  # a source line beside the byline: "Nguồn: TTXVN"
    exclude: str = ""  # what is taken out of the body before it is read
    views_url: str = ""  # where the page fetches its view count from: "/api/views?id={key}"; see core.view_endpoints
    date_order: DateOrder = "dmy"  # "mdy" only where the site's own pages prove it
    seen_on: tuple[str, ...] = ()  # hosts on whose real pages it was found right; (): it was only published by others
