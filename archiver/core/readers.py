"""Where readers speak behind an article: their names sign what they say, not the article."""

from __future__ import annotations

import re

from archiver.core.byline_words import FUNCTIONS
from archiver.core.bylines import parse_byline
from archiver.core.labels import COMMENTS_HEAD, TAGS_LABEL, is_furniture, is_related_label
from archiver.core.notices import is_notice
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import Sign

_LOOKED_AT = 9  # lines behind the text: further down nobody signs it
_SMALL = 8  # lines: a comment with its name, moment and buttons
_NONE_YET = re.compile(r"\A\D*0+\D*\Z")  # "Bình luận (0)"
_HEAD = re.compile(
    r"(?:các |những )?(?:(?:bạn đọc|độc giả) (?:bình luận|góp ý|phản hồi|viết|nói)|(?:ý kiến|bình luận|phản hồi)"
    r"(?: (?:của|từ))? (?:bạn|bạn đọc|độc giả|bài viết|mới nhất|người đọc))\W{0,3}\d{0,5}\W{0,3}",
    re.IGNORECASE,
)
_BY = re.compile(r"\A\W{0,3}(?:tác giả|bài|bài, ảnh|theo|nguồn|thực hiện|bởi)\b", re.IGNORECASE)
_BUTTONS = re.compile(
    r"\A\W*(?:(?:thích|like|chia sẻ|báo cáo(?: vi phạm)?|\d{1,4}|\d{1,3} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước)"
    r"\W{1,3}){0,5}(?:trả lời|reply|\d{1,3} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước)(?:\W{1,3}[^.]{0,40})?",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"trả lời|reply", re.IGNORECASE)
_STAMP = re.compile(r"\A\W*(?:lúc |vào |ngày )?\d{1,2}[/.:h-]\d{1,2}(?:[/.:-]\d{2,4})?[\s\d:/.,|-]*(?:AM|PM)?\W{0,3}")
_SENT_BY = re.compile(r"\A\W*(?:người gửi|gửi bởi|được gửi bởi|họ tên|họ và tên|bạn đọc|độc giả)\b", re.IGNORECASE)


def readers_from(page: Outline, title: int, last: int, *, local: bool = True) -> int:
    """The first line behind line `last`, the end of the text, from which on readers speak; past the end where none do.

    They speak below a heading ("Bình luận (2)", "Ý kiến bạn đọc"), where the markup says `Comment`, before buttons to
    answer or "2 giờ trước", and in Vietnamese where a name is followed by a sentence in a small element of their own.
    """
    lines = page.lines[last + 1 : last + 1 + 3 * _LOOKED_AT]
    for at, line in enumerate(lines[:_LOOKED_AT]):
        if _is_head(lines, at) or _is_marked(line.region, title):
            return line.index
        if not _is_name(line):
            continue
        following = lines[at + 1 : at + 4]
        if local and [_speaks(one) for one in following] == [True, False, True] and _is_name(following[1]):
            return line.index  # name, sentence, name, sentence: wherever they stand
        shared = [one for one in lines[at + 1 : at + _SMALL] if _apart(page, line, one, last)]
        if _is_answered(shared):
            return line.index
        stamped = bool(shared) and _STAMP.fullmatch(shared[0].text) is not None
        shared = shared[1:] if stamped else shared
        if not local or not shared or not _speaks(shared[0]) or line.signs & Sign.BIO or shared[0].signs & Sign.BIO:
            continue
        again = any(_is_name(one) and _speaks(two) for one, two in zip(lines[at + 2 :], lines[at + 3 :], strict=False))
        dated = stamped or (len(shared) > 1 and _STAMP.fullmatch(shared[1].text) is not None)
        plain = not line.signs & Sign.AUTHOR and len(shared) < 4
        if again or dated or plain or _SENT_BY.match(line.text):
            return line.index
    return len(page.lines)


def _is_head(lines: list[Line], at: int) -> bool:
    """True for a line that heads readers' comments; a button that is called so does where somebody speaks below."""
    line = lines[at]
    text = line.text
    if len(text) > 60 or _NONE_YET.fullmatch(text) or not (COMMENTS_HEAD.match(text) or _HEAD.fullmatch(text)):
        return False
    if line.heading or (line.link_share < 0.9 and any(map(str.isdigit, text))):
        return True
    following = lines[at + 1 : at + 6]
    if any(map(_speaks, following)):
        return True
    author = following and (following[0].signs & Sign.AUTHOR or _BY.match(following[0].text))
    return line.link_share < 0.9 and not author


def _is_answered(shared: list[Line]) -> bool:
    """True where what shares an element with a name says something and has buttons to answer, or "2 giờ trước".

    A name with nothing but a moment is how articles are signed.
    """
    for at, line in enumerate(shared[:4]):
        if _BUTTONS.fullmatch(line.text):
            return any(map(_speaks, shared)) or (at > 0 and _ANSWER.search(line.text) is not None)
    return False


def _is_marked(region: Region | None, title: int) -> bool:
    """True within an element that is a comment by its microdata."""
    while region is not None and not region.holds(title):
        if (region.element.get("itemtype") or "").rstrip("/").endswith("Comment"):
            return True
        region = region.parent
    return False


def _apart(page: Outline, first: Line, second: Line, last: int) -> bool:
    """True where two lines share a small element that does not hold the end of the text."""
    shared = page.common(first.index, second.index)
    return shared.lines <= _SMALL and not shared.holds(last)


def _is_name(line: Line) -> bool:
    """True for a short line with a person's name in it."""
    text = line.text
    if not 2 <= len(text) <= 80 or line.heading or _speaks(line):
        return False
    byline = parse_byline(text)
    return byline is not None and bool(byline.authors)


def _speaks(line: Line) -> bool:
    """True for a few words that somebody says: most of them small, and no label, button or notice."""
    text = line.text
    words = [word for word in text.split() if word[0].isalpha()]
    if len(words) < 3 or line.link_share > 0.3 or line.heading or any(map(str.isdigit, text[:3])):
        return False
    if sum(word[0].islower() for word in words) < 0.6 * len(words):
        return False
    return not (
        FUNCTIONS.match(text)  # "Phóng viên ...": who the author is
        or is_furniture(text)
        or is_related_label(text)
        or TAGS_LABEL.match(text)
        or is_notice(text)
        or COMMENTS_HEAD.match(text)
    )
