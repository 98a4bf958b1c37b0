"""Where a number may count views though nothing names it, and where it counts something else though something does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from archiver.core.authorship import reads_as_names
from archiver.core.byline_words import NOBODY
from archiver.core.icons import OTHER, numbers_by_icon
from archiver.core.labels import COMMENTS_LABEL, SECTION_LABEL, TAGS_LABEL, Phrases, is_furniture, is_related_label
from archiver.core.likeness import NUMBER
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import Sign
from archiver.core.text import clean
from archiver.core.tree import holds
from archiver.core.values import ViewCount
from archiver.core.view_counts import parse_view_count

_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(  # what a bare number counts that stands before it
    r"\A(?:\W*+(?:lượt |người )?(?:bình luận|ý kiến|phản hồi|thảo luận|comments?|sao|stars?|điểm|đánh giá|bình chọn|"
    r"phiếu|votes?|ratings?|thích|likes?|trang|pages?)\b(?: bạn đọc| độc giả)?\W*|/\s*\d+\W*|★.*)",
    re.IGNORECASE,
)
_RATES = re.compile(r"đánh giá|xếp hạng|bình chọn|\brat(?:e|ing)\b", re.IGNORECASE)
_STARS = 10
_PAGES = re.compile(
    r"\A(?:[›»>….\s]+|\W*+(?:\d{1,3}|trang (?:sau|tiếp|cuối|\d+)|sau|tiếp(?: theo)?|next)\W*)", re.IGNORECASE
)
_VISITORS = Phrases(
    "truy cập|online|trực tuyến|visit|hôm|tuần|tháng|tổng cộng|tất cả",
    r"lượt truy cập|đang (?:truy cập|online|trực tuyến)|(?:tổng|số)(?: số)?(?: người)? truy cập|thống kê truy cập|"
    r"(?:khách|thành viên|người(?: dùng)?) (?:đang )?(?:online|trực tuyến|truy cập)|\bvisitors?\b|\bonline\s*:|"
    r"truy cập (?:hôm|trong|tuần|tháng)|^\W*(?:hôm (?:nay|qua)|(?:trong )?(?:tuần|tháng)(?: (?:này|trước))?|"
    r"tổng cộng|tất cả)\W*[\d.,]*\W*$",
)
_LABEL = re.compile(r"(?:số )?(?:lượt|lần|người)(?: đã)? (?:xem|đọc)\s*:?|views?\s*:?|đã xem\s*:?", re.IGNORECASE)
_TOTAL = re.compile(r"\btổng\b", re.IGNORECASE)
_WIDTH = 12  # lines of a card, or of a box of counters
_NEIGHBOUR = re.compile(r"\A\W*+(?:bài|tin)(?: viết)? (?:trước|sau|tiếp)", re.IGNORECASE)


def widest(line: Line) -> Region:
    """The largest element that holds nothing but the line."""
    region = line.region
    while region.parent is not None and region.parent.lines == 1:
        region = region.parent
    return region


# --- a number that nothing names
def number_after_byline(
    page: Outline, title: int, body: Region, numbers: Sequence[str], comments: Set[str]
) -> ViewCount | None:
    """The bare number right after the byline below the text: some content systems print the views so, and no word.

    Args:
        numbers: the bare numbers at the end of the body's element, which are none of the text.
        comments: numbers that the page states as its comments.
    """
    ends = {clean(number) for number in numbers}
    for line in page.lines[max(title + 1, body.first + 1, body.last - 8) : body.last + 5]:
        if line.index > body.last and (page.aside(line, title) or line.links):
            return None
        if not NUMBER.match(line.text):
            if line.index > body.last and not _names(line):
                return None
            continue
        if not _names(page.lines[line.index - 1]) or (line.index <= body.last and line.text not in ends):
            continue
        count = parse_view_count(line.text)
        if count is None or str(count.count) in comments or _counts_else(page, line, count.count):
            return None
        return count
    return None


def _names(line: Line) -> bool:
    """True for a byline, of somebody or of nobody."""
    return not line.heading and (reads_as_names(line.text) or line.text.strip(" ()*-–.") in NOBODY)


def _counts_else(page: Outline, line: Line, count: int) -> bool:
    """True for a page's number, a year, a rating, a number of comments."""
    if _YEAR.fullmatch(line.text.strip("() ")) or line.signs & (
        Sign.COMMENT | Sign.RATING | Sign.SHARE | Sign.DATE | Sign.NAV
    ):
        return True
    if any(told == OTHER for _, told in numbers_by_icon(widest(line).element)):
        return True
    following = page.lines[line.index + 1 : line.index + 2]
    if any(_UNIT.fullmatch(one.text) or _says_comments(one.text, count) for one in following):
        return True
    if count <= _STARS and any(len(one.text) < 60 and _RATES.search(one.text) for one in following):
        return True
    return count < 100 and any(
        _PAGES.fullmatch(one.text) and (one.links or one.text.strip() == str(count + 1)) for one in following
    )


