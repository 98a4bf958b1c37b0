"""Where the parts of a chart stand, in numbers; the templates draw them as SVG, so that a text in it stays text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 720.0  # of every chart, in its own units; the page scales it
LEFT, BOTTOM, TOP = 44.0, 22.0, 8.0  # room for the numbers beside it and the words below it
MOST_LABELS = 9  # words below a chart
LETTER = 9.4  # a letter of these words, of 17 px: on a narrow screen they are larger


@dataclass(frozen=True, slots=True)
class Tick:
    """A value named beside the chart, or a period named below it."""

    at: float
    value: float
    label: str = ""
    anchor: str = "middle"  # of the word: which part of it stands there


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a chart."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float
    marked: bool  # the archive has a gap there


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]  # beside it
    labels: tuple[Tick, ...]  # below it
    height: float

    @property
    def floor(self) -> float:
        """Where the value 0 stands."""
        return self.height - BOTTOM


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a line."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """One series: pieces of a line, broken where nothing is known."""

    name: str
    pieces: tuple[tuple[Dot, ...], ...]

    def path(self, piece: Sequence[Dot]) -> str:
        """A piece as the points of an SVG polyline."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in piece)


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over the same periods."""

    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    marks: tuple[Tick, ...]  # periods with a gap of the archive
    height: float

    @property
    def floor(self) -> float:
        """Where the value 0 stands."""
        return self.height - BOTTOM


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a heat map."""

    x: float
    y: float
    day: date
    value: int
    level: int  # 0 for none, 1 to 4
    marked: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """One year as a heat map: a column a week, a row a day of the week."""

    year: int
    cells: tuple[Cell, ...]  # every day
    months: tuple[Tick, ...]  # value: the month, 1 to 12
    size: float  # of a cell
    height: float

    @property
    def told(self) -> tuple[Cell, ...]:
        """The days of which there is something to tell."""
        return tuple(cell for cell in self.cells if cell.value or cell.marked)

    @property
    def others(self) -> str:
        """The squares of all other days as one path of SVG."""
        side = f"h{self.size}v{self.size}h-{self.size}z"
        return "".join(f"M{cell.x:g} {cell.y:g}{side}" for cell in self.cells if not (cell.value or cell.marked))


def steps(most: float, *, whole: bool = True) -> tuple[float, ...]:
    """Round values from 0 to at least `most`, three to six of them.

    Args:
        whole: counts: no fraction of one.

    >>> steps(87), steps(3), steps(0.42, whole=False)
    ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (0.0, 1.0, 2.0, 3.0), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    """
    if most < 1e-9:  # nothing that a chart could show
        return (0.0, 1.0)
    power = 10 ** math.floor(math.log10(most))
    step = next(step for unit in (0.1, 0.2, 0.5, 1, 2) if most / (step := unit * power) <= 5.5)
    if whole:
        step = max(1.0, math.ceil(step))
    count = max(1, math.ceil(most / step - 1e-9))
    return tuple(float(f"{number * step:.10g}") for number in range(count + 1))


def columns(
    values: Sequence[tuple[str, float]], *, marked: frozenset[str] = frozenset(), height: float = 150.0
) -> Columns:
    """Columns from left to right.

    Args:
        values: label and value of each, in order.
        marked: labels of those in which the archive has a gap.

    >>> [(bar.label, bar.height) for bar in columns([("2022-03", 5), ("2022-04", 0)]).bars]
    [('2022-03', 120.0), ('2022-04', 0.0)]
    """
    scale = steps(max((value for _, value in values), default=0))
    room = height - BOTTOM - TOP
    step = (WIDTH - LEFT) / max(1, len(values))
    wide = min(step * 0.82, 48.0)
    bars = []
    for number, (label, value) in enumerate(values):
        tall = round(room * value / scale[-1], 2)
        x = LEFT + number * step + (step - wide) / 2
        bars.append(Bar(_r(x), _r(height - BOTTOM - tall), _r(wide), tall, label, value, label in marked))
    middles = [(bar.x + bar.width / 2, bar.label) for bar in bars]
    return Columns(tuple(bars), _beside(scale, height), _below(middles), height)


def lines(
    periods: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    marked: frozenset[str] = frozenset(),
    whole: bool = True,
    height: float = 240.0,
) -> Lines:
    """Lines over the same periods.

    Args:
        series: name → a value for each period; None where nothing is known: the line is broken there.

    >>> [len(piece) for piece in lines(["a", "b", "c"], {"x": [1, None, 2]}).lines[0].pieces]
    [1, 1]
    """
    known = [value for values in series.values() for value in values if value is not None]
    places = _across(len(periods))
    return _lines(
        [(name, list(zip(places, periods, values, strict=True))) for name, values in series.items()],
        _below(list(zip(places, periods, strict=True))),
        [Tick(place, 0, period) for place, period in zip(places, periods, strict=True) if period in marked],
        steps(max(known, default=0), whole=whole),
        height,
    )


