"""Pages that say in their title or first line that there is nothing here: a soft 404 with other news around it."""

from __future__ import annotations

import re

from archiver.core.body import Body
from archiver.core.labels import is_furniture
from archiver.core.outline import Line, Outline
from archiver.core.signs import Sign
from archiver.core.stated import Structured

_LONGEST = 240  # characters: a longer line is a text
_FIRST = 6  # lines with a text of their own: what a page has to say stands among them
_TEXT = 300  # characters: with as many and a date it is an article of that title; with twice, whatever a box says
_GREETING = re.compile(
    r"(?:rất tiếc|xin lỗi|thành thật xin lỗi|chúng tôi rất tiếc|thông báo|oops|opps|ôi|sorry|http|error|lỗi|404)"
    r"(?![^\W_])[^\w“\"]{0,6}(?:(?:quý )?(?:bạn đọc|bạn|độc giả|vị)\b[^\w]{0,6}|vì )?",
    re.IGNORECASE,
)
_REST = r"(?=[.!…;,:]|$| [-–|] | (?:bạn|quý|vui|xin|hãy|mời|please|you)\b)"
_REASON = (
    r"(?:,? (?:hoặc|và|hay|trên|khỏi|trong|theo|vì|do|bởi|sang|tới|đến|tại|ở|bỏ|nữa|or|and|from|on|by|for|to|any)\b"
    r"[^.!?…]{0,90})?"
)
_WHAT = (
    r"(?:bài(?: viết| báo)?|tin(?: bài| tức)?|nội dung|trang(?: web| tin)?|đường dẫn|liên kết|địa chỉ|link|url|"
    r"chuyên mục|dữ liệu)"
)
_WHOSE = (
    r"(?: này| đó)?(?: (?:mà )?(?:bạn|quý (?:vị|khách|độc giả|bạn đọc)|bạn đọc|độc giả)\b[^.!?…]{0,50}?)?"
    r"(?: hiện(?: tại| nay)?)?(?: đã)?"
)
_GONE = re.compile(
    rf"{_WHAT}{_WHOSE} (?:(?:không|chưa|ko)(?: còn)? (?:tồn tại|được tìm thấy|tìm thấy|có|khả dụng|hiển thị|hợp lệ|"
    r"truy cập được|xuất bản|trên)|không còn|(?:bị|được) (?:tạm )?(?:gỡ|xóa|xoá|ẩn|khóa|khoá|thu hồi|hủy|di chuyển|"
    r"chuyển|tháo)|gỡ(?: bỏ)?|xóa|xoá)"
    rf"(?: bỏ)?{_REASON}{_REST}"
    r"|(?:không|chưa|ko) tìm (?:thấy|được) (?:trang|bài|nội dung|đường dẫn|liên kết|địa chỉ|link|url)\b"
    rf"(?: (?:viết|báo|web|tin))?(?: (?:này|nào|bạn|quý|theo|mà|yêu cầu|phù hợp)\b[^.!?…]{{0,90}})?{_REST}"
    r"|(?:the |this )?(?:page|article|story|content|post|link|url)(?: (?:that )?(?:you|is)\b[^.!?…]{0,60}?)? "
    r"(?:(?:could not|cannot|can[’']?t|couldn[’']t) be found|(?:does ?n[o’']t|does not) exist|(?:was )?not found|"
    r"(?:has been|was) (?:removed|deleted|moved)|is no longer available|no longer exists)"
    rf"{_REASON}{_REST}"
    rf"|(?:not found|seite (?:wurde )?nicht gefunden|page introuvable|page non trouvée){_REST}",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:(?:không|chưa) (?:tìm thấy|có|tìm được)|0|tìm thấy 0|có 0) (?:bất kỳ |bất cứ )?"
    r"(?:kết quả|bài viết|bài|tin bài|tin|nội dung|dữ liệu|results?)"
    r"(?: (?:tìm kiếm|nào|phù hợp|cho|với|theo|tương ứng|khớp|trùng|để|thuộc|được|bạn)\b[^.!?…]{0,90})?"
    rf"{_REST}"
    r"|(?:no results?|nothing)(?: (?:was|were))?(?: found| here)?(?: (?:for|matching|matched)\b[^.!?…]{0,90})?"
    rf"{_REST}",
    re.IGNORECASE,
)


