"""What the pages say, in Vietnamese and English, and how both print numbers, days and moments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from archiver.core.values import VIETNAM
from archiver.web.said import MESSAGES, ONE

LANGUAGES: Final = ("vi", "en")
_NAMES: Final = {"vi": "Tiếng Việt", "en": "English"}
_PREFERRED = re.compile(r"([A-Za-z]{1,8})[A-Za-z0-9-]*(?:;q=([01](?:\.\d{1,3})?))?")


def language_of(chosen: str | None, accepted: str = "") -> str:
    """The language of a page: the one that the address names, else the one that the browser prefers, else Vietnamese.

    Args:
        chosen: the parameter `lang` of the address.
        accepted: the header Accept-Language.

    >>> language_of(None, "fr, en;q=0.8, vi;q=0.9"), language_of("en", "vi"), language_of("xx")
    ('vi', 'en', 'vi')
    """
    if chosen in LANGUAGES:
        return chosen
    best, weight = LANGUAGES[0], 0.0
    for part in accepted[:400].split(","):
        found = _PREFERRED.fullmatch(part.strip())
        if found and found[1].lower() in LANGUAGES and (wanted := float(found[2] or 1)) > weight:
            best, weight = found[1].lower(), wanted
    return best


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language: `t("articles", n=3)`."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """A message; a number `n` is printed as the language prints numbers.

        Raises:
            KeyError: there is no such message: the template is wrong.

        >>> Words("en")("articles", n=1), Words("en")("articles", n=1200), Words("vi")("articles", n=1200)
        ('1 article', '1,200 articles', '1.200 bài')
        """
        said = MESSAGES[key][LANGUAGES.index(self.language)]
        if self.language == "en" and values.get("n") == 1:
            said = ONE.get(key, said)
        return said.format(**{name: self._printed(value) for name, value in values.items()})

    def or_as_it_is(self, group: str, value: object) -> str:
        """The message of a value of a closed list ("reason", "missing"); a value that no message knows as it is."""
        key = f"{group}.{value}"
        return self(key) if key in MESSAGES else str(value)

    def _printed(self, value: object) -> str:
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return str(value)
        return self.number(value)

    def number(self, value: float | None) -> str:
        """A number, "" for None.

        >>> Words("vi").number(1234567), Words("vi").number(0.25), Words("en").number(1234.5)
        ('1.234.567', '0,25', '1,234.5')
        """
        if value is None:
            return ""
        said = f"{value:,}" if isinstance(value, int) or value == int(value) else f"{value:,.6g}"
        said = said.removesuffix(".0")
        return said if self.language == "en" else said.translate(_SWAPPED)

    def percent(self, share: float | None) -> str:
        r"""A share, 0 to 1, in percent.

        >>> Words("vi").percent(0.1234), Words("en").percent(None)
        ('12,3\xa0%', '–')
        """
        if share is None:
            return "–"
        return f"{self.number(round(100 * share, 1 if share >= 0.001 else 3))}\u00a0%"

    def moment(self, moment: str | datetime | None, precision: str | None = None) -> str:
        """A moment in Vietnam, as exact as it is known; "" for None.

        >>> Words("vi").moment("2022-03-29T18:00:00+07:00"), Words("en").moment("2022-03-29T18:00:00+07:00", "day")
        ('18:00 29/03/2022', '2022-03-29')
        """
        if not moment:
            return ""
        at = (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(VIETNAM)
        if precision == "day":
            return self.day(at.date())
        clock = f"{at:%H:%M:%S}" if precision == "second" else f"{at:%H:%M}"
        return f"{clock} {self.day(at.date())}" if self.language == "vi" else f"{self.day(at.date())} {clock}"

    def day(self, day: str | date | None) -> str:
        """A day; "" for None.

        >>> Words("vi").day("2022-03-29"), Words("en").day("2022-03-29")
        ('29/03/2022', '2022-03-29')
        """
        if not day:
            return ""
        at = date.fromisoformat(day[:10]) if isinstance(day, str) else day
        return f"{at:%d/%m/%Y}" if self.language == "vi" else at.isoformat()

    def period(self, period: str) -> str:
        """A year, month, week or day as a period is named: "2022-03" as "03/2022" in Vietnamese.

        >>> Words("vi").period("2022-03"), Words("vi").period("2022-W13"), Words("en").period("2022-03")
        ('03/2022', '2022-W13', '2022-03')
        """
        if self.language == "vi" and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", period):
            return "/".join(reversed(period.split("-")))
        return period

    @property
    def own_name(self) -> str:
        """What the language is called in itself."""
        return _NAMES[self.language]

    @property
    def other(self) -> Words:
        """The other language."""
        return WORDS["en" if self.language == "vi" else "vi"]


_SWAPPED: Final = str.maketrans(",.", ".,")
WORDS: Final[Mapping[str, Words]] = {language: Words(language) for language in LANGUAGES}
