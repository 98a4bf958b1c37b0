"""What class names and labels say about a piece of a page, in Vietnamese and English: tables, and how they are asked."""

from __future__ import annotations

import re
from functools import lru_cache


class Sign:
    """What the markup says that an element is: bits of an int. No enum: a page asks a hundred thousand times."""

    NONE = 0
    NAV = 1
    FOOT = 2
    SIDE = 4
    COMMENT = 8
    RELATED = 16
    SHARE = 32
    AD = 64
    RATING = 128
    TAGS = 256
    CRUMB = 512
    AUTHOR = 1024
    DATE = 2048
    LEAD = 4096
    TITLE = 8192
    VIEWS = 16384
    CAPTION = 32768
    BODY = 65536
    HIDDEN = 131072
    SECTION = 262144
    SOURCE = 524288
    QUOTE = 1048576
    PHOTO = 2097152
    BIO = 4194304


ASIDE = (
    Sign.NAV | Sign.FOOT | Sign.SIDE | Sign.COMMENT | Sign.RELATED | Sign.SHARE | Sign.AD | Sign.RATING | Sign.HIDDEN
)
"""What is beside the article: never its body, its date or its byline."""

# Words of class names and ids: split at hyphens, underscores, digits and capitals; also two neighbours joined.
_WORDS: dict[int, str] = {
    Sign.NAV: "nav navbar navigation menu submenu menubar topmenu mainmenu megamenu pagination pager paging toc",
    Sign.FOOT: "footer copyright colophon",
    Sign.SIDE: "sidebar aside rightcol leftcol colright colleft rightcolumn leftcolumn",
    Sign.COMMENT: "comment comments commentlist binhluan cmt ykien ykienbandoc fbcomments disqus phanhoi coral",
    Sign.RELATED: (
        "related relate relates relatednews relatedposts relatedarticles lienquan tinlienquan tinlq bailienquan recommend"
        " recommended recommendation recommendations cungchuyenmuc samecate samecategory othernews tinkhac tinkhac"
        " tincungloai mostread mostviewed mostpopular docnhieu xemnhieu xemthem docthem popular trending"
        " suggest suggested suggestion readmore readalso alsoread seealso teaser teasers promo promobox"
        " taboola outbrain newsletter signup subscribe subscription upsell morestories morenews moreon furtherreading"
        " recirculation recirc linkbox inlinelink crosslink articlelist newslist"
    ),
    Sign.SHARE: "share sharing shares sharebar sharetools social socials socialmedia addthis addtoany sharethis chiase likebox fblike toolbar",
    Sign.AD: "ad ads adv advert adverts advertisement advertising advertorial banner banners quangcao sponsor sponsored dfp adsense adsbygoogle adslot gpt",
    Sign.RATING: "rating ratings vote votes voting danhgia reaction reactions emotion star stars poll",
    Sign.TAGS: "tag tags taglist tagslist tagcloud keyword keywords tukhoa hashtag hashtags topics",
    Sign.CRUMB: "breadcrumb breadcrumbs crumb crumbs duongdan",
    Sign.AUTHOR: "author authors byline bylines tacgia butdanh pseudonym writer journalist reporter nguoiviet",
    Sign.DATE: "date time datetime published publish pubdate publishdate publishtime ngay ngaydang thoigian timestamp posted created datepublished",
    Sign.LEAD: (
        "sapo lead lede leadtext summary desc description excerpt intro introtext textintro standfirst hometext trichyeu"
        " tomtat chapeau abstract dek deck mota motangan subheadline teasertext"
    ),
    Sign.TITLE: "title headline tieude",
    Sign.VIEWS: (
        "view views viewcount viewscount viewcounter pageview pageviews luotxem luotdoc solanxem solandoc luot hits hitcount"
        " readcount statisticscounter totalviews postviews viewed"
    ),
    Sign.CAPTION: "caption captions figcaption chuthich imgcaption captiontext imagecaption photocaption picturecaption",
    Sign.BODY: (
        "articlebody articlecontent newscontent noidung detailcontent contentdetail postcontent entrycontent bodytext"
        " storybody storycontent articletext newsbody newstext bodycontent textbody contentnews singlecontent fulltext"
        " chitiet postbody contentbody articlebodytext storytext"
    ),
    Sign.SECTION: "category cate section chuyenmuc kicker rubrik",
    Sign.SOURCE: "source nguon nguontin",
    Sign.QUOTE: "quote pullquote blockquote trichdan",
    Sign.PHOTO: "image images photo photos picture figure img gallery slideshow media anh hinhanh",
    Sign.BIO: "bio authorbox authorbio aboutauthor authorinfo",
}
_BY_WORD: dict[str, int] = {}
for _sign, _line in _WORDS.items():
    for _word in _line.split():
        _BY_WORD[_word] = _BY_WORD.get(_word, Sign.NONE) | _sign
