"""Vietnamese text as it should be kept, compared and searched: cleaning, folding, tone placement, damage."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

# Removed wherever they stand: C0 and C1 controls that are no white space, soft hyphen, zero-width signs,
# direction marks, byte order marks and noncharacters. Nobody reads them, and each makes two equal words unequal.
_JUNK: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]+"
)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS: Final = re.compile(r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);)+")
_ROUNDS: Final = 8  # a text that still changes after so many rounds was made to

_MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK: Final = re.compile(f"[{_MARKS}]+")


def nfc(text: str) -> str:
    """The same text with every letter composed (NFC), and nothing else changed.

    >>> len(nfc("e\\u0323\\u0302"))
    1
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """The text as a reader sees it: entities decoded, NFC, no invisible signs, white space folded to single spaces.

    Never the raw text of a value: that is kept beside it. Entities are decoded to the bottom (`&amp;aacute;` is a
    common fault of content systems), but only where they end in `;`. Half of a surrogate pair becomes U+FFFD.
    Cleaning a clean text changes nothing.

    Source:
        research/quirks.md section 1: NFC and NFD in one page, zero-width signs, double spaces inside names.

    >>> clean("  &#272;&#7855;k\\u00a0No\\u0302ng\\u200b ")
    'Đắk Nông'
    """
    text = nfc(text)
    if "&" not in text and text.isprintable():  # most texts are: no junk, and no white space but spaces
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    for _ in range(_ROUNDS):
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if _JUNK.search(text):
            text = _JUNK.sub(_replaced, text)
        elif "&" not in text or ";" not in text:
            break
        decoded = _ENTITY.sub(_decoded, _AMPERSANDS.sub("&", text))
        if decoded == text and unicodedata.is_normalized("NFC", text) and not _JUNK.search(text):
            break
        text = decoded
    return " ".join(text.split())


def _replaced(junk: re.Match[str]) -> str:
    """Nothing for signs that nobody sees, U+FFFD for half of a surrogate pair: a letter stood there."""
    return "\ufffd" if any("\ud800" <= sign <= "\udfff" for sign in junk.group()) else ""


def _decoded(entity: re.Match[str]) -> str:
    """The sign that an entity stands for; the entity itself where it stands for none."""
    return html.unescape(entity.group())


class _FoldTable(dict[int, str]):
    """Letter -> letters without marks, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if code < 0x3000:  # a page of Chinese must not make the table grow without end
            self[code] = folded
        return folded


def _fold_letter(letter: str) -> str:
    """One letter in lower case without its marks."""
    if letter in "đĐðÐ":
        return "d"
    bare = _MARK.sub("", unicodedata.normalize("NFD", letter.lower()))
    return unicodedata.normalize("NFC", bare.lower())


_FOLD: Final = _FoldTable()


def fold(text: str) -> str:
    """The text in lower case without any mark: what a word typed without marks is compared with.

    One fold for both database engines, for names of papers and provinces, and for patterns. `đ` becomes `d`, and so
    does `Ð` (U+00D0), which looks the same. Folding a folded text changes nothing.

    >>> fold("Đắk Nông"), fold("HÒA BÌNH")
    ('dak nong', 'hoa binh')
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_FOLD)


def has_marks(word: str) -> bool:
    """True where a word was typed with Vietnamese marks, so that it must match exactly.

    >>> has_marks("bão"), has_marks("Dak"), has_marks("đi")
    (True, False, True)
    """
    return not word.isascii() and nfc(word).lower() != fold(word)


# The two placements of the tone mark, as pairs (older: on the first vowel, newer: on the second).
_OLDER: Final = {"a": "òóỏõọ", "e": "òóỏõọ", "y": "ùúủũụ"}
_NEWER: Final = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_TO_OLDER: Final = {
    ("u" if vowel == "y" else "o") + new: old + vowel
    for vowel in "aey"
    for old, new in zip(_OLDER[vowel], _NEWER[vowel], strict=True)
}
_TO_NEWER: Final = {old: new for new, old in _TO_OLDER.items()}
_OPEN_SYLLABLE: Final = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")
_CLOSED_SYLLABLE: Final = re.compile(r"(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?=[^\W\d_])")


def search_form(text: str) -> str:
    """What exact search indexes and compares: lower case, NFC, one placement of the tone mark.

    `hoà` and `hòa`, `thuỷ` and `thủy`, `khoẻ` and `khỏe` are the same words spelled by two rules; both stand in the
    same papers. All other marks stay, so `bão` never finds `báo`. Not for display.

    Source:
        research/quirks.md section 1 counts both placements; `qu` is a consonant, so `quý` stays.

    >>> search_form("Hoà Bình") == search_form("HÒA BÌNH")
    True
    >>> search_form("Ủy ban"), search_form("Uỷ ban"), search_form("quý")
    ('ủy ban', 'ủy ban', 'quý')
    """
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()).replace("ð", "đ")
    lower = _OPEN_SYLLABLE.sub(lambda m: _TO_OLDER[m.group()], lower)
    return _CLOSED_SYLLABLE.sub(lambda m: _TO_NEWER[m.group()], lower)


