"""What a page is: an article, or one of the many things that a server sends in its place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.core.bodies import story_end
from archiver.core.body import Body
from archiver.core.date_patterns import DATE_IN_LINE
from archiver.core.labels import COMMENTS_HEAD
from archiver.core.outline import Line, Outline, Region
from archiver.core.page import Page
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import fold
from archiver.core.tree import Tree
from archiver.core.values import BlockKind, Kind

_MAGIC = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM6", b"wOFF", b"wOF2"),
    *(b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"(\xb5/\xfd", b"\xd0\xcf\x11\xe0", b"\x7fELF"),
    *(b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp", b"ID3", b"OggS"),
)
_BLANKS = b" \t\r\n\x00\xef\xbb\xbf"
_CONTROLS = bytes([*range(1, 9), *range(14, 32)])
_TEXTUAL = re.compile(r"html|xml|text/plain|^\s*$|octet-stream|text/", re.IGNORECASE)
_SHORT = 1500  # characters of visible text: a page of a wall or an error has no more beside its menus

_BLOCK = re.compile(
    r"just a moment|checking (?:if the site|your browser)|attention required|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|not a robot"
    r"|captcha|enable javascript (?:and cookies|in your browser|to (?:continue|view|access))|ddos protection|"
    r"access (?:is |has been )?(?:denied|blocked)"
    r"|request (?:was |has been )?(?:blocked|rejected)|security check|pardon our interruption|unusual traffic|"
    r"you have been blocked|bot detection"
    r"|xác (?:minh|nhận|thực) (?:rằng )?(?:bạn )?(?:không phải|là người|là con người)|"
    r"truy cập (?:của bạn )?(?:đã )?bị (?:từ chối|chặn)|đang kiểm tra trình duyệt"
    r"|(?:vui lòng|hãy) bật javascript",
    re.IGNORECASE,
)
_RELOADS = re.compile(r"location(?:\.href)?\s{0,9}(?:\.reload|\.replace|=)")
_ERROR = re.compile(
    r"không tìm thấy (?:trang|bài|nội dung|tin)|trang (?:này |bạn (?:yêu cầu|tìm|truy cập) )?(?:không tồn tại|"
    r"không tìm thấy|đã bị xóa|không có)"
    r"|bài viết (?:này )?(?:không (?:còn )?tồn tại|đã bị (?:gỡ|xóa|xoá)|không tìm thấy)|"
    r"nội dung (?:này )?không (?:còn )?tồn tại|liên kết không tồn tại"
    r"|page (?:not found|does ?n[o’']t exist|cannot be found)|not found|error 40[34]|lỗi 40[34]|(?:^|\b)404(?:\b|"
    r"$)|(?:^|\b)410 gone|no longer (?:available|exists)"
    r"|internal server error|service unavailable|bad gateway|temporarily unavailable|server error|"
    r"seite (?:wurde )?nicht gefunden|page introuvable"
    r"|đang (?:bảo trì|nâng cấp)|under maintenance|có lỗi xảy ra|something went wrong",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:vui lòng|hãy|bạn (?:cần|phải)|cần|yêu cầu) đăng (?:nhập|ký) (?:để|tài khoản)|đăng nhập để (?:đọc|xem|"
    r"tiếp tục)|dành (?:riêng )?cho (?:thành viên|bạn đọc trả phí)"
    r"|(?:log|sign) in (?:to|for) (?:continue|read|view|access|your account)|subscribers? only|"
    r"subscribe to (?:continue|read|keep)|(?:continue|keep) reading with"
    r"|please (?:log|sign) in|login required|jetzt (?:anmelden|abonnieren)|réservé aux abonnés",
    re.IGNORECASE,
)


def before_parsing(page: Page) -> Kind | None:
    """What can be told from the bytes alone: empty or binary; None where it must be looked at.

    >>> before_parsing(Page("https://baomau.example/a.pdf", b"%PDF-1.4 ..."))
    <Kind.BINARY: 'binary'>
    """
    body = page.body
    if not body[:4000].strip(_BLANKS) and not body.strip(_BLANKS):
        return Kind.EMPTY
    if body.startswith(_MAGIC):
        return Kind.BINARY
    is_other = bool(page.content_type) and not _TEXTUAL.search(page.content_type.partition(";")[0])
    if is_other and not re.search(rb"<(?:html|!doctype|body|head)\b", body[:2000], re.IGNORECASE):
        return Kind.OTHER if "json" in page.content_type or "javascript" in page.content_type else Kind.BINARY
    sample = body[:4000]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 20 > len(sample):
        return Kind.BINARY
    if b"<" not in body[:20_000]:
        return Kind.OTHER
    return None


def refusal(tree: Tree, visible: str, structured: Structured) -> Kind | None:
    """What stands in the place of an article: a wall, an error, a login; None where nothing says so.

    Args:
        visible: the text of the page, of its main part where that is known; only a short one can be a refusal.
    """
    head = f"{structured.title_element}\n{visible[:_SHORT]}"
    if len(visible) < _SHORT:
        if _BLOCK.search(head):
            return Kind.BLOCK
        if len(visible) < 400:
            scripts = "\n".join(s.text for s in tree.root.iter("script") if s.text and len(s.text) < 20_000)[:60_000]
            if _sets_cookie_and_reloads(scripts):
                return Kind.BLOCK
        if _ERROR.search(head):
            return Kind.ERROR
        if _LOGIN.search(head) or (len(visible) < 800 and tree.root.find(".//input[@type='password']") is not None):
            return Kind.LOGIN
    return None


def is_home(url: str) -> bool:
    """True for the address of a front page."""
    parts = urlsplit(url)
    return (
        not parts.query
        and re.fullmatch(
            r"/?(?:index\.\w+|default\.aspx|home/?|vi/?|trang-chu(?:\.html?)?)?", parts.path, re.IGNORECASE
        )
        is not None
    )


def _sets_cookie_and_reloads(script: str) -> bool:
    """True for a script that sets a cookie and asks for the page again: a wall for programs without scripts."""
    at = script.find("document.cookie")
    return at >= 0 and _RELOADS.search(script, at, at + 1500) is not None


def error_status(page: Page, visible: str) -> Kind | None:
    """What a status of 400 or more makes of a page: never an article, whatever it looks like."""
    if page.status < 400:
        return None
    if page.status in (401, 402, 407):
        return Kind.LOGIN
    if page.status in (403, 429) or (len(visible) < _SHORT and _BLOCK.search(visible)):
        return Kind.BLOCK
    return Kind.ERROR


def says_error(title: str, body: Body) -> bool:
    """True where title and text together say that there is nothing: a soft 404 with the site's menus around it."""
    if len(title) <= 50 and _ERROR.match(title.strip(" .!*-–")) and body.chars < 3000:
        return True
    if body.chars > 700:
        return False
    text = "\n".join(block.text for block in body.blocks)[:400]
    return bool(_ERROR.search(title) and (body.chars < 400 or _ERROR.search(text)) and len(title) < 80)


