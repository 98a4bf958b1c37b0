"""The provinces of Vietnam: the 63 until 30 June 2025 and the 34 units since, by code and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from archiver.core.text import fold

MERGER: Final = date(2025, 7, 1)  # the first day of the 34 units


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or city of the first level at some time."""

    name: str  # as printed, NFC, older tone placement: "Hòa Bình"
    code: str  # two digits; the codes changed with the merger


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a place was, or belonged to, one unit."""

    unit: Unit
    first: date | None  # its first day; None: before every newspaper
    last: date | None  # its last day; None: it still is


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 63 provinces before the merger, and what became of it."""

    name: str
    code: str
    ended: date | None  # its last day under this name; None where the name goes on
    unit: Unit  # of the 34, since 1 July 2025


_TABLE: Final = """
Hà Nội|01||Hà Nội|01
Hà Giang|02|2025-06-30|Tuyên Quang|08
Cao Bằng|04||Cao Bằng|04
Bắc Kạn|06|2025-06-30|Thái Nguyên|19
Tuyên Quang|08||Tuyên Quang|08
Lào Cai|10||Lào Cai|15
Điện Biên|11||Điện Biên|11
Lai Châu|12||Lai Châu|12
Sơn La|14||Sơn La|14
Yên Bái|15|2025-06-30|Lào Cai|15
Hòa Bình|17|2025-06-30|Phú Thọ|25
Thái Nguyên|19||Thái Nguyên|19
Lạng Sơn|20||Lạng Sơn|20
Quảng Ninh|22||Quảng Ninh|22
Bắc Giang|24|2025-06-30|Bắc Ninh|24
Phú Thọ|25||Phú Thọ|25
Vĩnh Phúc|26|2025-06-30|Phú Thọ|25
Bắc Ninh|27||Bắc Ninh|24
Hải Dương|30|2025-06-30|Hải Phòng|31
Hải Phòng|31||Hải Phòng|31
Hưng Yên|33||Hưng Yên|33
Thái Bình|34|2025-06-30|Hưng Yên|33
Hà Nam|35|2025-06-30|Ninh Bình|37
Nam Định|36|2025-06-30|Ninh Bình|37
Ninh Bình|37||Ninh Bình|37
Thanh Hóa|38||Thanh Hóa|38
Nghệ An|40||Nghệ An|40
Hà Tĩnh|42||Hà Tĩnh|42
Quảng Bình|44|2025-06-30|Quảng Trị|44
Quảng Trị|45||Quảng Trị|44
Thừa Thiên Huế|46|2024-12-31|Huế|46
Đà Nẵng|48||Đà Nẵng|48
Quảng Nam|49|2025-06-30|Đà Nẵng|48
Quảng Ngãi|51||Quảng Ngãi|51
Bình Định|52|2025-06-30|Gia Lai|52
Phú Yên|54|2025-06-30|Đắk Lắk|66
Khánh Hòa|56||Khánh Hòa|56
Ninh Thuận|58|2025-06-30|Khánh Hòa|56
Bình Thuận|60|2025-06-30|Lâm Đồng|68
Kon Tum|62|2025-06-30|Quảng Ngãi|51
Gia Lai|64||Gia Lai|52
Đắk Lắk|66||Đắk Lắk|66
Đắk Nông|67|2025-06-30|Lâm Đồng|68
Lâm Đồng|68||Lâm Đồng|68
Bình Phước|70|2025-06-30|Đồng Nai|75
Tây Ninh|72||Tây Ninh|80
Bình Dương|74|2025-06-30|TP. Hồ Chí Minh|79
Đồng Nai|75||Đồng Nai|75
Bà Rịa - Vũng Tàu|77|2025-06-30|TP. Hồ Chí Minh|79
TP. Hồ Chí Minh|79||TP. Hồ Chí Minh|79
Long An|80|2025-06-30|Tây Ninh|80
Tiền Giang|82|2025-06-30|Đồng Tháp|82
Bến Tre|83|2025-06-30|Vĩnh Long|86
Trà Vinh|84|2025-06-30|Vĩnh Long|86
Vĩnh Long|86||Vĩnh Long|86
Đồng Tháp|87||Đồng Tháp|82
An Giang|89||An Giang|91
Kiên Giang|91|2025-06-30|An Giang|91
Cần Thơ|92||Cần Thơ|92
Hậu Giang|93|2025-06-30|Cần Thơ|92
Sóc Trăng|94|2025-06-30|Cần Thơ|92
Bạc Liêu|95|2025-06-30|Cà Mau|96
Cà Mau|96||Cà Mau|96
"""


def _read_table() -> dict[str, Province]:
    """The table as values, by name."""
    provinces = {}
    for line in _TABLE.strip().splitlines():
        name, code, ended, unit, unit_code = line.split("|")
        last = date.fromisoformat(ended) if ended else None
        provinces[name] = Province(name, code, last, Unit(unit, unit_code))
    return provinces


PROVINCES: Final[dict[str, Province]] = _read_table()

# Other spellings that papers and maps use, folded and without signs -> the name in PROVINCES.
_SPELLINGS: Final = {
    **{re.sub(r"[^a-z]", "", fold(name)): name for name in PROVINCES},
    "hochiminh": "TP. Hồ Chí Minh",
    "tphcm": "TP. Hồ Chí Minh",
    "thanhphohochiminh": "TP. Hồ Chí Minh",
    "saigon": "TP. Hồ Chí Minh",
    "hue": "Thừa Thiên Huế",
    "thuathienhue": "Thừa Thiên Huế",
    "baria": "Bà Rịa - Vũng Tàu",
    "vungtau": "Bà Rịa - Vũng Tàu",
    "daclac": "Đắk Lắk",
    "daclak": "Đắk Lắk",
    "dacnong": "Đắk Nông",
    "backan": "Bắc Kạn",
    "baccan": "Bắc Kạn",
    "contum": "Kon Tum",
}
_PREFIX: Final = re.compile(r"^(?:tinh|thanh pho|tp\.?) ")


