"""The words by which `core.bylines` tells persons, papers and nobody apart: tables only.

Written with their marks, because names live close by: "Tiền Phong" is a paper and Tiến Phong a person, "Phòng Bạn đọc"
an office and Phong Bình a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from archiver.core.text import fold, search_form

_form: Final = lru_cache(maxsize=1024)(search_form)  # one piece is looked up in a handful of tables


@dataclass(frozen=True, slots=True)
class Table:
    """Words in search form, so that case and tone placement do not matter; marks do."""

    exact: frozenset[str]
    folded: frozenset[str] = frozenset()  # filled where a text without any mark may mean an entry as well

    def __contains__(self, text: str) -> bool:
        """True where the text is a word of the table."""
        return _form(text) in self.exact or (text.isascii() and text.lower() in self.folded)

    def begins(self, text: str) -> bool:
        """True where the text begins with words of the table, and more words follow."""
        form = _form(text)
        ends = [at for at, sign in enumerate(form) if sign == " "][:3]
        return any(form[:end] in self.exact for end in ends)


def table(text: str, *, unmarked: bool = False) -> Table:
    """A table from its entries, one between two bars; `unmarked`: they are met without marks too ("DAN TRI")."""
    entries = [" ".join(entry.split()) for entry in text.split("|") if entry.strip()]
    return Table(frozenset(map(search_form, entries)), frozenset(map(fold, entries)) if unmarked else frozenset())


# Roles, as the record names them. Keys are printed words in lower case with marks.
ROLES: Final = {
    "thực hiện": "produced by",
    "t/h": "produced by",
    "tổng hợp": "compiled",
    "biên soạn": "compiled",
    "sưu tầm": "collected",
    "st": "collected",
    "s.t": "collected",
    "dịch": "translated",
    "biên dịch": "translated",
    "lược dịch": "translated",
    "chuyển ngữ": "translated",
    "người dịch": "translated",
    "ghi": "recorded",
    "ghi chép": "recorded",
    "lược ghi": "recorded",
    "bài và ảnh": "text+photo",
    "bài, ảnh": "text+photo",
    "tin, ảnh": "text+photo",
    "tin và ảnh": "text+photo",
    "bài": "text",
    "tin": "text",
}
TEXT_WORDS: Final = frozenset({"tin", "bài", "bài viết", "nội dung", "lời", "tin bài", "chữ", "text"})
PHOTO_WORDS: Final = frozenset({"ảnh", "chùm ảnh", "hình ảnh", "hình", "photo"})
OTHER_CREDITS: Final = frozenset(
    {
        "video",
        "clip",
        "đồ họa",
        "đồ hoạ",
        "infographic",
        "thiết kế",
        "trình bày",
        "thể hiện",
        "kỹ thuật",
        "minh họa",
        "minh hoạ",
        "quay phim",
        "dựng phim",
        "dựng",
        "hình ảnh và dựng",
        "biên tập",
        "hiệu đính",
        "giọng đọc",
        "audio",
        "podcast",
    }
)

# Words before a name that say what somebody does; no part of the name.
FUNCTIONS: Final = re.compile(
    r"(?:(?:nhóm )?(?:phóng viên|pv|p\.v|cộng tác viên|ctv|c\.t\.v|biên tập viên|btv|nhà báo|tác giả|bạn đọc|nhà văn|"
    r"nhà thơ|họa sĩ|nsna)|(?:pgs|gs|ts|ths|th\.s|bs|ls|kts|cn|ncs|thạc sĩ|thạc sỹ|tiến sĩ|tiến sỹ|bác sĩ|luật sư)"
    r"(?:[.,\-](?:ts|ths|bs|bscki|bsckii))?)(?:\.|:|\.:)? (?=\S)",
    re.IGNORECASE,
)

# What stands where a name should, and is nobody's.
NOBODY: Final = table(
    """Ngày|Ban Biên tập|BBT|Biên tập|Tòa soạn|Nhóm phóng viên|Nhóm PV|Phóng viên|PV|P.V|PVS|CTV|C.T.V|
    Cộng tác viên|BTV|Biên tập viên|Nhóm tác giả|Tác giả|Bút danh|Tên tác giả|Họ tên|Họ và tên|Đang cập nhật|
    Chưa rõ|Khuyết danh|Vô danh|Ẩn danh|Không rõ|NVCC|ST|S.T|Sưu tầm|Tổng hợp|Biên soạn|Thực hiện|Dịch|Ghi|Tin|Bài|
    Ảnh|Video|Clip|Audio|Theo|Nguồn|Internet|Mạng|Tư liệu|Ảnh tư liệu|Minh họa|Cung cấp|Tin bài|Bài viết|Người dân|
    Bạn đọc|Độc giả|Nhân vật cung cấp|admin|administrator|Quản trị|Quản trị viên|webmaster|editor|author|authors|
    reporter|user|guest|test|tester|root|staff|unknown|anonymous|none|null|undefined|nan|n/a|na|tbd|no name|noname|
    default|system|super user|superuser|mediatech|vccorp|vccorp.vn|hemera|epi|onecms|one cms|1cms|nukeviet|
    wordpress|joomla|drupal|vnpt|viettel|fpt|Bản quyền|Trang chủ|Báo điện tử|Báo online|Báo in|TH|ban bien tap|
    nhom pv|nhom phong vien|phong vien|toa soan|quan tri|tong hop|dang cap nhat|khuyet danh|but danh|tac gia"""
)
# What begins a group or an office: nobody by name.
NOBODY_STARTS: Final = table(
    """nhóm|ban biên tập|ban thư ký|ban chuyên đề|ban thời sự|ban kinh tế|phòng phóng viên|phóng viên|tổ phóng viên|
    phòng biên tập|tập thể|cập nhật|ngày đăng|đăng lúc|bản quyền|copyright|theo dõi|thực hiện|nguồn|ảnh"""
)
# Words of a page's own furniture and of dates: printed like names, but nobody's.
FURNITURE: Final = table(
    """Tin liên quan|Tin mới|Tin khác|Tin cùng chuyên mục|Cùng chuyên mục|Đọc thêm|Xem thêm|Đọc nhiều|Xem nhiều|
    Tin nổi bật|Tin mới nhất|Bài liên quan|Bài viết liên quan|Có thể bạn quan tâm|Đừng bỏ lỡ|Chia sẻ|Bình luận|
    In bài|In bài viết|Gửi email|Gửi bài|Gửi bình luận|Lưu bài|Quay lại|Trở lại|Trở về|Về đầu trang|Lên đầu trang|
    Từ khóa|Tag|Tags|Theo dõi|Google News|Facebook|Zalo|Twitter|Print|Email|Share|Like|Home|Liên hệ|Quảng cáo|Thích|
    Xem|In|Gửi|Lưu|Hết|Nghe|Tải về|Đăng nhập|Đăng ký|Tìm kiếm|Menu|Media|Photo|Emagazine|Infographic|Podcast|
    Multimedia|Thứ hai|Thứ ba|Thứ tư|Thứ năm|Thứ sáu|Thứ bảy|Chủ nhật|Hôm nay|Hôm qua|GMT|AM|PM|SA|CH|Thời sự|
    Chính trị|Kinh tế|Văn hóa|Xã hội|Thể thao|Giáo dục|Pháp luật|Quốc tế|Thế giới|Du lịch|Y tế|Sức khỏe|Đời sống|
    Khoa học|Công nghệ|Giải trí|Quốc phòng|An ninh|Trong nước|Trong tỉnh|Mới nhất|Nổi bật|Tiêu điểm|Sự kiện|
    Chuyên đề|Phóng sự|Ký sự|Ghi chép|Bản tin|Điểm báo|Lượt xem|Lượt đọc|Ảnh minh họa|Nguồn ảnh|Trang|Mục lục|Khác|
    Nội dung|Góp ý|Ý kiến|Phản hồi|Xuất bản|Cỡ chữ|Mặc định|Đánh giá|Nghe đọc bài|Nghe bài|Tin tức mới|Tin nhanh|
    Tin ảnh|Bài đọc nhiều|Từ khóa liên quan|Viết bình luận|Tăng|Giảm|Đồ họa|Thư viện"""
)

# Papers, agencies and stations that are printed without a word such as "Báo" before them.
OUTLETS: Final = table(
    """TTXVN|TTX|TTXVN/Vietnam+|Thông tấn xã Việt Nam|Thông tấn xã|Vietnam+|VietnamPlus|VNA|Tin tức|BNews|VOV|
    VOV.VN|VOV1|VOV2|VOV3|VOV4|VOV5|VOV Giao thông|VTV|VTV1|VTV24|VTV.vn|VTC|VTC News|VTCNews|HTV|ANTV|QPVN|
    Dân Việt|Dân trí|Người Lao Động|NLĐ|NLĐO|Lao Động|Tuổi Trẻ|TTO|Thanh Niên|TNO|Tiền Phong|TPO|VnExpress|
    VietNamNet|VNN|Zing|Zing News|ZingNews|Znews|Nhân Dân|Nhân Dân điện tử|Quân đội nhân dân|QĐND|Công an nhân dân|
    CAND|Hànộimới|Hà Nội mới|Kinh tế đô thị|Kinh tế & Đô thị|Sài Gòn Giải Phóng|SGGP|Pháp luật TP.HCM|
    Pháp luật TPHCM|PLO|PLVN|Pháp luật Việt Nam|Đại Đoàn Kết|Đại biểu Nhân dân|Đầu tư|Công Thương|
    Tài nguyên & Môi trường|Tài nguyên và Môi trường|Tài nguyên Môi trường|Nông nghiệp Việt Nam|
    Nông nghiệp và Môi trường|Nông thôn ngày nay|Giao thông|Xây dựng|Giáo dục và Thời đại|Giáo dục & Thời đại|GDTĐ|
    Giáo dục Việt Nam|Sức khỏe và Đời sống|Sức khỏe & Đời sống|Sức khỏe đời sống|Phụ nữ Việt Nam|Phụ nữ TP.HCM|
    Phụ nữ|Gia đình và Xã hội|An ninh thủ đô|ANTĐ|An ninh thế giới|CafeF|CafeBiz|CafeLand|Nhịp sống thị trường|
    Nhịp sống kinh tế|Soha|Kênh14|GenK|24h|Ngôi sao|Saostar|VnEconomy|Thời báo Tài chính|Thời báo Ngân hàng|
    Thời báo Kinh tế Sài Gòn|Kinh tế Sài Gòn|Trí thức trẻ|Tri thức trẻ|Tri thức|Tri thức và Cuộc sống|
    Doanh nhân Sài Gòn|Diễn đàn doanh nghiệp|Đời sống và Pháp luật|Đời sống & Pháp luật|Đời sống pháp luật|
    Người đưa tin|Người đưa tin pháp luật|Một thế giới|Infonet|VietnamFinance|VietnamBiz|Báo Mới|Thể thao Văn hóa|
    Thể thao & Văn hóa|Thể thao 24h|Bóng đá|Bóng đá Plus|Chính phủ|Chinhphu.vn|VGP|VGP News|Cộng sản|Biên phòng|
    Hải quan|Bảo vệ pháp luật|Gia đình mới|VietQ|VietTimes|Viettimes|Nhà báo và Công luận|Nhà báo & Công luận|
    Người công giáo|Văn nghệ|Thời đại|Thế giới và Việt Nam|Tân Hoa xã|THX|TVPL|Reuters|AFP|AP|UPI|BBC|CNN|RT|TASS|
    ITAR-TASS|Sputnik|RIA Novosti|Xinhua|Yonhap|Kyodo|NHK|DW|DPA|EFE|ANSA|Bloomberg|CNBC|Forbes|Fortune|Time|
    Newsweek|The Guardian|Guardian|Telegraph|The Telegraph|Daily Mail|DailyMail|DM|Mirror|The Sun|Independent|
    The Economist|Economist|WSJ|Wall Street Journal|NYT|New York Times|Washington Post|USA Today|Los Angeles Times|
    Straits Times|The Straits Times|Bangkok Post|Jakarta Post|Nikkei|Nikkei Asia|SCMP|South China Morning Post|
    Global Times|Al Jazeera|ABC|ABC News|CBS|NBC|Fox|Fox News|NPR|Vice|BI|Business Insider|Insider|The Verge|
    TechCrunch|Marca|ESPN|Sky Sports|SkySports|LiveScience|Live Science|Nature|Science""",
    unmarked=True,
)
# Where stations and agencies have their bureaus, beside the provinces.
REGIONS: Final = table(
    """Tây Nguyên|Tây Bắc|Đông Bắc|Đông Nam Bộ|Tây Nam Bộ|Nam Trung Bộ|Bắc Trung Bộ|Miền Trung|Miền Bắc|Miền Nam|
    Miền Tây|Đồng bằng sông Cửu Long|ĐBSCL|Việt Bắc|TP.HCM|TPHCM|Sài Gòn"""
)
# One of these in a name makes it a paper's or a company's.
OUTLET_WORDS: Final = frozenset(
    {"times", "post", "news", "daily", "herald", "tv", "radio", "press", "agency", "network", "media", "magazine"}
    | {"journal", "telegraph", "guardian", "express", "insider", "tribune", "chronicle", "gazette", "observer"}
    | {"reuters", "bloomberg", "today", "mail", "channel", "group", "company", "corp", "newspaper", "broadcasting"}
)
# A person's name never begins with these. The first table publishes, and may be a source.
PUBLISHERS: Final = table(
    """báo|đài phát thanh|đài truyền hình|đài tiếng nói|đài PT-TH|đài PTTH|đài PT|đài TH|tạp chí|truyền hình|
    phát thanh|thông tấn xã|TTXVN|cổng thông tin|cổng TTĐT|cổng|trang thông tin|trang tin|bản tin|thời báo|kênh|VOV|
    VTV|VTC|HTV|website|chuyên trang"""
)
ORGANISATIONS: Final = table(
    """ban tuyên giáo|ban tổ chức|ban dân vận|ban quản lý|ban chỉ đạo|ban chỉ huy|ban thường vụ|ban chấp hành|
    ban nội chính|ban dân tộc|ban công tác|ban quản trị|ban giám|sở|phòng|trung tâm|UBND|HĐND|công an|bộ đội|bộ|hội|
    ủy ban|tỉnh ủy|huyện ủy|thành ủy|thị ủy|trường đại học|trường cao đẳng|trường chính trị|trường THPT|trường THCS|
    trường tiểu học|trường mầm non|bệnh viện|công ty|tập đoàn|chi cục|cục|tổng cục|viện|đoàn thanh niên|tỉnh đoàn|
    huyện đoàn|mặt trận|liên đoàn|văn phòng|đại học|học viện|câu lạc bộ|CLB|TP|TP.|tỉnh|huyện|thành phố|thị xã|xã|
    phường|quận|đảng bộ|đảng ủy|chi bộ|quân khu|bộ chỉ huy|tòa án|viện kiểm sát|ngân hàng|nhà xuất bản|NXB|
    chính phủ|quốc hội"""
)
# Family names that hardly begin anything but a person's name; folded.
SURNAMES: Final = frozenset(
    {"nguyen", "tran", "le", "pham", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly"}
    | {"truong", "trinh", "dinh", "doan", "lam", "mai", "dao", "cao", "luu", "luong", "thai", "chu", "ta", "phung"}
    | {"to", "vuong", "tang", "quach", "kieu", "tong", "trieu", "nghiem", "khuat", "hoang"}
)