def is_listing(
    page: Page, outline: Outline, title: int | None, region: Region | None, structured: Structured, body: Body
) -> bool:
    """True where links to other pages are what the page is for.

    On an article's page the text follows the title and the links follow the text; on a listing the links follow the
    title, each with a line or two of text.
    """
    if is_home(page.url):
        return True
    stated = bool(structured.published) and (structured.article or structured.og_type == "article")
    if stated and body.chars > 300:
        return False
    if not stated and (structured.og_type == "profile" or "ProfilePage" in structured.types):
        return True
    cards = [line.index for line in outline.lines if _is_card_title(outline, line)]
    end = story_end(outline, title)
    if end is not None:
        cards = [index for index in cards if index < end]
    if title is not None:
        cards = [index for index in cards if index > title]
    head = title if title is not None else next((line.index for line in outline.lines if line.heading == 1), None)
    said = structured.published or structured.article or structured.og_type == "article"
    if head is not None and not said and _begins_with_cards(page, outline, head, cards, region, body):
        return True
    if region is not None:
        inside = sum(1 for index in cards if region.holds(index))
        texts = sum(1 for block in body.blocks if len(block.text) > 60 and block.kind is not BlockKind.CAPTION)
        if inside >= 4 and inside >= 0.6 * texts and not stated:
            return True
    if title is not None and not structured.published:
        until = title + 25
        if region is not None:  # what follows the text is beside the point
            until = region.first if region.first > title else region.last + 1 if region.holds(title) else until
        if sum(1 for index in cards if title < index < until) >= 4:
            return True
    if structured.types & {"CollectionPage", "ItemList", "SearchResultsPage"} and not stated:
        return len(cards) > 8
    if structured.published:
        return False
    if structured.og_type in ("website", "object") and len(cards) > 12:
        return body.chars < 60 * len(cards) and (title is None or body.chars < 400)
    return (len(cards) >= 8 and body.chars < 120) or (body.dropped > 2 * body.chars and len(cards) >= 10)


