"""What short texts around an article say of themselves, in Vietnamese, English and other languages."""

from __future__ import annotations

import re


class Phrases:
    """A pattern that is asked of many lines: it looks only where one of its words stands at all.

    A search for twenty phrases takes 40 µs a line; a look for their rarest letters takes less than one. Whatever the
    pattern finds must have one of the words: tests/core/test_labels.py tries.
    """

    def __init__(self, words: str, pattern: str) -> None:
        self.words = tuple(words.split("|"))
        self.pattern = re.compile(pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in the text, None where there is none.

        >>> bool(LEGAL_LINE.search("Giấy phép số 12/GP-BTTTT")), bool(LEGAL_LINE.search("Cầu mới thông xe"))
        (True, False)
        """
        low = text.lower()
        for word in self.words:  # a plain loop: this is asked of every line
            if word in low:
                return self.pattern.search(text)
        return None


_RELATED = re.compile(
    r"^[\s>»\-–•*:\[(]*(?:(?:các\s+)?(?:tin|bài|video|clip|ảnh|bài viết|tin bài|tin tức|nội dung|chủ đề|"
    r"các bài)\s*(?:viết\s*)?"
    r"(?:liên quan|cùng chuyên mục|cùng chủ đề|cùng loại|mới hơn|cũ hơn|mới nhất|khác|đọc nhiều|nổi bật|nên đọc|"
    r"đọc tiếp|tiếp theo)"
    r"|những tin (?:mới|cũ) hơn|có thể bạn quan tâm|bạn có thể quan tâm|bạn quan tâm|mời (?:quý vị |bạn )?(?:xem|"
    r"đọc) thêm|xem thêm|đọc thêm|"
    r"đọc tiếp|xem tiếp|đừng bỏ lỡ|tham khảo thêm|cùng chuyên mục|liên quan|tin cùng chuyên mục|mời bạn đọc|"
    r"mời quý độc giả|"
    r"read more|read also|also read|related(?: articles| stories| news| posts| content| coverage| videos?)?|see also|"
    r"more on this(?: story)?|"
    r"recommended(?: for you| reading| stories| videos?)?|you may also like|more from|more stories|don[’']t miss|"
    r"lesen sie auch|mehr zum thema|auch interessant|lire aussi|à lire aussi|lees ook|leia também|lea también|"
    r"leggi anche|vedi anche|les også|les mer|läs (?:mer|också|även)|læs også|lue (?:myös|lisää)|lees (?:meer|verder)|"
    r"czytaj (?:więcej|także|też|również)|zobacz (?:też|także|również)|weiterlesen|mehr dazu|mehr lesen|siehe auch|"
    r"sur le même sujet|voir aussi|lisez aussi|lee también|te puede interesar|ver también|leia mais|lea más|"
    r"ayrıca (?:okuyun|bakınız)|ilgili haberler?|читайте также|читать также|přečtěte si(?: také)?|olvassa el)"
    r"\s*(?:[:：…]|\.{3})?\s*",
    re.IGNORECASE,
)
LEADING_ARROW = re.compile(r"^\s*(?:>>+|»+|->|→|=>|⇒|☛|►|▶|👉|&gt;)\s*")
FOLLOW_US = Phrases(
    "theo dõi|mời|ứng dụng|mã qr|follow|sign up|subscribe|join our|download|click here",
    r"theo dõi .{0,60}(?:google news|google tin tức|trên zalo|facebook|kênh|youtube)|mời (?:quý )?(?:bạn đọc|"
    r"độc giả|quý vị) (?:theo dõi|đón xem)"
    r"|tải ứng dụng|quét mã qr|follow us (?:on|at)|sign up (?:for|to) (?:our|the|your)|subscribe to (?:our|the)|"
    r"join our|download (?:our|the) app"
    r"|click here to (?:subscribe|read|join)",
)
CONSENT = Phrases(
    "redaktioneller inhalt|dieser stelle|extern|drittplattform|einverstanden|affiliate|commission|vous reste|réservé|"
    "preferred|failed to load|refreshing your|back to video|continues below",
    r"^\W*empfohlener redaktioneller inhalt|an dieser stelle finde(?:n sie|st du) |^\W*externer inhalt\b|"
    r"externe inhalte? (?:von|angezeigt|anzeigen|geladen)|daten an drittplattformen|"
    r"einverstanden, dass mir .{0,20}inhalte|"
    r"\bcontains? affiliate links?\b|earn an? (?:affiliate )?commission|add us as a preferred source|"
    r"^il vous reste [\d.,]+ ?%|réservée? aux abonnés|video has failed to load|^try refreshing your browser|"
    r"\bback to video$|^(?:article|story|advertisement|content) continues below",
)
"""What stands in the place of a post, video or paragraph that the reader does not get; what a shop's links pay."""
META_LINE = Phrases(
    "read|lese|lecture|läsning|publi|posted|updat|veröffentlicht|aktual|actualizado|uppdat|oppdat|opdater|mis à|stand",
    r"\b\d{1,2}[\s-]*min(?:ute[ns]?|uti|utos|utter|uter)?\.?\s*(?:read|lesezeit|de lecture|lesetid|läsning)\b|"
    r"\blese(?:dauer|zeit)\b|^\W*(?:published|posted|updated|last updated|veröffentlicht|aktualisiert|publicerad|"
    r"uppdaterad|publisert|oppdatert|opdateret|publié|mis à jour|publicado|actualizado|stand)\b.{0,40}\d",
)
"""What only says when a text was published, or how long reading takes; meant for short lines without a full stop."""
_CHROME = re.compile(
    r"^\W*(?:chia sẻ|share|facebook|twitter|zalo|email|in bài(?: viết)?|in trang|print|copy link|sao chép|"
    r"lưu bài(?: viết)?|lưu tin|"
    r"gửi (?:bài|email|bình luận)|bình luận|viết bình luận(?: mới)?|ý kiến(?: bạn đọc)?|phản hồi|cỡ chữ.{0,30}|"
    r"mặc định|quảng cáo|advertisement|"
    r"ads?|theo dõi|nghe (?:đọc )?bài.{0,20}|trang chủ|về trang chủ|quay lại|lên đầu trang|top|tags?|từ khóa|"
    r"chủ đề|nguồn tin|a-|a\+|aa|"
    r"mục lục|nội dung (?:chính|bài viết)|tóm tắt|"
    r"thích|like|tweet|whatsapp|telegram|messenger|pinterest|linkedin|loading\.*|đang tải.{0,20}|đọc ngay|xem ngay|"
    r"xem chi tiết|ẩn|mở rộng)"
    r"[\s:]*(?:\(?\d*\)?)\s*$",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """True for a line that is a button or a heading of the page's furniture: "Chia sẻ", "Bình luận (3)".

    >>> is_furniture("Viết bình luận mới"), is_furniture("Cầu mới thông xe")
    (True, False)
    """
    return len(text) < 60 and _CHROME.match(text) is not None


def related_label(text: str) -> re.Match[str] | None:
    """The label of a list of other articles at the beginning of a text: "Tin liên quan:"."""
    return _RELATED.match(text[:200])


def is_related_label(text: str) -> bool:
    """True for a line that is such a label and nothing else."""
    return len(text) < 80 and _RELATED.fullmatch(text) is not None


LEGAL_LINE = Phrases(
    "©|®|copyright|rights|giấy phép|biên tập|ghi rõ|chủ quản|bản quyền|đường dây|quảng cáo|chịu trách",
    r"(?<![^\W\d_])©(?!(?-i:[a-z]))|®(?![^\W\d_])"  # in TCVN3 they are letters
    r"|\bcopyright\b|all rights reserved|giấy phép (?:số|hoạt động|xuất bản|thiết lập)|(?:tổng|"
    r"phó tổng) biên tập\s*:|ghi rõ nguồn|cơ quan chủ quản"
    r"|bản quyền (?:thuộc|của)|đường dây nóng[^.]{0,40}?\d{3}|liên hệ quảng cáo|chịu trách nhiệm nội dung",
)
TAGS_LABEL = re.compile(
    r"^\s*(?:từ khóa|từ khoá|tags?|chủ đề|keywords?|topics?|thẻ|schlagw[oö]rte?r?)\s*[:：]?\s*", re.IGNORECASE
)
SECTION_LABEL = re.compile(
    r"(?:^|[|•·]\s)\W*(?:chuyên mục|chuyên trang|danh mục|thể loại|thuộc mục|mục|đăng trong|category|categories|"
    r"filed under|posted in|rubrik)\s*[:：]\s*",
    re.IGNORECASE,
)
HOME_WORDS = frozenset(
    [
        "trang chu",
        "trang nhat",
        "trang dau",
        "trang chinh",
        "home",
        "homepage",
        "startseite",
        "accueil",
        "start",
        "inicio",
        "forside",
    ]
)
"""What the first step of a line of crumbs is called; folded."""
VIEWS_LABEL = Phrases(
    "lượt|lần|đã|người|view|read|hits",
    r"(?:số\s+)?lượt\s+(?:xem|đọc|view)|số\s+lần\s+(?:xem|đọc)|đã\s+(?:xem|đọc)|người\s+(?:đã\s+)?(?:xem|đọc)|"
    r"lần\s+(?:xem|đọc)|\bviews?\b|\breads\b|\bhits\b",
)
COMMENTS_LABEL = re.compile(
    r"^\W*(?:(?:ý kiến|bình luận|phản hồi|thảo luận|comments?|kommentare)(?:\s+(?:bạn đọc|độc giả|của bạn đọc|"
    r"của bạn))?\s*[:(\[]*\s*(?P<after>\d{1,6})\s*[)\]]*"
    r"|(?P<before>\d{1,6})\s+(?:ý kiến|bình luận|phản hồi|comments?|kommentare))\W*$",
    re.IGNORECASE,
)
COMMENTS_HEAD = re.compile(
    r"^\W*(?:\d{1,6}\s+)?(?:ý kiến|bình luận|phản hồi|thảo luận|comments?|kommentare|viết bình luận|"
    r"gửi (?:bình luận|ý kiến|phản hồi))\b"
    r"(?:\s+(?:bạn đọc|độc giả|của bạn đọc|của bạn))?\W*\d*\W*$",
    re.IGNORECASE,
)
UPDATED_LABEL = Phrases(
    "cập|sửa|updated|modified|edited|aktual|mis à|aggiorn|bijgew|oppdat|uppdat|actual",
    r"cập nhật|sửa lần cuối|chỉnh sửa|lần sửa|\b(?:last )?(?:updated|modified|edited)\b|aktualisiert|mis à jour|"
    r"actualizado|aggiornat|bijgewerkt|oppdatert|uppdaterad",
)
OTHER_DATE = Phrases(
    "hạn|đến hết|hiệu lực|hồ sơ|khai mạc|bế mạc|khởi công|khai giảng|khánh thành|ngày |thầu|diễn ra|tổ chức|"
    "bắt đầu|kết thúc|dự kiến|chụp|tư liệu|deadline|expir|valid|due |closing|taken|file photo|starts|ends|begins|"
    "born|birth",
    r"(?:^|\W)(?:hạn (?:nộp|chót|cuối|đăng|nhận|gửi|trả|thanh toán|hoàn thành|sử dụng|góp ý|tham gia|tới|đến|là)|"
    r"hạn\s?:|thời hạn|hết hạn|đến hết|hiệu lực|(?:nhận|nộp|gửi) hồ sơ|khai mạc|bế mạc|khởi công|khai giảng|"
    r"khánh thành|ngày (?:thi|sinh|mất|ban hành|ký|bắt đầu|kết thúc|diễn ra|tổ chức|hết|đóng|mở|nộp|cấp|khởi hành|"
    r"chụp|họp|thành lập|xét tuyển)\b|(?:mở|đóng|đấu|mời|nộp) thầu|diễn ra|(?<!ban )tổ chức (?:vào|ngày|lúc|từ)|"
    r"bắt đầu|kết thúc|dự kiến|chụp (?:ngày|lúc|vào|hôm|sáng|trưa|chiều|tối|tháng)|ảnh chụp|ảnh tư liệu|deadline|"
    r"expir(?:es|y|ed)\b|valid (?:until|till|from|through)|due (?:date|by)|closing (?:date|on)|photo taken|"
    r"taken (?:on|in|at)|file photo|(?:starts|ends|begins)\s?:|born\b|date of birth)",
)
"""What says before a date that it is another's: a deadline's, an event's, a picture's, a person's."""
VENUE = re.compile(r"\W{0,9}(?:địa điểm|nơi tổ chức|venue|location|where)\s?:", re.IGNORECASE)
"""A line that says where something takes place: the time beside it is when."""
PLACEHOLDER = re.compile(r"\{\{[^{}]{0,200}\}\}|\{%[^{}%]{0,200}%\}|<%[^<>%]{0,200}%>|\$\{[^{}$]{0,200}\}")
