"""What an article is filed under beside its section: its tags."""

from __future__ import annotations

import re

from archiver.core.labels import TAGS_LABEL, is_related_label
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.tree import text_of


# --- tags
def tags_of(
    page: Outline, title: int | None, body: Region | None, structured: Structured
) -> tuple[list[str], str] | None:
    """The tags: links below the body in an element named so, after a label or to pages of tags; else stated ones."""
    if title is not None and body is not None:
        for line in page.lines[body.last + 1 : body.last + 60]:
            if is_related_label(line.text):
                break
            labelled = TAGS_LABEL.match(line.text) is not None
            to_tags = line.index <= body.last + 12 and line.link_share > 0.9 and bool(_TAG_LINK.search(line.href or ""))
            if not labelled and not to_tags and not line.signs & Sign.TAGS:
                continue
            region = _tag_region(line, title, body, wide=labelled)
            tags = _tags_in(region, only_tag_links=to_tags and not labelled and not line.signs & Sign.TAGS)
            if tags:
                return tags, "general tags"
    for wanted in ("meta article:tag", "meta news_keywords", "json-ld keywords"):
        tags = [value for value, source in structured.tags if source == wanted]
        if tags and len(tags) <= 40:
            return list(dict.fromkeys(tags)), wanted
    return None


_TAG_LINK = re.compile(
    r"/(?:tags?|tu-khoa|tukhoa|keywords?|topics?|hashtag|chu-de|the)(?:/|\.|\?|-)|-tag\d*[./]|[?&](?:tag|keyword|"
    r"tukhoa)=",
    re.IGNORECASE,
)


def _tag_region(line: Line, title: int, body: Region, *, wide: bool) -> Region:
    """The largest element around the line that is still about tags."""
    best = line.region
    region = line.region.parent
    for step in range(5):
        if region is None or region.holds(title) or region.holds(body.first) or region.lines > 60:
            break
        if (
            region.signs & Sign.TAGS
            or (region.tag in ("ul", "ol") and best.tag == "li")
            or (wide and step == 0 and not best.links)
        ):
            best = region
        region = region.parent
    return best


def _tags_in(region: Region, *, only_tag_links: bool) -> list[str]:
    """The texts of the links of an element, where most of it is links."""
    links = [a for a in region.element.iter("a") if not only_tag_links or _TAG_LINK.search(a.get("href") or "")]
    tags = list(dict.fromkeys(t for a in links if 1 < len(t := text_of(a).strip(" #,;")) <= 60))
    tags = [t for t in tags if not TAGS_LABEL.fullmatch(t)]
    if not tags or len(tags) > 40 or any(len(t.split()) > 12 for t in tags):
        return []
    return tags if sum(len(t) for t in tags) > 0.4 * max(1, region.chars) else []
