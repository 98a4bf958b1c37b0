"""Which day an address of a paper's archive is the list of: the way back from its declared form. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Final

_FIGURES: Final = {"Y": r"\d{4}", "m": r"\d{1,2}", "d": r"\d{1,2}"}
_DIRECTIVE: Final = {"day.year": "%Y", "day.month": "%m", "day.day": "%d"}


def day_listed(template: str, url: str) -> date | None:
    """The day whose list an address is, in the form of a paper's archive; None where it is of another form.

    Args:
        template: the address with `{day:...}` or `{day.day}` and the like in the places of the date.

    >>> day_listed("https://baomau.example/luu-tru/{day:%d-%m-%Y}", "https://baomau.example/luu-tru/09-03-2022")
    datetime.date(2022, 3, 9)
    >>> day_listed("https://baomau.example/{day:%Y}?n={day.day}&t={day.month}", "https://baomau.example/2022?n=9&t=3")
    datetime.date(2022, 3, 9)
    """
    form = _form_of(template)
    found = form.fullmatch(url) if form is not None else None
    if found is None:
        return None
    try:
        day = date(*(int(found[part]) for part in ("Y", "m", "d")))
    except ValueError:
        return None
    return day if template.format(day=day) == url else None


@lru_cache(maxsize=256)
def _form_of(template: str) -> re.Pattern[str] | None:
    """What addresses of a template look like; None where it does not name year, month and day."""
    made, named = "", set[str]()
    for text, name, spec, _ in Formatter().parse(template):
        said = "" if name is None else (spec or "%Y-%m-%d") if name == "day" else _DIRECTIVE.get(name, "%?")
        made += re.escape(text)
        for sign, part in re.findall(r"%-?(.)|([^%]+)", said):
            if sign in _FIGURES and sign not in named:
                named.add(sign)
                made += rf"(?P<{sign}>{_FIGURES[sign]})"
            else:
                made += re.escape(part) or ("%" if sign == "%" else r"\w{1,20}")
    return re.compile(made) if named >= set(_FIGURES) else None