def search_prefixes(word: str) -> tuple[str, ...]:
    """The search forms with which the words begin that begin with `word`: two where the tone mark can still move.

    `hoà` ends as `hòa` when nothing follows, and stays `hoà` in `hoàn`.

    >>> search_prefixes("hoà"), search_prefixes("bã")
    (('hòa', 'hoà'), ('bã',))
    """
    form = search_form(word)
    end = form[-2:]
    if end not in _TO_NEWER or (end[1:] == "y" and form[-3:-2] == "q"):
        return (form,)
    return form, form[:-2] + _TO_NEWER[end]


def tone_placements(form: str) -> tuple[str, ...]:
    """The spellings of which `search_form` makes this one, itself first; a rarer spelling may stand among them.

    >>> tone_placements("hòa"), tone_placements("thuyền")
    (('hòa', 'hoà'), ('thuyền',))
    """
    pairs = () if form.startswith("q") else (*_TO_NEWER.items(), *_TO_OLDER.items())
    return (form, *(form.replace(one, other) for one, other in pairs if one in form))


_VIETNAMESE: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_CP1252_TAIL: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE: Final = re.compile(f"[ÃÄÆÂÌ][{_CP1252_TAIL}]|á[º»][{_CP1252_TAIL}]|â€[{_CP1252_TAIL}]")
_VNI: Final = re.compile(r"(?i:[aeoyuöô][øïûåäëæ]|[aoe]â|aê|[öôa]ù)")
_SUSPECT: Final = re.compile(r"[ÃÄÆÂÌäåæëïñöøûÑÖØÏÛÅË\xa7-\xbe€]")  # every damaged text has one; a sound one rarely
_TCVN3: Final = re.compile(r"[A-Za-z][¨©ª«¬®\xadµ¶·¸¹º»¼½¾]|[®§][A-Za-z]")
# Each match of the pattern has one of these: to count them takes a tenth of the time.
_VNI_SIGN: Final = re.compile("[øïûåäëæâêùØÏÛÅÄËÆÂÊÙ\u212b]")
_TCVN3_SIGN: Final = re.compile("[¨©ª«¬®\xadµ¶·¸¹º»¼½¾§]")
_LOST: Final = re.compile(r"[a-zà-ỹ]\?[a-zà-ỹ]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_VOWEL: Final = re.compile(
    r"(?:ngh?|gh?|kh|ph|qu?|th|tr|nh|ch|[bcdđhklmnprstvx])(?:ng|nh|ch|[cmnpt])", re.IGNORECASE
)


def damage(text: str) -> str | None:
    """What went wrong with a text before it came to us, None where nothing seems wrong.

    The answer is one of `"replacement"` (U+FFFD stands in it), `"mojibake"` (UTF-8 read as Latin), `"legacy font"`
    (letters of VNI or TCVN3 fonts), `"question marks"` (letters replaced by `?`), `"lost letters"`. A hint for
    `Reason.ENCODING`, not a repair: such a text is kept as it came.

    Source:
        research/quirks.md section 1, "Lossy legacy text".

    >>> damage("Ä\\x90áº¯k NÃ´ng"), damage("Đắk Nông"), damage("vuøng naøy ñöôïc")
    ('mojibake', None, 'legacy font')
    """
    if "\ufffd" in text:
        return "replacement"
    if _SUSPECT.search(text):
        sound = len(_VIETNAMESE.findall(text))
        if _more_than(_MOJIBAKE, text, max(1, sound)):
            return "mojibake"
        few = text.count(" ") // 8  # a legacy font marks every second word; other languages have ä and « as well
        for pattern, sign, least in ((_VNI, _VNI_SIGN, 1), (_TCVN3, _TCVN3_SIGN, 2)):
            limit = max(least, sound, few)
            if _more_than(sign, text, limit) and _more_than(pattern, text, limit):
                return "legacy font"
    if "?" in text:
        doubtful = [word for word in text.split() if "?" in word and "/" not in word and "=" not in word]
        hits = sum(1 for word in doubtful if _LOST.search(word))
        if hits >= (1 if len(text) < 200 else 2):
            return "question marks"
    words = _WORD.findall(text[:300])  # enough to tell, and a long body costs nothing
    bare = [word for word in words if len(word) >= 3 and _NO_VOWEL.fullmatch(word)]
    if len(bare) >= 2 and len(bare) * 4 >= len(words):
        return "lost letters"
    return None


def _more_than(pattern: re.Pattern[str], text: str, limit: int) -> bool:
    """True where a pattern is found more often than `limit`."""
    return len(pattern.findall(text)) > limit
