"""Timestamps as Vietnamese pages print them: one string in, one moment with its precision out, or nothing.

The text is folded (lower case, no marks) and searched for exactly one date and at most one clock; what else stands
there (labels, weekdays, a paper's name glued on) is passed over. Two different dates, a date without a year, a bare
duration: no moment. The patterns themselves are the table of `core.date_patterns`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from archiver.core import date_patterns as patterns
from archiver.core.layout import DateOrder
from archiver.core.text import clean, fold
from archiver.core.values import VIETNAM, Precision, Timestamp

MAX_LENGTH: Final = 128  # characters of a cleaned text; a longer one is prose, and never given to a pattern
_MAX_RAW: Final = 1024  # before cleaning: room for the white space of a template
_YEARS: Final = range(1900, 2101)
# What a content system writes where it knows nothing.
_PLACEHOLDERS: Final = frozenset({date(1900, 1, 1), date(1970, 1, 1)})


def parse_timestamp(
    raw: str, *, zone: tzinfo = VIETNAM, seen_at: datetime | None = None, date_order: DateOrder = "dmy"
) -> Timestamp | None:
    """Read the one moment that a text prints.

    Not a judgement whether it is the article's date: a header's clock parses as well. Nor whether it is plausible:
    a moment after the fetch is the reader's problem to report.

    Args:
        raw: the text of one element or attribute, e.g. `"Cập nhật ngày: 29/03/2022 | 09:04 GMT+7"`; may be empty.
        zone: where the newspaper lives; a text without an offset is local time there.
        seen_at: when the page was fetched (aware); without it "2 giờ trước" stays unread.
        date_order: how the site writes 3/4/2022. A number above 12 or a printed weekday that fits only the other
            order overrules it.

    Returns:
        The moment in `zone`'s offset, as precise as printed, with `raw` unchanged and the name of the rule. `None`
        where the text is no moment: no year, two different dates, a bare duration, weeks or months ago (rounded too
        far to name a day), a content system's placeholder (1 January 1970), more than 128 characters.

    Raises:
        Nothing: any text is either read or not.

    Source:
        research/timestamps.json, research/quirks.md section 2. Day first everywhere in Vietnam; AM and PM are also
        printed beside 24-hour clocks ("13:15 PM", "00:01 AM"), where they mean nothing.

    >>> parse_timestamp("Thứ ba, ngày 16/02/2021 13:15 PM (GMT+7)").moment.isoformat()
    '2021-02-16T13:15:00+07:00'
    >>> parse_timestamp("ngày 8 tháng 1 năm 2015").precision
    <Precision.DAY: 'day'>
    >>> parse_timestamp("280 ngày") is None
    True
    """
    if not raw or len(raw) > _MAX_RAW:
        return None
    text = clean(raw)
    if not text or len(text) > MAX_LENGTH:
        return None
    folded = fold(text)
    try:
        read = (
            _machine(folded, zone)
            or _plain(folded, zone, date_order)
            or _printed(folded, zone, date_order)
            or _relative(folded, zone, seen_at)
            or _left_over(text, folded, zone)
        )
    except (ValueError, OverflowError):  # the 31st of April: numbers in the form of a date that are none
        return None
    if read is None:
        return None
    moment, precision, rule = read
    if moment.year not in _YEARS or moment.date() in _PLACEHOLDERS or moment.astimezone(UTC).date() in _PLACEHOLDERS:
        return None
    return Timestamp(moment, precision, raw, rule)


def is_relative(raw: str) -> bool:
    """Whether a text counts back from the moment at which it is read: the same page says another hour later on.

    >>> is_relative("10 giờ trước"), is_relative("29/03/2022 09:04")
    (True, False)
    """
    return len(raw) <= MAX_LENGTH and patterns.RELATIVE.fullmatch(fold(clean(raw))) is not None


_Read = tuple[datetime, Precision, str]


def _machine(text: str, zone: tzinfo) -> _Read | None:
    """ISO 8601 in all its spellings, and seconds or milliseconds since 1970, where nothing else stands there."""
    if text.isdigit() and text.isascii():
        return _digits(text, zone)
    found = patterns.ISO.fullmatch(patterns.ISO_BASIC.sub(r"\1-\2-\3t\4:\5:\6\7", text))
    if found is None:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    if hour is None:
        return datetime(int(year), int(month), int(day), tzinfo=zone), Precision.DAY, "iso"
    precision = Precision.SECOND if second else Precision.MINUTE if minute else Precision.HOUR
    moment = datetime(
        int(year), int(month), int(day), int(hour), int(minute or 0), int(second or 0), tzinfo=_offset(offset) or zone
    )
    return moment.astimezone(zone), precision, "iso"


def _digits(text: str, zone: tzinfo) -> _Read | None:
    """A text of digits alone: an epoch or a date without separators; the length tells which."""
    if len(text) == 10 and text[0] in "123":
        return datetime.fromtimestamp(int(text), zone), Precision.SECOND, "epoch"
    if len(text) == 13 and text[0] in "123":
        return datetime.fromtimestamp(int(text) // 1000, zone), Precision.SECOND, "epoch"
    if len(text) in (8, 12, 14) and text[:2] in ("19", "20"):
        numbers = [int(text[:4]), *(int(text[i : i + 2]) for i in range(4, len(text), 2))]
        precision = {8: Precision.DAY, 12: Precision.MINUTE, 14: Precision.SECOND}[len(text)]
        return datetime(*numbers, tzinfo=zone), precision, "compact"  # type: ignore[misc,arg-type]  # three to six numbers
    return None


def _plain(text: str, zone: tzinfo, order: DateOrder) -> _Read | None:
    """The commonest printed forms, read as `_printed` would, in a tenth of the time; None sends the text there."""
    found = patterns.PLAIN.fullmatch(text)
    if found is None:
        return None
    before, hour, minute, second, a, _, b, year, hour2, minute2, second2, gmt = found.groups()
    if (hour and hour2) or patterns.NOT_PLAIN.search(before):
        return None
    weekday = _weekday(before) if a != b and int(a) <= 12 and int(b) <= 12 else None
    day, rule = _numeric(int(a), int(b), year, order, weekday)
    hour, minute, second = hour or hour2, minute or minute2, second or second2
    if hour is None:
        return datetime(day.year, day.month, day.day, tzinfo=zone), Precision.DAY, rule
    printed_zone = VIETNAM if gmt else zone
    moment = datetime(day.year, day.month, day.day, int(hour), int(minute), int(second or 0), tzinfo=printed_zone)
    return moment.astimezone(zone), Precision.SECOND if second else Precision.MINUTE, rule


def _printed(text: str, zone: tzinfo, order: DateOrder) -> _Read | None:
    """A date as printed for people, with or without a clock before or after it."""
    text = patterns.GLUED.sub(r"\g<0> ", text)
    found = list(patterns.DATE.finditer(text))
    if not found:
        text = patterns.SPACED.sub(r"\1/\3/\4", text)
        found = list(patterns.DATE.finditer(text))
        if not found:
            return None
    weekday = _weekday(text)
    dates = dict(_date(match, order, weekday) for match in found)
    if len(dates) > 1:
        return _not_the_update(text, found, zone, order)
    ((day, rule),) = dates.items()
    rest = text
    for match in reversed(found):
        year_last_clock = match["y_java"] is not None  # "tue mar 29 09:04:00 ict 2022": the clock stands inside
        rest = f"{rest[: match.start()]} \0 {match['clock_java'] if year_last_clock else ''} \0 {rest[match.end() :]}"
    offset = patterns.OFFSET.search(rest)
    if offset is not None:
        rest = f"{rest[: offset.start()]} \0 {rest[offset.end() :]}"
    clock = _clock(rest)
    if clock is None:
        return datetime(day.year, day.month, day.day, tzinfo=zone), Precision.DAY, rule
    hour, minute, second, precision = clock
    zone_printed = _offset(offset.group()) if offset is not None else None
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone_printed or zone)
    return moment.astimezone(zone), precision, rule


def _not_the_update(text: str, found: list[re.Match[str]], zone: tzinfo, order: DateOrder) -> _Read | None:
    """Of two dates the one that is not labelled as an update; None where the labels do not say which that is."""
    first, second = found[0], found[1]
    if len(found) > 2:
        return None
    if patterns.UPDATE.search(text, 0, first.start()):
        label = patterns.PUBLISHED.search(text, first.end(), second.start())
        return _printed(text[label.start() :], zone, order) if label is not None else None
    label = patterns.UPDATE.search(text, first.end(), second.start())
    return _printed(text[: label.start()], zone, order) if label is not None else None


def _date(match: re.Match[str], order: DateOrder, weekday: int | None) -> tuple[date, str]:
    """The day that one match names, and by which rule. ValueError where the calendar has no such day."""
    kind = match.lastgroup or ""
    if kind == "numbers":
        return _numeric(int(match["a"]), int(match["b"]), match["year"], order, weekday)
    if kind == "year_first":
        return date(int(match["y1"]), int(match["m1"]), int(match["d1"])), "year-first"
    if kind == "words":
        suffix = next(s for s in ("2", "3", "4", "5") if match[f"y{s}"] is not None)
        month = match[f"m{suffix}"]
        number = int(month) if month.isdigit() else patterns.VIETNAMESE_MONTHS[month]
        return date(int(match[f"y{suffix}"]), number, int(match[f"d{suffix}"])), "words"
    if kind == "european":
        return date(int(match["y9"]), patterns.EUROPEAN_MONTHS[match["m9"]], int(match["d9"])), "words"
    suffix = next(s for s in ("7", "8", "_java") if match[f"y{s}"] is not None)
    year = _year(match[f"y{suffix}"])
    return date(year, patterns.ENGLISH_MONTHS[match[f"m{suffix}"][:3]], int(match[f"d{suffix}"])), "english"


def _numeric(a: int, b: int, printed_year: str, order: DateOrder, weekday: int | None) -> tuple[date, str]:
    """The day of `a/b/year`: by the site's order, unless the calendar or the printed weekday fits only the other."""
    if order == "ymd" and len(printed_year) == 2 and a > 12:
        return date(_year(str(a)), b, int(printed_year)), "year-first"
    year = _year(printed_year)
    readings = [(_day(year, b, a), "day-first"), (_day(year, a, b), "month-first")]
    if order == "mdy":
        readings.reverse()
    valid = [(day, rule) for day, rule in readings if day is not None]
    if not valid:
        raise ValueError(f"{a}/{b}/{year} is no day")
    if len(valid) == 2 and weekday is not None and valid[0][0].weekday() != weekday == valid[1][0].weekday():
        return valid[1]
    return valid[0]


