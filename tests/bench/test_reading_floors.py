"""What the reader reached on other people's pages is not lost: the floors of bench/reading, which only rise."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.corpora import corpora

BENCH = Path(__file__).parents[2] / "bench" / "reading"
pytestmark = pytest.mark.corpora


def load(name: str) -> ModuleType:
    """A module of the bench, which is no package."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name.removeprefix('reading_')}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


floors, sets = load("reading_floors"), load("reading_sets")
PINNED = floors.read()


def held(name: str, measured: dict[str, float]) -> None:
    """Compare with the floors of a set, where it is the corpus that they were measured on."""
    found = sets.corpus_of(corpora(), name)
    if found != PINNED[name].corpus:
        pytest.skip(f"{name} is another corpus ({found}) than the floors were measured on: run.py --raise-floors")
    broken = PINNED[name].broken(measured)
    assert not broken, f"{name} fell: " + "; ".join(broken)


def test_every_set_has_a_floor() -> None:
    assert set(PINNED) == {"pages", *sets.BENCH, "newslab", "newslab induced"}
    assert all(one.quality for one in PINNED.values())


def test_articles_of_vietnamese_papers() -> None:
    corpora("pages", "truth.jsonl")
    held("pages", sets.articles(corpora()).quality)


@pytest.mark.parametrize("name", sets.BENCH)
def test_articles_in_other_languages(name: str) -> None:
    corpora("bench", name, "truth.jsonl")
    held(name, sets.bench(corpora(), name).quality)


def lab_python() -> str:
    """An interpreter with the lab's requirements; the test is skipped where there is none."""
    python = os.environ.get("NEWSLAB_PYTHON", "") or sys.executable
    asked = subprocess.run([python, "-c", "import jinja2, cryptography"], capture_output=True, check=False)
    if asked.returncode:
        pytest.skip(f"{python} has not what the lab requires: set NEWSLAB_PYTHON to one that has")
    return python


@pytest.mark.parametrize("induced", [False, True], ids=["without a layout", "with a layout learned from 8 pages"])
def test_articles_of_the_lab(induced: bool) -> None:
    corpora("newslab", "newslab")
    lab = sets.Lab(python=lab_python(), **floors.SMALL)
    held("newslab induced" if induced else "newslab", sets.newslab(corpora(), lab, induced=induced).quality)


class TestFloors:
    def test_a_figure_under_its_floor_is_named(self) -> None:
        one = floors.Floors("x", {"title": 99.0, "lead": 97.0})
        assert one.broken({"title": 98.9, "lead": 97.0}) == ["title: 98.9, floor 99.0"]

    def test_floors_never_sink(self) -> None:
        old = {"a": floors.Floors("x", {"title": 99.0, "lead": 90.0})}
        new = floors.raised(old, "a", "x", {"title": 98.0, "lead": 95.0})
        assert new.quality == {"title": 99.0, "lead": 94.8}

    def test_another_corpus_begins_anew(self) -> None:
        old = {"a": floors.Floors("x", {"title": 99.0})}
        assert floors.raised(old, "a", "y", {"title": 98.0}).quality == {"title": 97.8}