def find_province(name: str) -> Province | None:
    """The province of the 63 that a name means, in any spelling, with or without marks; None where it is none.

    >>> find_province("tỉnh Đăk Nông").code, find_province("Hoà Bình").name, find_province("Mẫu")
    ('67', 'Hòa Bình', None)
    """
    folded = _PREFIX.sub("", fold(name).strip())
    found = _SPELLINGS.get(re.sub(r"[^a-z]", "", folded))
    return PROVINCES[found] if found is not None else None


def unit_of(province: str, on: date) -> Unit | None:
    """The unit of the first level that a province was, or belonged to, on a day; None for a name that is no province.

    Names and codes are those of that day: Lào Cai had code 10 before the merger and has 15 since.

    Source:
        research/provinces.csv; the merger by resolution 202/2025/QH15, codes by decision 19/2025/QĐ-TTg. Huế became a
        city of the first level on 1 January 2025. The codes want a second source before they are called official.

    >>> unit_of("Đắk Nông", date(2025, 6, 30))
    Unit(name='Đắk Nông', code='67')
    >>> unit_of("Đắk Nông", date(2025, 7, 1))
    Unit(name='Lâm Đồng', code='68')
    """
    found = find_province(province)
    if found is None:
        return None
    if on >= MERGER or (found.ended is not None and on > found.ended):
        return found.unit
    return Unit(found.name, found.code)


def periods(province: str) -> tuple[Period, ...]:
    """The units that a province was, or belonged to, one after the other; none for a name that is no province.

    A province that kept name and code through the merger has one period, even where its borders grew.

    >>> [(p.unit.name, p.unit.code, str(p.first), str(p.last)) for p in periods("Bắc Giang")]
    [('Bắc Giang', '24', 'None', '2025-06-30'), ('Bắc Ninh', '24', '2025-07-01', 'None')]
    >>> len(periods("Hà Nội"))
    1
    """
    found = find_province(province)
    if found is None:
        return ()
    own = Unit(found.name, found.code)
    if own == found.unit:
        return (Period(own, None, None),)
    last = found.ended or MERGER - timedelta(days=1)
    return (Period(own, None, last), Period(found.unit, last + timedelta(days=1), None))


def meant(asked: str, *, on: date | None = None, code: str | None = None) -> dict[str, tuple[Period, ...]]:
    """The provinces of the 63 that a name or a code means, each with the time for which it is meant.

    "Bắc Ninh" names an old province and a larger new unit. Without `on` it means whatever was called so at the time:
    the old province until the merger, the unit since. With `on` it means what was called so on that day, and all
    provinces that belonged to it then, for all time.

    Args:
        asked: a name in any spelling, or a code of two digits. A code that was given again (24: Bắc Giang until the
            merger, Bắc Ninh since) means the unit that has it now.
        on: the day whose provinces are meant.
        code: only what had this code too, where one name had two.

    Returns:
        Name of the province -> periods in order, next to each other ones joined; empty where nothing is meant.

    Source:
        research/provinces.csv, as in `unit_of`.

    >>> {name: [str(p.last) for p in at] for name, at in meant("Bắc Ninh").items()}
    {'Bắc Giang': ['None'], 'Bắc Ninh': ['None']}
    >>> [str(p.first) for p in meant("Bắc Ninh")["Bắc Giang"]], list(meant("Bắc Ninh", on=date(2024, 1, 1)))
    (['2025-07-01'], ['Bắc Ninh'])
    >>> [str(p.last) for p in meant("27")["Bắc Ninh"]]
    ['2025-06-30']
    """
    if asked.strip().isdecimal():
        asked, code = "", asked.strip().zfill(2)
    place = find_province(asked)
    if asked and place is None:
        return {}
    everywhere = {name: periods(name) for name in PROVINCES}
    if on is not None:
        everywhere = {name: tuple(one for one in spans if _within(on, one)) for name, spans in everywhere.items()}
    chosen = {
        name: tuple(
            one
            for one in spans
            if (place is None or find_province(one.unit.name) == place) and code in (None, one.unit.code)
        )
        for name, spans in everywhere.items()
    }
    if place is None:  # a code: what has it now, if anything has
        now = {one.unit for spans in chosen.values() for one in spans if one.last is None}
        chosen = {
            name: tuple(one for one in spans if not now or any(_same(one.unit, unit) for unit in now))
            for name, spans in chosen.items()
        }
    if on is not None:
        return {name: (Period(spans[0].unit, None, None),) for name, spans in chosen.items() if spans}
    return {name: _joined(spans) for name, spans in chosen.items() if spans}


def _within(day: date, period: Period) -> bool:
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)


def _same(one: Unit, other: Unit) -> bool:
    """True for a unit and its later self: Thừa Thiên Huế was renamed, not merged."""
    return find_province(one.name) == find_province(other.name)


def _joined(spans: tuple[Period, ...]) -> tuple[Period, ...]:
    """Periods that follow one another without a gap as one; a province has at most two."""
    if len(spans) == 2 and spans[0].last is not None and spans[1].first == spans[0].last + timedelta(days=1):
        return (Period(spans[1].unit, spans[0].first, spans[1].last),)
    return spans
