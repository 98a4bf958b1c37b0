"""What is printed like a name around an article and names none of its authors: places, buttons, offices, the imprint.

Written with their marks, as in `core.byline_words`: "Trang" and "Thu" are persons, "Trang chủ" and "Thu gọn" buttons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archiver.core.byline_words import ORGANISATIONS, OTHER_CREDITS, PHOTO_WORDS, REGIONS, SURNAMES, table
from archiver.core.likeness import ENDS
from archiver.core.provinces import PROVINCES
from archiver.core.text import fold, search_form

# Provinces by whose names persons are called, too: a signature may be one.
_PERSONS_TOO: Final = frozenset(
    {"Hà Giang", "Hà Nam", "Hòa Bình", "Thái Bình", "Hải Dương", "Bình Dương", "An Giang", "Vĩnh Phúc", "Long An"}
    | {"Thái Nguyên", "Phú Thọ", "Khánh Hòa", "Hưng Yên", "Tiền Giang", "Kiên Giang", "Bình Thuận", "Vĩnh Long"}
)
_PROVINCES: Final = table("|".join(PROVINCES))
_PLACES: Final = table(
    "|".join(set(PROVINCES) - _PERSONS_TOO)
    + """|Đăk Lăk|Đắc Lắc|Daklak|Dak Lak|Đăk Nông|Đắc Nông|Dak Nong|Ha Noi|Hanoi|TP.HCM|TP. HCM|TPHCM|HCM|Sài Gòn|Huế|
    Hồ Chí Minh|Vũng Tàu|Bà Rịa|Buôn Ma Thuột|Buôn Mê Thuột|Gia Nghĩa|Pleiku|Đà Lạt|Nha Trang|Phan Thiết|Quy Nhơn|
    Hạ Long|Hội An|Biên Hòa|Thủ Đức|Việt Nam|Trung Quốc|Hoa Kỳ|Nhật Bản|Hàn Quốc|Triều Tiên|Thái Lan|Campuchia|
    Singapore|Malaysia|Indonesia|Philippines|Myanmar|Ấn Độ|Ukraine|Đông Nam Á|Châu Á|Châu Âu|Châu Phi|Châu Mỹ|
    Biển Đông|Trường Sa|Hoàng Sa"""
)
# Words that no person has as a surname or middle name: one of them makes a line of capitals a button or a label.
# Asked of all words but the last: as a given name nearly anything is borne, "Đình Tuyển", "Xuân Mới".
_NOT_IN_NAMES: Final = table(
    """đọc|nghe|xem|thêm|tức|dõi|của|được|ảnh|lượt|gửi|nhấn|bấm|tải|chép|nhập|cập|bài|tắt|giọng|chuyện|cuộc|đang|sẻ|cỡ|
    trong|khoảng|tại|đến|với|này|phút|giờ|nhiều|hơn|cũ|mới|chữ|chuyển|đổi|khoản|nghiệp|gương|truyện|ngắn|hộp|nhìn|
    sống|mẹo|vặt|ẩm|khám|phá|yêu|xe|máy|số|dữ|liệu|viện|đáp|tuyển|dụng|rao|tiếng|việc|làm|mật|chống|dịch|tộc|khuyến|
    trước|sau|đặt|báo|về|giảm|chọn|vào|lên|xuống|mở|đóng|ẩn|bật|dừng|nối|mời|hãy|sẽ|bị|nhưng|thì|ở|tới|đây|đó|nữa|
    cải|bảng|chỉ|dành|gần|góp|kiếm|lỗi|mất|nên|ngay|rất|thấy|tìm|từng|vì|vẫn"""
).exact
# In a line without marks these alone tell.
_LATIN: Final = table("video|clip|email|facebook|zalo|youtube|tiktok|twitter|google|website|copy").exact
# A line of capitals that begins so names nobody.
_BEGINNINGS: Final = table(
    """tin|chủ đề|thông tin|thông báo|nội dung|liên kết|liên hệ|liên quan|yêu cầu|yêu thích|quan tâm|giới thiệu|
    trang chủ|trang nhất|thủ đô|nông thôn|thành thị|ngày nay|ngày mai|lưu bài|hôm nay|hôm qua|mới nhất|nổi bật|
    lưu tin|trả lời|phản hồi|báo cáo|đăng ký|đăng xuất|thu gọn|mở rộng|phóng to|thu nhỏ|chế độ|giao diện|miền bắc|
    miền nam|miền trung|nữ miền|nam miền|tiêu điểm|tâm điểm|điểm tin|điểm nóng|góc nhìn|bình chọn|bình luận|ý kiến|
    thăm dò|thời tiết|lịch chiếu|giá vàng|tỷ giá|xổ số|kết quả|bất động sản|chứng khoán|doanh nghiệp|thị trường|
    tài chính|nhịp sống|đời sống|xã hội|chính trị|kinh tế|văn hóa|giáo dục|pháp luật|thể thao|du lịch|giải trí|
    công nghệ|khoa học|môi trường|sức khỏe|quốc tế|thế giới|trong nước|bạn đọc|độc giả|diễn đàn|chuyên đề|
    chuyên mục|chuyên trang|danh mục|sự kiện|dòng sự kiện|phóng sự|ghi chép|đa phương tiện|truyền hình|phát thanh|
    tòa soạn|hòm thư|nghị quyết|học tập|dân tộc|tôn giáo|gia đình|tình yêu|hôn nhân|quốc hội|xây dựng|
    an toàn giao thông|văn bản|thư viện|tư liệu|kế tiếp|chính sách|điều khoản|hỏi đáp|toàn cảnh|quốc phòng|lao động|
    việc làm|bảo hiểm|bảo vệ|phòng chống|quay lại|trở lại|nông nghiệp|công nghiệp|khởi nghiệp|bệnh viện|học viện|
    giải đáp|ứng dụng|tín dụng|sử dụng|dự báo|cảnh báo|thời báo|trang trước|trang sau|kỳ trước|kỳ sau|trao đổi|năm mới|
    ngày mới|phim mới|sách mới|quảng cáo"""
)
_HONORIFICS: Final = frozenset({"ông", "bà", "chị", "cụ", "chú", "thầy", "cháu"})  # before a person of a story
_IMPRINT: Final = re.compile(
    r"(?:\A|[|•·;,\0–—\-]|\. )\W{0,3}(?:(?:phó )?tổng (?:biên tập|thư ký)|thư ký tòa soạn|trưởng ban biên tập|"
    r"(?:người )?chịu trách nhiệm|giấy phép|cơ quan chủ quản|đường dây nóng|hotline|tòa soạn|trụ sở|địa chỉ|điện thoại|"
    r"phụ trách[^:|]{0,30}:)(?!\w)",
    re.IGNORECASE,
)
# As a whole line it hands the next one to an editor; an address, a telephone, a licence or a sentence hands on nothing.
_EDITOR: Final = re.compile(
    r"\W{0,3}(?:(?:phó )?tổng (?:biên tập|thư ký)(?: tòa soạn| phụ trách)?|thư ký tòa soạn|trưởng ban biên tập|"
    r"(?:người )?chịu trách nhiệm (?:chính )?(?:về )?(?:nội dung|xuất bản)|"
    r"(?:(?:người )?chịu trách nhiệm|phụ trách)[^.:|]{0,40}:)\W{0,3}",
    re.IGNORECASE,
)
_ACTS_FOR: Final = re.compile(r"(?:tm|kt|tl|tuq|t/m|k/t|t/l)(?:\.| (?=\S)) ?")
_OFFICE: Final = re.compile(
    r"(?:(?:phó|quyền|q\.) ){0,3}(?:chủ tịch|(?:tổng )?giám đốc|(?:tổng )?bí thư|"
    r"trưởng (?:ban|phòng|công an|đoàn|khoa|đài)|(?:tổng |chi )?cục trưởng|vụ trưởng|viện trưởng|bộ trưởng|"
    r"thứ trưởng|thủ tướng|thủ trưởng|hiệu trưởng|hạt trưởng|chánh (?:văn phòng|án|thanh tra)|"
    r"chỉ huy trưởng|chính ủy|tư lệnh|chủ nhiệm|kế toán trưởng)(?!\w)"
)
_SIGNED: Final = re.compile(r"\A\W*(?:đã ký|ký tên|ký, đóng dấu|ký và ghi rõ họ tên)[^.]{0,30}", re.IGNORECASE)
_CREDIT: Final = re.compile(
    rf"\A\W*(?:(?:{'|'.join(sorted(map(re.escape, OTHER_CREDITS | PHOTO_WORDS), key=len, reverse=True))})"
    r"[ ,&/+–-]{0,3}(?:và )?){1,4}\s*[:：]\s*",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"[ ,;/&().*–-]+")


def before_imprint(text: str) -> str:
    """What of a text stands before it names those who answer for the paper, or gives its licence or address.

    >>> before_imprint("Tổng Biên tập: Hoàng Văn Mẫu"), before_imprint("Hoàng Văn Mẫu, Tổng Biên tập")
    ('', 'Hoàng Văn Mẫu')
    """
    found = _IMPRINT.search(text)
    return text[: found.start()] if found else text


def is_no_author(piece: str) -> bool:
    """True for words with capitals that are a place, an office, a button or a section, not a person.

    >>> [is_no_author(text) for text in ("Đắk Lắk", "Tin Nóng", "PHÓ CHỦ TỊCH", "Thu Trang", "Hà Giang")]
    [True, True, True, False, False]
    """
    if piece in _PLACES or piece in REGIONS or _office(piece):
        return True
    words = search_form(piece).split()
    if len(words) < 2:
        return False
    whole = len(words) > 2 and fold(words[0]) in SURNAMES  # "Phạm Thị Đọc": rare names are names
    if not _LATIN.isdisjoint(words):
        return True
    if not whole and not piece.isascii() and not _NOT_IN_NAMES.isdisjoint(words[:-1]):
        return True
    return not piece.isascii() and (piece in _BEGINNINGS or _BEGINNINGS.begins(piece))


def is_province(name: str) -> bool:
    """True for the name of a province, one by which persons are called included."""
    return name in _PROVINCES


def is_mentioned(piece: str) -> bool:
    """True for a person as stories and captions name one, not as one signs: "Bà Lò Thị Ví", "Anh Nguyễn Văn Mẫu".

    "Anh Thư" is a name.

    >>> [is_mentioned(text) for text in ("Ông Trần Văn Thử", "Anh Lê Văn Mẫu", "Anh Thư", "Anh Vũ")]
    [True, True, False, False]
    """
    words = search_form(piece).split()
    if words[0] in _HONORIFICS:
        return len(words) > 1
    return words[0] == "anh" and len(words) > 2 and fold(words[1]) in SURNAMES


def is_office_line(text: str) -> bool:
    """True for a line of an official signature: the name of whoever signed the document comes next.

    >>> [is_office_line(text) for text in ("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "(Đã ký)", "Chủ tịch xã phát biểu.")]
    [True, True, True, False]
    """
    if len(text) > 80 or ENDS.search(text):
        return _SIGNED.fullmatch(text) is not None
    plain = text.strip(" *-–()")
    office = _office(plain)
    return (bool(office) and (plain.isupper() or office == len(plain))) or _SIGNED.fullmatch(text) is not None


def signs_officially(pieces: Sequence[str]) -> bool:
    """True where an office stands before the first that could be a person: "KT. CHỦ TỊCH / Nguyễn Văn Mẫu"."""
    return bool(pieces) and bool(_office(pieces[0]))


def claims_next(text: str) -> bool:
    """True for a line that says whose name comes next, and it is no author's: "Ảnh:", "PHÓ CHỦ TỊCH", "Tổng Biên tập".

    >>> [claims_next(text) for text in ("Đồ họa, ảnh:", "(Đã ký)", "Tổng Biên tập:", "Bài, ảnh:", "Hotline: 0900")]
    [True, True, True, False, False]
    """
    if len(text) > 80:
        return False
    return _CREDIT.fullmatch(text) is not None or is_office_line(text) or _EDITOR.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """True for a line that as a whole credits pictures: "Ảnh: Lê Ví".

    >>> is_credit("Ảnh: Lê Ví"), is_credit("Ảnh: nhiều hộ dân đã có nước sạch."), is_credit("Bài, ảnh: Lê Ví")
    (True, False, False)
    """
    label = _CREDIT.match(text) if len(text) < 80 else None
    names = [word for word in _BETWEEN.split(text[label.end() :]) if word] if label else []
    return 0 < len(names) <= 12 and all(name[0].isupper() or name == "và" for name in names)


def _office(piece: str) -> int:
    """How many characters of a text name an office, or whom somebody signs for, from its beginning; 0 for none."""
    form = search_form(piece)
    acts = _ACTS_FOR.match(form)
    rest = form[acts.end() :] if acts else form
    office = _OFFICE.match(rest)
    if office is not None:
        return len(form) - len(rest) + office.end()
    return len(form) if acts and (rest in ORGANISATIONS or ORGANISATIONS.begins(rest)) else 0