def _day(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(printed: str) -> int:
    """The year in full; two digits mean 1970 to 2069."""
    year = int(printed)
    if len(printed) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _weekday(text: str) -> int | None:
    """The weekday that is printed (Monday: 0), None where there is none or there are several."""
    named = {patterns.WEEKDAYS[match[match.lastgroup or 0]] for match in patterns.WEEKDAY.finditer(text)}
    return named.pop() if len(named) == 1 else None


def _clock(text: str) -> tuple[int, int, int, Precision] | None:
    """The one clock of a text without its date: hour, minute, second, precision.

    ValueError where several different clocks stand there, or an hour that no clock shows: then the whole is doubtful.
    """
    clocks = {_one_clock(match) for match in patterns.CLOCK.finditer(text)}
    if len(clocks) > 1:
        raise ValueError("several clocks")
    return clocks.pop() if clocks else None


def _one_clock(match: re.Match[str]) -> tuple[int, int, int, Precision]:
    """One clock as printed, on 24 hours."""
    suffix = next(s for s in ("1", "2", "3", "4", "5") if match[f"h{s}"] is not None)
    groups = match.groupdict()
    hour, minute, second = int(groups[f"h{suffix}"]), groups.get(f"n{suffix}"), groups.get(f"s{suffix}")
    half = match["before"] or groups.get(f"half{suffix}") or ""
    hour = _on_24_hours(hour, half.replace(".", "").replace(" ", ""))
    precision = Precision.SECOND if second else Precision.MINUTE if minute else Precision.HOUR
    if hour > 23 or int(minute or 0) > 59 or int(second or 0) > 60:
        raise ValueError(f"{match.group()} is no clock")
    return hour, int(minute or 0), min(int(second or 0), 59), precision


def _on_24_hours(hour: int, half: str) -> int:
    """The hour of the day; AM and PM beside an hour above 12 mean nothing."""
    if hour > 12 or not half:
        return hour
    if half in ("am", "sa"):
        return 0 if hour == 12 else hour
    if half in ("pm", "ch", "chieu", "toi"):
        return hour if hour == 12 else hour + 12
    if half == "trua":
        return hour + 12 if hour < 4 else hour
    if half == "dem":
        return 0 if hour == 12 else hour + 12 if hour > 5 else hour
    return hour  # "sáng"


def _offset(printed: str | None) -> timezone | None:
    """The zone of an offset as printed (`+0700`, `gmt+7`, `z`, `ict`), None where nothing is printed."""
    if not printed:
        return None
    found = patterns.OFFSET_NUMBERS.search(printed)
    if found is None:
        name = re.sub(r"[^a-z]", "", printed)
        return timezone(timedelta(hours=patterns.ZONES[name]))
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes not in (0, 30, 45):
        raise ValueError(f"{printed} is no offset")
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if found["sign"] == "-" else span)