_BY_TAG = {
    "nav": Sign.NAV,
    "footer": Sign.FOOT,
    "aside": Sign.SIDE,
    "figcaption": Sign.CAPTION,
    "time": Sign.DATE,
    "blockquote": Sign.QUOTE,
    "figure": Sign.PHOTO,
    "ins": Sign.NONE,
}
_BY_ROLE = {
    "navigation": Sign.NAV,
    "contentinfo": Sign.FOOT,
    "complementary": Sign.SIDE,
    "search": Sign.NAV,
    "dialog": Sign.HIDDEN,
    "alertdialog": Sign.HIDDEN,
}
_BY_PROPERTY = {
    "author": Sign.AUTHOR,
    "datepublished": Sign.DATE,
    "datemodified": Sign.DATE,
    "headline": Sign.TITLE,
    "description": Sign.LEAD,
    "articlebody": Sign.BODY,
    "caption": Sign.CAPTION,
    "breadcrumb": Sign.CRUMB,
    "keywords": Sign.TAGS,
    "articlesection": Sign.SECTION,
}
_HIDDEN_CLASSES = frozenset(
    ["hidden", "hide", "d-none", "dnone", "display-none", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "noshow"]
)
_SHOWN_AGAIN = re.compile(
    r"(?:^|\s)(?:[a-z]{2,3}:(?:block|flex|inline|grid|table)|d-[a-z]{2,3}-(?:block|flex|inline|grid))"
)
_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@lru_cache(maxsize=16384)
def signs_of_name(name: str) -> int:
    """What a class attribute or an id says.

    >>> signs_of_name("article__sapo cms-desc") == Sign.LEAD
    True
    >>> signs_of_name("ctl00_lblLuotXem") == Sign.VIEWS
    True
    """
    found = Sign.NONE
    for one in name[:400].split():
        if one.lower() in _HIDDEN_CLASSES and not _SHOWN_AGAIN.search(name):
            found |= Sign.HIDDEN
        words = [word.lower() for word in _SPLIT.findall(one)]
        for at, word in enumerate(words):
            found |= _BY_WORD.get(word, Sign.NONE)
            if at:
                found |= _BY_WORD.get(words[at - 1] + word, Sign.NONE)
                if at > 1:
                    found |= _BY_WORD.get(words[at - 2] + words[at - 1] + word, Sign.NONE)
    return found


@lru_cache(maxsize=16384)
def signs(tag: str, names: str, ident: str, role: str, prop: str) -> int:
    """What an element's tag, class, id, role and itemprop (or data-role) say together."""
    found = _BY_TAG.get(tag, Sign.NONE)
    if names:
        found |= signs_of_name(names)
    if ident:
        found |= signs_of_name(ident)
    if role:
        found |= _BY_ROLE.get(role, Sign.NONE)
    if prop:
        for one in prop.lower().split():
            found |= _BY_PROPERTY.get(one, Sign.NONE)
    return found