def _begins_with_cards(
    page: Page, outline: Outline, title: int, cards: list[int], region: Region | None, body: Body
) -> bool:
    """True where the titles of other articles follow the title with no date and little text between.

    A section's page has no text there, a writer's a short life; an article has its date.
    """
    if len(cards) < 3 or body.chars > 1500 or sum(1 for block in body.blocks if len(block.text) > 60) > len(cards):
        return False
    if len(cards) > 3 and body.chars < 900 and _OF_PERSON.search(page.url):
        return True
    behind = next((index for index in cards if region is None or index > region.last), cards[0])
    above = outline.lines[max(0, title - 4) : behind]
    if any(DATE_IN_LINE.search(line.text) for line in above if line.chars < 120 and not _below_card(line, cards)):
        return False
    texts = [line for line in outline.lines[title + 1 : cards[0]] if line.link_share < 0.5 and line.chars >= 60]
    if not texts:
        return True
    labelled = any(line.heading and not line.links for line in above if line.index > texts[-1].index)
    return len(cards) > 3 and sum(line.chars for line in texts) < 900 and not labelled


def _below_card(line: Line, cards: list[int]) -> bool:
    """True for a line right below the title of another article."""
    return any(index < line.index <= index + 2 for index in cards)


_OF_PERSON = re.compile(
    r"/(?:tac-gia|tacgia|but-danh|phong-vien|authors?|profiles?|users?|nguoi-dung)[/.?-]", re.IGNORECASE
)
_STATIC = re.compile(
    r"^(?:giới thiệu|về chúng tôi|liên hệ|điều khoản|chính sách|quy (?:định|chế)|hướng dẫn sử dụng|nội quy|"
    r"bảng giá quảng cáo|quảng cáo|sơ đồ (?:trang|website)|thông tin tòa soạn|tòa soạn|about(?: us)?|contact(?: us)?|"
    r"terms|privacy|impressum|datenschutz)\b.{0,40}$",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"(?:trang )?(?:giới thiệu|liên hệ)(?: (?:chung|chúng tôi|với chúng tôi|về (?:chúng tôi|báo|tòa soạn)|tòa soạn|"
    r"quảng cáo|ban biên tập))?|về chúng tôi|(?:thông tin )?tòa soạn|điều khoản(?: sử dụng| dịch vụ)?|"
    r"chính sách (?:bảo mật|riêng tư|quyền riêng tư)|(?:bảng giá )?quảng cáo|sơ đồ (?:trang|website)|"
    r"about(?: us)?|contact(?: us)?|terms of (?:use|service)|privacy(?: policy)?|impressum|datenschutz",
    re.IGNORECASE,
)


def is_standing(title: str, structured: Structured, *, dated: bool, printed: bool) -> bool:
    """True for a page of the house itself, which bears no date: "Giới thiệu", "Điều khoản", "Ý kiến".

    Args:
        dated: the page bears or states a date, be it the day that it was made.
        printed: a date stands with the article; the clock of the page's head is none.
    """
    stated = structured.article and bool(structured.published)
    if stated:
        return False
    if COMMENTS_HEAD.match(title) or (_HOUSE.fullmatch(title.strip(" .:!-–")) and not printed):
        return True  # whatever a content system states of the day when the page was made
    return not dated and bool(_STATIC.match(title))


def _is_card_title(outline: Outline, line: Line) -> bool:
    """True for a link to another page, outside of menus, that reads as the title of an article."""
    return (
        line.link_share > 0.85
        and 22 <= len(line.text) <= 200
        and line.text.count(" ") >= 3
        and not (line.href or "").startswith("#")
        and not outline.aside(line) & (Sign.NAV | Sign.FOOT)
    )


def of_article(structured: Structured, body: Body, url: str) -> Kind:
    """Which kind of article it is."""
    pictures = len(body.images)
    stated = "VideoObject" in structured.types and "/video" in fold(url)
    if body.chars < 600 and (body.videos or structured.og_type.startswith("video") or stated):
        return Kind.VIDEO
    paragraphs = sum(1 for block in body.blocks if block.kind is not BlockKind.CAPTION and len(block.text) > 80)
    if pictures >= 5 and paragraphs <= max(3, pictures // 4) and body.chars < 260 * pictures:
        return Kind.GALLERY
    return Kind.ARTICLE
