"""Lines that as a whole are a notice of the house: licence, rights, imprint, "follow us"."""

from __future__ import annotations

import re

from archiver.core.labels import FOLLOW_US, LEGAL_LINE

MAX_NOTICE = 300  # characters; a longer line is a story, whatever it mentions
_SLOGAN = 90  # characters: so much may stand before "Sign up for ..." within one notice
_LINKED = 0.5  # of its characters: a line that only leads elsewhere may name it anywhere
_BEFORE = " -–—*•>»|()[].,:;►👉"  # no quotation marks: somebody is quoted there

# What a sentence of the story never says.
_ANYWHERE = re.compile(
    r"(?<![^\W\d_])©(?!(?-i:[a-z]))|\ball rights reserved|\A\W*®(?![^\W\d_])|"
    r"\A\W*(?:image )?copyright\b(?! \w+ \w+ed\b)|"
    r"\bcopyright\b\W{0,3}(?:[©ⓒ]|\(c\)|\d{4}|by\b)|(?:vui lòng|đề nghị|yêu cầu|xin|hãy) ghi rõ nguồn(?! gốc)|"
    r"\bghi rõ nguồn\b[^.]{0,60}(?:(?:website|trang) này|(?:phát hành|đăng|sử dụng) lại|\.(?:vn|com|net)\b)",
    re.IGNORECASE,
)
# The rest is asked of the beginning of a part only. Labels: what is printed behind one is its.
_LABEL = re.compile(
    r"(?:(?:phó )?tổng biên tập|cơ quan chủ quản|đường dây nóng|hotline|liên hệ quảng cáo|"
    r"(?:người )?chịu trách nhiệm (?:chính )?(?:về )?nội dung)\s*(?P<colon>[:：])?",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"giấy phép (?!.{0,200}\b(?:đã|bị|sẽ|vẫn|còn|hết hạn|của (?:công ty|doanh nghiệp|cơ sở|hộ|ông|bà)|"
    r"cho phép(?! (?:hoạt động|xuất bản|thiết lập)))\b)"
    r"(?:số|hoạt động|xuất bản|thiết lập)(?:[^.\d:]{0,60}[:：]|"
    r"[^.\d]{0,60}\d[\w./-]*(?:\W{0,3}(?:$|do\b|cấp\b|ký\b|ngày\b|của (?:cục|bộ|sở|ban)\b)|\s?[,;|–-]))",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"bản quyền (?:thuộc|của)(?: về)? (?:(?:báo|tạp chí|đài|trang|cổng|website|tòa soạn|công ty)\b|(?-i:[A-ZĐ])|"
    r"[\w-]+\.\w)[^,]*\Z|ghi rõ nguồn(?! gốc)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"(?:(?:hãy|xin|kính|trân trọng|để|bấm|nhấn|bạn có thể|(?:quý )?(?:độc giả|bạn đọc)(?: có thể)?) ){0,3}(?:"
    r"theo dõi (?:[^.,]{0,60}google (?:news|tin tức)|"
    r"(?:(?:trên|tại|báo|tạp chí|đài|trang|tin tức|thêm|kênh|fanpage|chúng tôi)\b|(?-i:[A-ZĐ]))[^.,]{0,60}"
    r"(?:zalo|facebook|kênh|youtube))|mời (?:quý )?(?:bạn đọc|độc giả|quý vị) (?:theo dõi|đón xem)"
    r"(?=[^.]{0,80}(?:[^.\w\s]*$|\b(?:video|clip|ảnh|bài|tin|kỳ|số|phần|tập|kênh|zalo|facebook|youtube|chương trình|"
    r"trực tiếp|chi tiết|nội dung|toàn văn|dưới đây|trên|tại)\b)| (?-i:[A-ZĐ]))|"
    r"(?:tải ứng dụng|quét mã qr)(?![^.!]*(?:, (?-i:[^\W\d_A-ZĐ])| giúp | là | để (?!(?:đọc|xem|nghe|tải|cài|mở|nhận|"
    r"theo dõi|cập nhật|biết|tìm hiểu|truy cập|tham gia|kết nối|trải nghiệm|ủng hộ|chia sẻ)\b))))"
    r"|(?:(?:please|you can|and|also|to [^,]{1,30},|for more[^,]{0,30},) ){0,3}(?:follow (?:us (?:on|at)|(?-i:[A-Z]))|"
    r"sign up (?:for|to) (?:our|the|your)|subscribe to (?:our|the)|join our|"
    r"download (?:our app|the app(?! from (?!(?:the )?(?:app|google|apple|play)\b)))|"
    r"click here to (?:subscribe|read|join))",
    re.IGNORECASE,
)
# What makes a sentence of what stands behind a label, unless it speaks to readers of the paper.
_SAID = re.compile(r"\A\W{0,4}[“\"«]|\b(?:phải|sẽ|đã|đang|sẵn sàng|bị|được|là|không|vẫn|còn|luôn|cho biết|tiếp nhận)\b")
_TO_READERS = re.compile(r"\b(?:bạn đọc|độc giả|tòa soạn|quảng cáo)\b", re.IGNORECASE)
_PARTS = re.compile(r"(?<=[.!?…]) |[|•\n]| [–-] ")
_FULL_STOP = re.compile(r"[.!?…]\W*$")


def is_notice(text: str, *, link: float = 0.0) -> bool:
    """True for a line that says nothing but whose the page is, who answers for it or where to follow it.

    Not for a sentence of the story that speaks of a licence, a hotline or an app: there the phrase stands among others,
    or somebody else's licence is meant.

    Args:
        text: one line of a page, cleaned.
        link: the share of its characters that stand in links.

    >>> is_notice("Giấy phép số 12/GP-BTTTT ngày 1/2/2020"), is_notice("Tổng Biên tập: Hoàng Văn Mẫu")
    (True, True)
    >>> is_notice("Xã có ba cơ sở được cấp giấy phép hoạt động."), is_notice("Khách quét mã QR ở cầu để góp ý.")
    (False, False)
    """
    if len(text) >= MAX_NOTICE:
        return False
    legal, follow = LEGAL_LINE.search(text) is not None, FOLLOW_US.search(text) is not None
    if not (legal or follow):
        return False
    if link > _LINKED or (legal and _ANYWHERE.search(text)):
        return True
    before = 0
    for part in _PARTS.split(text):
        opening = part.lstrip(_BEFORE)
        if (legal and _is_imprint(opening)) or (follow and _INVITES.match(opening)):
            return before <= _SLOGAN
        before += len(part)
    return False


def _is_imprint(part: str) -> bool:
    """True for a part that begins with a label of the imprint and is no sentence."""
    if _LICENCE.match(part) or _RIGHTS.match(part):
        return True
    label = _LABEL.match(part)
    if label is None or not _FULL_STOP.search(part):
        return label is not None
    behind = part[label.end() :]
    return bool(label["colon"]) and (not _SAID.search(behind) or _TO_READERS.search(behind) is not None)