def is_beside_label(page: Outline, line: Line) -> bool:
    """True for a line of one number where the line before it, or else the one behind it, only says "Lượt xem".

    In a row of numbers and labels each belongs to the side that the row begins with.
    """
    around = line.region if line.region.lines > 1 else line.region.parent
    while around is not None and around.lines == 1:
        around = around.parent
    if around is None or (around.lines > _WIDTH and around.tag not in ("table", "tbody", "tr", "dl", "ul")):
        return False
    before = page.lines[max(around.first, line.index - 2) : line.index]
    if before and _LABEL.fullmatch(before[-1].text):
        return before[-1].text.endswith(":") or not NUMBER.match(before[0].text)
    behind = page.lines[line.index + 1 : min(around.last, line.index + 1) + 1]
    if not behind or behind[0].text.endswith(":") or (before and before[-1].text.endswith(":")):
        return False
    return _LABEL.fullmatch(behind[0].text) is not None


def _says_comments(text: str, count: int) -> bool:
    """True for "Bình luận (12)" where that is the count."""
    found = COMMENTS_LABEL.match(text) if len(text) < 60 else None
    return found is not None and int(found["after"] or found["before"]) == count


# --- a number that counts something else
def is_of_another(page: Outline, line: Line, title: int, body: Region) -> bool:
    """True for a count on the card of another article, or among the counters of a site's visitors.

    The smallest elements around it are looked at, as long as they hold neither the title nor the text.
    """
    if _counts_visitors(line) or _links_elsewhere(line):
        return True
    if _TOTAL.search(line.text) and not title - 3 <= line.index <= body.last + 3:
        return True
    if body.first < line.index < body.last and _is_of_player(line):
        return True
    beyond = not title <= line.index <= body.last
    region: Region | None = line.region
    first, last = line.index, line.index
    while region is not None and region.lines <= _WIDTH and not region.holds(title):
        if region.first <= body.first and region.last >= body.last:
            return False
        if any(map(_counts_visitors, page.lines[region.first : first])) or any(
            map(_counts_visitors, page.lines[last + 1 : region.last + 1])
        ):
            return True
        if any(_is_headline(one, 4 if beyond and region.lines <= 4 else 6) for one in page.lines[region.first : first]):
            return True
        if region.lines <= 4 and any(
            _is_headline(one, 6) for one in _until_label(page.lines[last + 1 : region.last + 1])
        ):
            return True
        first, last = region.first, region.last
        region = region.parent
    return False


def _until_label(lines: Iterable[Line]) -> Iterable[Line]:
    """The lines before one that says that other articles follow."""
    for line in lines:
        if is_related_label(line.text):
            return
        yield line


def _counts_visitors(line: Line) -> bool:
    return len(line.text) <= 120 and line.link_share < 0.5 and _VISITORS.search(line.text) is not None


def _is_of_player(line: Line) -> bool:
    """True for a line that shares a small element with a film: its views are the film's."""
    region = line.region
    for _ in range(3):
        if region.lines > 3 or holds(region.element, "video", "iframe", "embed"):
            return region.lines <= 3
        if region.parent is None:
            return False
        region = region.parent
    return False


def _is_headline(line: Line, words: int) -> bool:
    """True for a line that is the title of another article, of so many words at least, and leads to it."""
    if line.link_share < 0.75 or line.signs & (Sign.CRUMB | Sign.SECTION | Sign.TAGS | Sign.SHARE):
        return False
    if SECTION_LABEL.match(line.text) or TAGS_LABEL.match(line.text):
        return False
    if _NEIGHBOUR.match(line.text) or is_furniture(line.text):
        return False
    return len(line.words) >= (3 if line.heading else words) and (words > 4 or not reads_as_names(line.text))


def _links_elsewhere(line: Line) -> bool:
    """True for a line that a link as long as a title stands in."""
    return any(
        style is not None and style.link and len(text) > 25 and len(text.split()) >= 6 for text, style in line.nodes
    )