def _relative(text: str, zone: tzinfo, seen_at: datetime | None) -> _Read | None:
    """ "2 giờ trước" and "hôm qua, 15:22", counted from the fetch; the whole text must be that."""
    found = patterns.RELATIVE.fullmatch(text)
    if found is None or seen_at is None or seen_at.tzinfo is None:
        return None
    now = seen_at.astimezone(zone).replace(microsecond=0)
    if found["day"] is not None:
        back = patterns.DAYS_BACK[found["day"]]
        then = (now - timedelta(days=back)).replace(hour=0, minute=0, second=0)
        clock = _clock(found["time"] or found["time2"] or "")
        if clock is None:
            return then, Precision.DAY, "relative"
        hour, minute, second, precision = clock
        return then.replace(hour=hour, minute=minute, second=second), precision, "relative"
    if found["just"] is not None:
        return now.replace(second=0), Precision.MINUTE, "relative"
    count = patterns.NUMBER_WORDS.get(found["count"]) or int(found["count"])
    unit = found["unit"]
    if unit in patterns.SECONDS:
        return (now - timedelta(seconds=count)).replace(second=0), Precision.MINUTE, "relative"
    if unit in patterns.MINUTES:
        return (now - timedelta(minutes=count)).replace(second=0), Precision.MINUTE, "relative"
    if unit in patterns.HOURS:
        if found["more"] is not None:
            then = now - timedelta(hours=count, minutes=int(found["more"]))
            return then.replace(second=0), Precision.MINUTE, "relative"
        return (now - timedelta(hours=count)).replace(minute=0, second=0), Precision.HOUR, "relative"
    return (now - timedelta(days=count)).replace(hour=0, minute=0, second=0), Precision.DAY, "relative"


def _left_over(text: str, folded: str, zone: tzinfo) -> _Read | None:
    """What dateparser makes of a text that no pattern knows but that holds day, month and year; else nothing.

    Asked last and rarely: it costs a thousand times a pattern and makes dates of what is none.
    """
    year = patterns.YEAR.search(folded)
    numbers = [int(number) for number in patterns.NUMBER.findall(folded)]
    if year is None or len(text) > 64 or not 2 <= len(numbers) <= 6:
        return None
    if not patterns.DATE_WORDS.issuperset(patterns.WORD.findall(folded)):
        return None
    import dateparser  # imported late: 0.3 s that most runs never need

    moment = dateparser.parse(
        text,
        languages=["vi"],
        settings={
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
            "PARSERS": ["absolute-time"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if moment is None or str(moment.year) != year.group() or moment.day not in numbers:
        return None
    if moment.month not in numbers and "thang" not in folded:
        return None
    local = moment.replace(microsecond=0, tzinfo=moment.tzinfo or zone).astimezone(zone)
    if patterns.CLOCK.search(folded) is None:
        return local.replace(hour=0, minute=0, second=0), Precision.DAY, "dateparser"
    return local.replace(second=0), Precision.MINUTE, "dateparser"
