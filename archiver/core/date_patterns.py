"""The words and patterns by which `core.timestamps` knows dates and clocks.

All are for text that `clean` and `fold` went over: lower case, no marks, single spaces. No repetition stands inside
another open one, and none that is open begins a pattern, so each runs in linear time on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# Giêng and Chạp are months of the lunar calendar as well: a printed date that uses them is not read.
VIETNAMESE_MONTHS: Final = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
}
ENGLISH_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
# The months of a dozen languages of Europe, folded; of several spellings the longest is tried first.
_EUROPEAN: Final = (
    "january januar janvier enero gennaio janeiro januari jaenner janner styczen stycznia",
    "february februar fevrier febrero febbraio fevereiro februari lutego feber",
    "march marz maerz mrz mars marzo marco maart marts marca",
    "april avril abril aprile kwietnia",
    "mai mayo maggio maio mei maj maja",
    "june juni juin junio giugno junho czerwca",
    "july juli juillet julio luglio julho lipca",
    "august aout agosto augustus augusti sierpnia",
    "september septembre septiembre settembre setembro wrzesnia",
    "october oktober okt octobre octubre ottobre outubro pazdziernika",
    "november novembre noviembre novembro listopada",
    "dezember dez decembre diciembre dicembre dezembro december desember grudnia",
)
EUROPEAN_MONTHS: Final = {
    **ENGLISH_MONTHS,
    **{name: number for number, line in enumerate(_EUROPEAN, start=1) for name in line.split()},
}
WEEKDAYS: Final = {  # Monday: 0, as datetime counts; Vietnamese counts Monday as the second day
    **{name: day for day, name in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **{str(number): number - 2 for number in range(2, 8)},
    **dict.fromkeys(("chu nhat", "chunhat", "cn"), 6),
    **{name: day for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
ZONES: Final = {  # hours from UTC; those of RFC 822, and Vietnam's
    "z": 0,
    "gmt": 0,
    "utc": 0,
    "ut": 0,
    "ict": 7,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}


def _any_of(words: Iterable[str]) -> str:
    """An alternation of words for a verbose pattern, the longest first."""
    return "|".join(sorted((word.replace(" ", r"\ ") for word in words), key=len, reverse=True))


_SOME_MONTH: Final = _any_of(VIETNAMESE_MONTHS)
_ENGLISH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTHS: Final = _any_of(EUROPEAN_MONTHS)
_YEAR: Final = r"(?:19|20)\d\d"
_HALF: Final = r"a\.?m\.?|p\.?m\.?|sa|ch|sang|trua|chieu|toi|dem"

# 2022-03-29T09:04:00.987+07:00; the offset with or without colon or space, "+" lost on its way through an address.
ISO: Final = re.compile(
    r"\A(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:t| |, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"( ?(?:z|(?:gmt|utc)(?: ?[+-] ?\d{1,2}(?::?\d{2})?)?|[+-]\d{1,2}(?::?\d{2})?)| 07:?00)?)?"
)
ISO_BASIC: Final = re.compile(r"(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(z|[+-]\d{4})?")

# A clock and a date printed without a space between them.
GLUED: Final = re.compile(r"\d{1,2}:\d{2}(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})|[/.\-](?:19|20)\d\d(?=\d{1,2}[:h]\d{2})")
# "29 / 03 / 2022": spaces around the separators.
SPACED: Final = re.compile(rf"(?<!\d)(?<!\d:)(\d{{1,2}}) ?([/.\-]) ?(\d{{1,2}}) ?\2 ?({_YEAR})(?!\d)")

DATE: Final = re.compile(
    rf"""(?=[\djfmasondt])(?:
      (?<!\d)(?P<year_first>(?P<y1>{_YEAR})(?P<s1>[/.\-])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}}))(?!\d)
    | (?P<words>
        (?<!\d)(?P<d2>\d{{1,2}})\ ?(?:thang|thg|th)\.?\ ?(?P<m2>\d{{1,2}}|{_SOME_MONTH})
          ,?\ ?(?:nam\ ?|/\ ?|-\ ?)?(?P<y2>{_YEAR})
      | (?<!\d)(?P<d3>\d{{1,2}})[/.\-](?P<m3>\d{{1,2}}),?\ ?nam\ ?(?P<y3>{_YEAR})
      | (?<![a-z])(?:thang|thg|th)\.?\ ?(?P<m4>\d{{1,2}}|{_SOME_MONTH}),?\ (?:ngay\ )?(?P<d4>\d{{1,2}})
          (?:,\ ?|\ )(?:nam\ )?(?P<y4>{_YEAR})
      | (?<![a-z])nam\ (?P<y5>{_YEAR}),?\ thang\ (?P<m5>\d{{1,2}}|{_SOME_MONTH}),?\ ngay\ (?P<d5>\d{{1,2}})
      )(?!\d)
    | (?P<english>
        (?<!\d)(?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?:\ of)?[\ \-/](?P<m7>{_ENGLISH})\.?,?[\ \-/](?P<y7>\d{{4}}|\d{{2}})
      | (?<![a-z])(?P<m_java>{_ENGLISH})\ (?P<d_java>\d{{1,2}})\ (?P<clock_java>\d{{1,2}}:\d{{2}}:\d{{2}}(?:\ [ap]m)?
          (?:\ [a-z]{{3,4}})?\ ?(?:[+-]\d{{2}}(?::?\d{{2}})?)?)\ (?P<y_java>\d{{4}})
      | (?<![a-z])(?P<m8>{_ENGLISH})\.?\ (?P<d8>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<y8>\d{{4}})
      )(?![\d:])
    | (?P<european>
        (?<!\d)(?P<d9>\d{{1,2}})(?:\.|er|o)?\ ?(?:de\ )?(?P<m9>{_MONTHS})\.?,?\ (?:del?\ )?(?P<y9>{_YEAR})(?!\d)
      )
    | (?<!\d)(?<!\d:)(?<!\d[/.])(?P<numbers>(?P<a>\d{{1,2}})(?P<sep>[/.\-])(?P<b>\d{{1,2}})(?P=sep)
        (?P<year>{_YEAR}|\d{{2}}))(?!\d)(?![/.\-]\d{{1,4}}(?![\d:h]))
    )""",
    re.VERBOSE,
)

# The forms that nearly all papers print, in one go: "Thứ tư, 29/03/2022 - 09:04 (GMT+7)", "09:04, 29/03/2022".
PLAIN: Final = re.compile(
    rf"\A(?P<before>\D{{0,48}}?)(?:(?P<h>\d\d?)[:h](?P<n>\d\d)(?::(?P<s>\d\d))?(?: ?[,|\-] ?| )(?:ngay )?)?"
    rf"(?P<a>\d\d?)(?P<sep>[/\-])(?P<b>\d\d?)(?P=sep)(?P<year>{_YEAR})"
    r"(?:(?: ?[,|\-] ?| )(?P<h2>\d\d?)[:h](?P<n2>\d\d)(?::(?P<s2>\d\d))?)?(?P<gmt> ?[(\[]?gmt ?\+ ?0?7(?::?00)?[)\]]?)?"
)
NOT_PLAIN: Final = re.compile(rf"(?<![a-z])(?:{_HALF})(?![a-z])")

# In a text whose dates were replaced by NUL.
CLOCK: Final = re.compile(
    rf"""(?=[\d\0apsctd])
    (?:(?<![a-z])(?P<before>am|pm|sa|ch|sang|trua|chieu|toi|dem)\ )?
    (?:
      (?<![\d:])(?P<h1>\d{{1,2}})\ ?:\ ?(?P<n1>\d{{1,2}})(?:\ ?:\ ?(?P<s1>\d{{2}})(?:[.,]\d{{1,9}})?)?(?![\d:])
        (?:\ ?(?P<half1>{_HALF})(?![a-z]))?
    | (?<!\d)(?!24\ ?h(?!\d))(?P<h2>\d{{1,2}})\ ?(?:h|g|gio)
        (?:\ ?:?\ ?(?P<n2>\d{{1,2}})(?:\ ?(?:'|phut|ph|p|m))?(?:\ ?(?P<s2>\d{{1,2}})\ ?(?:s|giay|"))?)?
        (?![a-z\d])(?!\ (?:truoc|phut))(?:\ ?(?P<half2>{_HALF})(?![a-z]))?
    | (?<![\d.,:])(?P<h3>\d{{1,2}})\ ?(?P<half3>[ap]\.?m\.?)(?![a-z])
    | \0[ ,|\-]{{1,5}}(?P<h4>\d\d)\.(?P<n4>\d\d)(?![\d.])
    | (?<![\d.])(?P<h5>\d\d)\.(?P<n5>\d\d)(?=[ ,|\-]{{1,5}}\0)
    )
    """,
    re.VERBOSE,
)

# "(GMT+7)", "+0700" or "ICT" beside a clock. "-10:30" after a clock is the end of a span, not an offset.
OFFSET: Final = re.compile(
    r"(?<![a-z])(?:gmt|utc)(?: ?[+-] ?\d{1,2}(?::?\d{2})?(?!\d)| ?0?7(?::?00)?(?![\d:a-z])|(?![a-z]| ?[+-] ?\d))"
    r"|(?:(?<=\d)|(?<=\d )|(?<=[ap]m ))"
    r"(?:[+-]\d{4}(?!\d)|\+\d{2}:\d{2}(?![\d:])|\+\d{1,2}(?![\d:/.])|(?:z|ut|ict|[ecmp][sd]t)(?![a-z]))"
)
OFFSET_NUMBERS: Final = re.compile(r"(?P<sign>[+-])? ?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")

WEEKDAY: Final = re.compile(
    r"thu ?(?P<vn>hai|ba|tu|nam|sau|bay|[2-7])(?![a-z\d])|(?P<sunday>chu ?nhat|(?<![a-z])cn(?![a-z]))"
    r"|(?<![a-z])t(?P<short>[2-7])(?![a-z\d])"
    r"|(?<![a-z])(?:(?<![a-z] )|(?=[a-z]{3,6}day))"  # "Minh Thu" is a name: an English day so short begins a date
    r"(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:(?:nes|rs|s|ur)?day)?(?![a-z])"
)
UPDATE: Final = re.compile(r"(?:lan )?(?:cap nhat|sua|chinh sua|updated?|modified)")
PUBLISHED: Final = re.compile(r"(?<![a-z])(?:dang|ngay dang|xuat ban|published|posted)(?![a-z])")

NUMBER_WORDS: Final = {
    **{name: number for name, number in VIETNAMESE_MONTHS.items() if number <= 10},
    "a": 1,
    "an": 1,
}
SECONDS: Final = frozenset({"giay", "sec", "second"})
MINUTES: Final = frozenset({"phut", "min", "minute"})
HOURS: Final = frozenset({"gio", "tieng", "hour", "hr"})
DAYS_BACK: Final = {
    **dict.fromkeys(("hom nay", "sang nay", "trua nay", "chieu nay", "toi nay", "today"), 0),
    **dict.fromkeys(("hom qua", "sang qua", "chieu qua", "toi qua", "dem qua", "yesterday"), 1),
    "hom kia": 2,
}
_TIME: Final = rf"\d{{1,2}}\ ?[:h]\ ?\d{{2}}(?:\ ?(?:{_HALF}))?"
RELATIVE: Final = re.compile(
    rf"""\A
    (?:(?:ngay\ dang|dang|cap\ nhat|xuat\ ban|khoang|luc|posted|published|updated)[ :]{{0,2}}){{0,3}}[^a-z\d]{{0,4}}
    (?:
      (?P<away>cach\ day\ )?(?P<count>\d{{1,3}}|{_any_of(NUMBER_WORDS)})\ ?
        (?:(?P<unit>giay|phut|gio|tieng|ngay|second|sec|minute|min|hour|hr|day)s?)(?:\ (?P<more>\d{{1,2}})\ ?phut)?
        (?(away)(?:\ truoc)?|\ ?(?:truoc|ago)(?:\ day)?)
    | (?P<just>vua\ xong|vua\ moi|vua\ dang|vai\ giay\ truoc|just\ now)
    | (?:(?P<time>{_TIME})[ ,|\-]{{1,4}}(?:ngay\ )?)?(?P<day>{_any_of(DAYS_BACK)})
        (?:[ ,|\-]{{1,4}}(?:luc\ |at\ )?(?P<time2>{_TIME}))?
    )
    [^a-z\d]{{0,4}}(?:gmt\+7)?[^a-z\d]{{0,4}}
    """,
    re.VERBOSE,
)

# For lines as they are printed, not folded: whether one stands there at all.
DATE_IN_LINE: Final = re.compile(
    r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}\b|\d{4}-\d\d-\d\d|\btháng \d{1,2}[, ]", re.IGNORECASE
)
CLOCK_IN_LINE: Final = re.compile(r"\d{1,2}[:h]\d\d")

YEAR: Final = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
WORD: Final = re.compile(r"[^\W\d_]+")
NUMBER: Final = re.compile(r"\d+")
# The only words that may stand in a text that is given to dateparser.
_DATE_WORDS: Final = (
    "ngay thang thg nam luc vao thu chu nhat cn hai ba tu bon sau bay tam chin muoi mot gio phut giay sang trua chieu "
    "toi dem am pm sa ch gmt utc h"
)
DATE_WORDS: Final = frozenset(_DATE_WORDS.split())