# --- labels
RELATED_LABEL = re.compile(
    r"^[\s>»\-–•*:\[(]*(?:(?:các\s+)?(?:tin|bài|video|clip|ảnh|bài viết|tin bài|tin tức|nội dung|chủ đề|các bài)\s*(?:viết\s*)?"
    r"(?:liên quan|cùng chuyên mục|cùng chủ đề|cùng loại|mới hơn|cũ hơn|mới nhất|khác|đọc nhiều|nổi bật|nên đọc|đọc tiếp|tiếp theo)"
    r"|những tin (?:mới|cũ) hơn|có thể bạn quan tâm|bạn có thể quan tâm|bạn quan tâm|mời (?:quý vị |bạn )?(?:xem|đọc) thêm|xem thêm|đọc thêm|"
    r"đọc tiếp|xem tiếp|đừng bỏ lỡ|tham khảo thêm|cùng chuyên mục|liên quan|tin cùng chuyên mục|mời bạn đọc|mời quý độc giả|"
    r"read more|read also|also read|related(?: articles| stories| news| posts| content)?|see also|more on this(?: story)?|"
    r"recommended(?: for you| reading| stories)?|you may also like|more from|more stories|don[’']t miss|"
    r"lesen sie auch|mehr zum thema|auch interessant|lire aussi|à lire aussi|lees ook|leia também|lea también|leggi anche|les også)"
    r"\s*(?:[:：…]|\.{3})?\s*",
    re.IGNORECASE,
)
LEADING_ARROW = re.compile(r"^\s*(?:>>+|»+|->|→|=>|⇒|☛|►|▶|👉|&gt;)\s*")
FOLLOW_US = re.compile(
    r"theo dõi .{0,60}(?:google news|google tin tức|trên zalo|facebook|kênh|youtube)|mời (?:quý )?(?:bạn đọc|độc giả|quý vị) (?:theo dõi|đón xem)"
    r"|tải ứng dụng|quét mã qr|follow us (?:on|at)|sign up (?:for|to) (?:our|the|your)|subscribe to (?:our|the)|join our|download (?:our|the) app"
    r"|click here to (?:subscribe|read|join)",
    re.IGNORECASE,
)
CHROME_LINE = re.compile(
    r"^\W*(?:chia sẻ|share|facebook|twitter|zalo|email|in bài(?: viết)?|in trang|print|copy link|sao chép|lưu bài(?: viết)?|lưu tin|"
    r"gửi (?:bài|email|bình luận)|bình luận|viết bình luận(?: mới)?|ý kiến(?: bạn đọc)?|phản hồi|cỡ chữ.{0,30}|mặc định|quảng cáo|advertisement|"
    r"ads?|theo dõi|nghe (?:đọc )?bài.{0,20}|trang chủ|về trang chủ|quay lại|lên đầu trang|top|tags?|từ khóa|chủ đề|nguồn tin|a-|a\+|aa|"
    r"thích|like|tweet|whatsapp|telegram|messenger|pinterest|linkedin|loading\.*|đang tải.{0,20}|đọc ngay|xem ngay|xem chi tiết|ẩn|mở rộng)"
    r"[\s:]*(?:\(?\d*\)?)\s*$",
    re.IGNORECASE,
)
LEGAL_LINE = re.compile(
    r"©|®|\bcopyright\b|all rights reserved|giấy phép (?:số|hoạt động|xuất bản|thiết lập)|(?:tổng|phó tổng) biên tập\s*:|ghi rõ nguồn|cơ quan chủ quản"
    r"|bản quyền (?:thuộc|của)|đường dây nóng[^.]{0,40}?\d{3}|liên hệ quảng cáo|chịu trách nhiệm nội dung",
    re.IGNORECASE,
)
TAGS_LABEL = re.compile(
    r"^\s*(?:từ khóa|từ khoá|tags?|chủ đề|keywords?|topics?|thẻ|schlagw[oö]rte?r?)\s*[:：]?\s*", re.IGNORECASE
)
VIEWS_LABEL = re.compile(
    r"(?:số\s+)?lượt\s+(?:xem|đọc|view)|số\s+lần\s+(?:xem|đọc)|đã\s+(?:xem|đọc)|người\s+(?:đã\s+)?(?:xem|đọc)|lần\s+(?:xem|đọc)|\bviews?\b|\breads\b|\bhits\b",
    re.IGNORECASE,
)
COMMENTS_LABEL = re.compile(
    r"^\W*(?:(?:ý kiến|bình luận|phản hồi|thảo luận|comments?|kommentare)(?:\s+(?:bạn đọc|độc giả|của bạn đọc|của bạn))?\s*[:(\[]*\s*(?P<after>\d{1,6})\s*[)\]]*"
    r"|(?P<before>\d{1,6})\s+(?:ý kiến|bình luận|phản hồi|comments?|kommentare))\W*$",
    re.IGNORECASE,
)
COMMENTS_HEAD = re.compile(
    r"^\W*(?:\d{1,6}\s+)?(?:ý kiến|bình luận|phản hồi|thảo luận|comments?|kommentare|viết bình luận|gửi (?:bình luận|ý kiến|phản hồi))\b"
    r"(?:\s+(?:bạn đọc|độc giả|của bạn đọc|của bạn))?\W*\d*\W*$",
    re.IGNORECASE,
)
UPDATED_LABEL = re.compile(
    r"cập nhật|sửa lần cuối|chỉnh sửa|lần sửa|\b(?:last )?(?:updated|modified|edited)\b|aktualisiert|mis à jour|actualizado|aggiornat|bijgewerkt|oppdatert|uppdaterad",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{[^}]*\}", re.DOTALL)
