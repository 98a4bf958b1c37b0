"""Floors of quality: what was reached once is not lost again. They only rise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent / "floors.json"
SLACK = 0.2  # points between what is measured and its floor
SMALL = {"seed": 1, "articles": 14, "one_a_family": True}  # the lab as a test has time for it


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one set, and the corpus that they were measured on."""

    corpus: str  # its digest
    quality: dict[str, float]

    def broken(self, measured: dict[str, float]) -> list[str]:
        """The figures that fell under their floors, each as a line; a figure that is missing fell as well.

        >>> Floors("", {"title": 99.8, "lead": 97.0}).broken({"title": 99.9})
        ['lead: nothing measured, floor 97.0']
        """
        lines = []
        for name, floor in self.quality.items():
            got = measured.get(name)
            if got is None or got < floor:
                lines.append(f"{name}: {'nothing measured' if got is None else got}, floor {floor}")
        return lines


def read() -> dict[str, Floors]:
    """The pinned floors by set; empty where none were pinned yet."""
    if not PATH.exists():
        return {}
    pinned: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return {name: Floors(one["corpus"], one["quality"]) for name, one in pinned.items()}


def raised(old: dict[str, Floors], name: str, corpus: str, measured: dict[str, float]) -> Floors:
    """The floors of a set after a measurement: each the higher of what it was and what was reached, less the slack.

    Another corpus begins anew. Counts of pages are whole and have no slack.

    >>> raised({"a": Floors("x", {"title": 99.0})}, "a", "x", {"title": 98.0, "right": 7}).quality
    {'title': 99.0, 'right': 7}
    """
    before = old[name].quality if name in old and old[name].corpus == corpus else {}
    now = {key: value if isinstance(value, int) else round(value - SLACK, 2) for key, value in measured.items()}
    return Floors(corpus, {key: max(before.get(key, now.get(key, 0)), now.get(key, 0)) for key in {**before, **now}})


def write(floors: dict[str, Floors]) -> None:
    """Pin them."""
    made = {name: {"corpus": one.corpus, "quality": one.quality} for name, one in sorted(floors.items())}
    PATH.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", "utf-8")
