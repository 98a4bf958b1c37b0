"""Charts: nothing leaves the picture, and what is drawn is what was counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.web.charts import LETTER, WIDTH, columns, curve, heat, lines, steps

COUNTS = st.lists(st.integers(0, 10**7), max_size=80)


@given(st.floats(0, 1e9), st.booleans())
@settings(max_examples=100)
def test_steps_reach_the_most_and_are_few(most: float, whole: bool) -> None:
    scale = steps(most, whole=whole)
    assert scale[0] == 0
    assert scale[-1] >= most * 0.999999 or most < 1e-9
    assert 2 <= len(scale) <= 7
    assert list(scale) == sorted(set(scale))
    if whole:
        assert all(value == int(value) for value in scale)


@given(COUNTS)
@settings(max_examples=60)
def test_columns_stand_side_by_side_within_the_picture(counts: list[int]) -> None:
    chart = columns([(str(number), count) for number, count in enumerate(counts)], marked=frozenset({"0"}))
    assert [bar.value for bar in chart.bars] == counts
    assert [bar.marked for bar in chart.bars] == [number == 0 for number in range(len(counts))]
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.1
        assert 0 <= bar.y <= chart.floor + 0.01
        assert abs(bar.y + bar.height - chart.floor) < 0.02
    for left, right in zip(chart.bars, chart.bars[1:], strict=False):
        assert left.x + left.width <= right.x
    tallest = max(counts, default=0)
    assert all((bar.height == 0) == (bar.value == 0) or bar.value < tallest / 1000 for bar in chart.bars)


@given(st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=40))
@settings(max_examples=60)
def test_a_line_is_broken_where_nothing_is_known(values: list[float | None]) -> None:
    periods = [str(number) for number in range(len(values))]
    chart = lines(periods, {"a": values}, whole=False, marked=frozenset(periods[:1]))
    drawn = [dot.value for piece in chart.lines[0].pieces for dot in piece]
    assert drawn == [value for value in values if value is not None]
    assert all(piece for piece in chart.lines[0].pieces)
    gaps = sum(value is None for value in values)
    assert len(chart.lines[0].pieces) <= gaps + 1
    assert [mark.label for mark in chart.marks] == periods[:1]
    assert len(chart.labels) <= 9
    assert all(0 <= dot.x <= WIDTH for piece in chart.lines[0].pieces for dot in piece)


@given(st.integers(1, 60), st.sampled_from(["2022-03-29", "2022-W13", "2022-03", "2022", "18:00 29/03/2022"]))
@settings(max_examples=100)
def test_labels_do_not_touch_each_other_nor_leave_the_picture(count: int, period: str) -> None:
    wide = len(period) * LETTER
    before = {"start": 0.0, "middle": wide / 2, "end": wide}
    of_lines = lines([period] * count, {"a": [1.0] * count})
    of_columns = columns([(period, 1.0)] * count)
    of_curve = curve([(float(at), period, 1.0) for at in range(count)])
    for chart in (of_lines, of_columns, of_curve):
        begins = [label.at - before[label.anchor] for label in chart.labels]
        assert begins or count == 1
        assert all(0 <= begin <= WIDTH - wide + 0.01 for begin in begins)
        assert all(right - left > wide - 0.01 for left, right in pairwise(begins))


def test_a_curve_of_one_moment_or_none() -> None:
    assert curve([]).lines[0].pieces == ()
    assert len(curve([(5.0, "a", 3.0)]).lines[0].pieces[0]) == 1


def test_a_leap_year_has_every_day_once() -> None:
    chart = heat(2024, {date(2024, 2, 29): 3, date(2024, 3, 1): 12}, marked=frozenset({date(2024, 12, 31)}))
    assert len({cell.day for cell in chart.cells}) == 366
    assert len({(cell.x, cell.y) for cell in chart.cells}) == 366
    assert [(cell.day.day, cell.level) for cell in chart.cells if cell.value] == [(29, 1), (1, 4)]
    assert [cell.day.month for cell in chart.cells if cell.marked] == [12]
    assert all(0 <= cell.x <= WIDTH - chart.size for cell in chart.cells)
    assert [tick.value for tick in chart.months] == list(range(1, 13))