def curve(points: Sequence[tuple[float, str, float]], *, height: float = 180.0) -> Lines:
    """One line over moments that do not stand at equal distances.

    Args:
        points: when (in any unit), label and value of each, ascending.

    >>> [dot.x for dot in curve([(0, "a", 1), (1, "b", 2), (4, "c", 3)]).lines[0].pieces[0]]
    [56.0, 219.0, 708.0]
    """
    first, last = (points[0][0], points[-1][0]) if points else (0.0, 0.0)
    span = (last - first) or 1.0
    placed: list[tuple[float, str, float | None]] = [
        (_r(LEFT + 12 + (WIDTH - LEFT - 24) * (at - first) / span), label, value) for at, label, value in points
    ]
    scale = steps(max((value for _, _, value in points), default=0))
    labels = _below([(placed[0][0], placed[0][1]), (placed[-1][0], placed[-1][1])] if len(placed) > 1 else [])
    return _lines([("", placed)], labels, [], scale, height)


def heat(year: int, values: Mapping[date, int], *, marked: frozenset[date] = frozenset()) -> Heat:
    """One year, a column a week from Monday to Sunday; darker where more was archived.

    >>> chart = heat(2022, {date(2022, 3, 29): 4})
    >>> len(chart.cells), [(cell.level, cell.y) for cell in chart.cells if cell.value]
    (365, [(4, 28.6)])
    """
    size, gap = 10.6, 2.0  # 54 weeks touch a leap year that begins on a Sunday
    first = date(year, 1, 1)
    offset = first.weekday()
    most = max(values.values(), default=0)
    cells, months = [], []
    day = first
    while day.year == year:
        number = (day - first).days + offset
        x, y = LEFT - 8 + number // 7 * (size + gap), 16 + number % 7 * (size + gap)
        value = values.get(day, 0)
        cells.append(Cell(_r(x), _r(y), day, value, _level(value, most), day in marked))
        if day.day == 1:
            months.append(Tick(_r(x), day.month))
        day += timedelta(days=1)
    return Heat(year, tuple(cells), tuple(months), size, _r(16 + 7 * (size + gap) + 2))


def _level(value: int, most: int) -> int:
    """A quarter of the most, 1 to 4; 0 for none."""
    return math.ceil(4 * value / most) if value else 0


def _lines(
    series: Sequence[tuple[str, Sequence[tuple[float, str, float | None]]]],
    labels: tuple[Tick, ...],
    marks: Sequence[Tick],
    scale: Sequence[float],
    height: float,
) -> Lines:
    room = height - BOTTOM - TOP
    found = []
    for name, values in series:
        pieces: list[list[Dot]] = [[]]
        for x, label, value in values:
            if value is None:
                pieces.append([])
            else:
                pieces[-1].append(Dot(x, _r(height - BOTTOM - room * value / scale[-1]), label, value))
        found.append(Line(name, tuple(tuple(piece) for piece in pieces if piece)))
    return Lines(tuple(found), _beside(scale, height), labels, tuple(marks), height)


def _across(count: int) -> list[float]:
    """Places at equal distances; a single one stands in the middle."""
    inner = WIDTH - LEFT - 24
    return [_r(LEFT + 12 + (inner / 2 if count == 1 else inner * number / (count - 1))) for number in range(count)]


def _beside(scale: Sequence[float], height: float) -> tuple[Tick, ...]:
    room = height - BOTTOM - TOP
    return tuple(Tick(_r(height - BOTTOM - room * value / scale[-1]), value) for value in scale)


def _below(places: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """The words: within the picture, and none that would touch the one before it."""
    every = max(1, math.ceil(len(places) / MOST_LABELS))
    found: list[Tick] = []
    end = 0.0
    for at, label in places[::every]:
        wide = len(label) * LETTER
        begin, anchor = at - wide / 2, "middle"
        if begin < 0:
            begin, anchor = at, "start"
        elif begin + wide > WIDTH:
            begin, anchor = at - wide, "end"
        if not found or begin > end:
            found.append(Tick(_r(at), 0, label, anchor))
            end = begin + wide
    return tuple(found)


def _r(number: float) -> float:
    """Two decimals are finer than any screen."""
    return round(number, 2)