def is_soft_404(page: Outline, title: str, at: int | None, structured: Structured, body: Body, *, dated: bool) -> bool:
    """True where title or first line say that there is nothing, whatever other news stands around.

    Args:
        at: the line of the title, None where it is printed nowhere.
        dated: a date stands with the article.
    """
    stated = bool(structured.published) and (structured.article or structured.og_type == "article")
    if says_gone(title) or says_nothing_found(title):
        return not ((dated or stated) and body.chars >= _TEXT)
    if (dated or stated) and body.chars >= 2 * _TEXT:
        return False
    for line in _first_lines(page, at):
        if stated and at is not None and line.index < at:
            continue  # a search box, or a window that a script opens: a notice stands in the place of the text
        if (dated or stated) and _OF_POST.match(line.text):
            continue  # what a platform shows in the place of a post that the article embeds
        if says_gone(line.text):
            return True
        if says_nothing_found(line.text) and not dated and not stated and (at is None or line.index > at):
            return True
    return False


def is_empty_of_article(title: str, body: Body) -> bool:
    """True where what a layout's selectors found is such a notice: a template fills its places on any page.

    A whole text is the article of its title, whatever that tells of: "Trang web bị khóa vì đánh bạc".
    """
    first = next((block.text for block in body.blocks), "")
    return body.chars < 2 * _TEXT and (says_gone(title) or says_gone(first))


def _first_lines(page: Outline, at: int | None) -> list[Line]:
    """The lines above the title, and the first below it up to where a text begins."""
    found: list[Line] = []
    below = 0
    for line in page.lines[: (at or 0) + 40]:
        if line.index == at or line.link_share > 0.5 or page.aside(line) & ~Sign.SHARE or is_furniture(line.text):
            continue
        found.append(line)
        if at is None or line.index > at:
            below += 1
            if below >= _FIRST or (line.is_sentence and line.chars >= 80):
                break
    return found


_OF_POST = re.compile(r"(?:rất tiếc, )?nội dung này (?:hiện )?không|this content is", re.IGNORECASE)


def says_gone(text: str) -> bool:
    """True for a line that says, and says no more, that this page or its article is not there.

    >>> says_gone("Rất tiếc! Bài viết bạn tìm không tồn tại hoặc đã bị xóa."), says_gone("404 - Không tìm thấy trang")
    (True, True)
    >>> says_gone("Bài viết đã bị gỡ sau khi hàng nghìn người phản đối, nhưng bản sao của nó còn lan truyền.")
    False
    """
    bare = _without_greeting(text)
    return _says(_GONE, bare) or (not bare and "404" in text)


def says_nothing_found(text: str) -> bool:
    """True for a line that says that a search or a section is empty.

    >>> says_nothing_found("Không tìm thấy kết quả nào cho từ khóa “cầu mới”.")
    True
    >>> says_nothing_found("Không tìm thấy kết quả giám định, tòa hoãn phiên xử")
    False
    """
    return _says(_NOTHING, _without_greeting(text))


def _says(notice: re.Pattern[str], text: str) -> bool:
    found = notice.match(text) if len(text) <= _LONGEST else None
    if found is None:
        return False
    rest = text[found.end() :].strip(" .!…;,:-–|")
    return not rest or bool(_ADVICE.match(rest)) or says_gone(rest)


_ADVICE = re.compile(
    r"(?:xin |vui lòng|mời|hãy|bạn|quý|quay|trở|về|chúng tôi|please|you |try|go |back|return|404|lỗi|error|the |we )",
    re.IGNORECASE,
)


def _without_greeting(text: str) -> str:
    """The text behind "Rất tiếc!", "Lỗi 404:"; empty where it is nothing but "404"."""
    for _ in range(3):
        found = _GREETING.match(text)
        if found is None:
            break
        text = text[found.end() :]
    return text.strip(' "“”.!')
