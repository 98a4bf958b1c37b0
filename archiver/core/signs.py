"""What class names say about a piece of a page, in Vietnamese and English: a table, and how it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
        "related relate relates relatednews relatedposts relatedarticles lienquan tinlienquan tinlq bailienquan "
        "recommend recommended recommendation recommendations cungchuyenmuc samecate samecategory othernews "
        "tinkhac tincungloai mostread mostviewed mostpopular docnhieu xemnhieu xemthem docthem popular trending "
        "suggest suggested suggestion readmore readalso alsoread seealso teaser teasers promo promobox "
        "taboola outbrain newsletter signup subscribe subscription upsell morestories morenews moreon furtherreading "
        "recirculation recirc linkbox inlinelink crosslink articlelist newslist"
    ),
    Sign.SHARE: (
        "share sharing shares sharebar sharetools social socials socialmedia addthis addtoany sharethis "
        "chiase likebox fblike toolbar"
    ),
    Sign.AD: (
        "ad ads adv advert adverts advertisement advertising advertorial banner banners quangcao sponsor "
        "sponsored dfp adsense adsbygoogle adslot gpt"
    ),
    Sign.RATING: "rating ratings vote votes voting danhgia reaction reactions emotion star stars poll",
    Sign.TAGS: "tag tags taglist tagslist tagcloud keyword keywords tukhoa hashtag hashtags topics",
    Sign.CRUMB: "breadcrumb breadcrumbs crumb crumbs duongdan",
    Sign.AUTHOR: "author authors byline bylines tacgia butdanh pseudonym writer journalist reporter nguoiviet",
    Sign.DATE: (
        "date time datetime published publish pubdate publishdate publishtime ngay ngaydang thoigian "
        "timestamp posted created datepublished"
    ),
    Sign.LEAD: (
        "sapo lead lede leadtext summary desc description excerpt intro introtext textintro standfirst hometext "
        "trichyeu tomtat chapeau abstract dek deck mota motangan subheadline teasertext"
    ),
    Sign.TITLE: "title headline tieude",
    Sign.VIEWS: (
        "view views viewcount viewscount viewcounter pageview pageviews luotxem luotdoc solanxem solandoc luot "
        "hits hitcount readcount statisticscounter totalviews postviews viewed"
    ),
    Sign.CAPTION: (
        "caption captions figcaption chuthich imgcaption captiontext imagecaption photocaption picturecaption"
    ),
    Sign.BODY: (
        "articlebody articlecontent newscontent noidung detailcontent contentdetail postcontent entrycontent bodytext "
        "storybody storycontent articletext newsbody newstext bodycontent textbody contentnews singlecontent fulltext "
        "chitiet postbody contentbody articlebodytext storytext"
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
    "comment": Sign.COMMENT,
}
_HIDDEN_CLASSES = frozenset(
    [
        "hidden",
        "hide",
        "d-none",
        "dnone",
        "display-none",
        "visually-hidden",
        "visuallyhidden",
        "sr-only",
        "screen-reader-text",
        "noshow",
    ]
)
_SHOWN_AGAIN = re.compile(
    r"(?:^|\s)(?:[a-z]{2,3}:(?:block|flex|inline|grid|table)|d-[a-z]{2,3}-(?:block|flex|inline|grid))"
)
_SIDEBARS = frozenset(
    ("left", "right", "primary", "secondary", "first", "second", "inner", "wrap", "widget", "area", "box")
)
_HIDES = 1 << 62  # of one name among several
_VIEW = 1 << 61  # a name with "view" or "views" in it: of a list, where a system calls its lists so
# "list-view" and "view-more" name a layout and a button: what stands there is no number of views.
_LAYOUTS = (  # before "view"
    "also card carousel calendar current default desktop full gallery grid list main map mobile most quick recent "
    "recently related router scroll slide slider swiper tab table thumb thumbnail tile tree web"
)
_PARTS_OF_LAYOUTS = (  # behind it
    "all block container content detail details element empty exposed field filters footer group header id label "
    "list mode more pager port row rows slideshow table"
)
_OTHER_COUNTS = "binh chia comment like mua share tai thich truy vote"  # behind "luot"
_NO_VIEWS_AFTER, _NO_VIEWS_BEFORE, _NO_LUOT_BEFORE = (
    frozenset(line.split()) for line in (_LAYOUTS, _PARTS_OF_LAYOUTS, _OTHER_COUNTS)
)
_LISTS = re.compile(r"(?:^|\s)(?:view-(?:id|dom-id|display-id|content)|views-(?:field|row|element|view))\b")
_HOOKS = ("js-", "qa-", "has-", "no-", "is-", "with-", "--")  # what a script or a state asks for, not what stands there
# What a program counts up for a style sheet says nothing: "css-1ad4f2", "Page_main__4Ads2".
_HASH = re.compile(r"\A(?:css|sc|jsx|svelte)-(?=[a-zA-Z]*\d)[a-zA-Z0-9]+|(?<=__)(?=[a-zA-Z]*\d)[a-zA-Z0-9]{5,6}\Z")
_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


_BEGINNINGS = frozenset(word[:end] for word in _BY_WORD for end in range(1, len(word)))  # a word that goes on
_PARTS = _BEGINNINGS.union(_BY_WORD)


def signs_of_name(name: str) -> int:
    """What a class attribute or an id says.

    >>> signs_of_name("article__sapo cms-desc") == Sign.LEAD
    True
    >>> signs_of_name("ctl00_lblLuotXem") == Sign.VIEWS
    True
    >>> signs_of_name("css-1ad4f2 Page_main__4Ads2") == Sign.NONE
    True
    """
    found = Sign.NONE
    for one in name[:400].split():
        found |= _signs_of_one(one)
    if found & _VIEW:
        found &= ~_VIEW
        if not _LISTS.search(name):
            found |= Sign.VIEWS
    if found & _HIDES:
        found &= ~_HIDES
        if not _SHOWN_AGAIN.search(name):
            found |= Sign.HIDDEN
    if found & Sign.BODY:
        found &= ~(Sign.SIDE | Sign.AD)  # "article-text dynamic-ads": the text that advertising is put into
    return found


@lru_cache(maxsize=16384)
def _signs_of_one(one: str) -> int:
    """What one name of a class attribute says; `_HIDES` where it hides, unless another shows again."""
    if one.startswith(_HOOKS):
        return Sign.NONE
    found = _HIDES if one.lower() in _HIDDEN_CLASSES else Sign.NONE
    words = _SPLIT.findall(_HASH.sub("", one))
    if not one.islower():
        words = [word.lower() for word in words]
    if _PARTS.isdisjoint(words):
        return found
    before = two = ""  # the word before, and the two before joined: where a longer word begins so
    for at, word in enumerate(words):
        if word in ("view", "views", "viewed"):
            following = words[at + 1] if at + 1 < len(words) else ""
            if following not in _NO_VIEWS_BEFORE and not (at and words[at - 1] in _NO_VIEWS_AFTER):
                found |= _VIEW
            found |= _BY_WORD.get(before + word, Sign.NONE) if before else Sign.NONE
        elif word == "luot" and at + 1 < len(words) and words[at + 1] in _NO_LUOT_BEFORE:
            pass  # "luot-thich": likes
        elif word != "sidebar" or at + 1 == len(words) or words[at + 1] in _SIDEBARS:  # else it holds the article
            found |= _BY_WORD.get(word, Sign.NONE)
            if before:
                found |= _BY_WORD.get(before + word, Sign.NONE)
            if two:
                found |= _BY_WORD.get(two + word, Sign.NONE)
        two = before + word if before and before + word in _BEGINNINGS else ""
        before = word if word in _BEGINNINGS else ""
    return found


# An id on a heading, or on what stands in one, is most often the heading's own words: "chia-se-kinh-nghiem".
_ANCHORED = frozenset(("h2", "h3", "h4", "h5", "h6", "span", "a", "strong", "b"))
_SLUG = re.compile(r"\A[A-Za-z]?[a-z0-9]*+(?:[-_][a-z0-9]++){2,40}+\Z")


@lru_cache(maxsize=16384)
def signs(tag: str, names: str, ident: str, role: str, prop: str) -> int:
    """What an element's tag, class, id, role and itemprop (or data-role) say together."""
    found = _BY_TAG.get(tag, Sign.NONE)
    if names:
        found |= signs_of_name(names)
    if ident and not (tag in _ANCHORED and _SLUG.match(ident)):
        found |= signs_of_name(ident)
    if role:
        found |= _BY_ROLE.get(role, Sign.NONE)
    if prop:
        for one in prop.lower().split():
            found |= _BY_PROPERTY.get(one, Sign.NONE)
    return found


def signs_of_attributes(tag: str, attributes: Iterable[tuple[str, str]]) -> int:
    """What an element's tag and attributes say that it is.

    >>> signs_of_attributes("div", [("class", "sapo"), ("style", "display: none")]) == Sign.LEAD | Sign.HIDDEN
    True
    """
    names = ident = role = prop = ""
    found = Sign.NONE
    for key, value in attributes:
        if key == "class":
            names = value
        elif key == "id":
            ident = value
        elif key == "role":
            role = value
        elif key == "itemprop" or (key == "data-role" and not prop):
            prop = value
        elif key == "hidden" or (key == "aria-hidden" and value == "true") or (key == "style" and _hides(value)):
            found = Sign.HIDDEN
    return found | signs(tag, names, ident, role, prop)


def _hides(style: str) -> bool:
    """True for a style attribute that hides its element."""
    if "none" not in style and "hidden" not in style:
        return False
    flat = style.replace(" ", "").lower()
    return "display:none" in flat or "visibility:hidden" in flat
