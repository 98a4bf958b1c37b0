"""The notebook runs, cell after cell, on the archive that the demo makes; the page about Python names what is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archiver import Archive
from archiver.core.errors import UsageError
from tests.query.made import sample

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOK = json.loads((DOCS / "notebook" / "archive.ipynb").read_text("utf-8"))
CELLS = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
PAGE = (DOCS / "python.md").read_text("utf-8")


@pytest.mark.slow
def test_the_notebook_runs_on_the_archive_of_the_demo(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
        )

    made = run("-m", "archiver", "demo", "--home", "demo-archive")
    assert made.returncode == 0, made.stderr
    done = run("-W", "error", "-c", "\n\n".join(CELLS))
    assert (done.returncode, done.stderr) == (0, "")
    assert "60 archived" in done.stdout
    assert "29 matching articles" in done.stdout
    assert "[-34-]{+41+} tỷ đồng" in done.stdout
    assert "60 of 60 matching articles" in done.stdout
    assert "author = {{Phạm Thu Uyên}}" in done.stdout
    assert (tmp_path / "articles.parquet.about.json").is_file()


def test_the_notebook_is_one_and_holds_no_results() -> None:
    assert (NOTEBOOK["nbformat"], NOTEBOOK["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in NOTEBOOK["cells"]}) == len(NOTEBOOK["cells"])
    for cell in NOTEBOOK["cells"]:
        assert cell["cell_type"] in ("code", "markdown")
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_links_of_the_notebook_lead_to_pages() -> None:
    text = "".join("".join(cell["source"]) for cell in NOTEBOOK["cells"])
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (DOCS / "notebook" / target).exists(), target


def test_every_call_of_the_page_is_there_and_every_call_is_on_the_page() -> None:
    named = set(re.findall(r"`(?:Archive)?\.(\w+)\(", PAGE))
    public = {name for name, value in vars(Archive).items() if not name.startswith("_") and callable(value)}
    assert named == (public | {"open"}) - {"close"}


def test_the_first_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample(tmp_path / "archive").writer.dispose()
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"```python\n(.+?)```", PAGE, re.DOTALL)
    assert shown
    printed: list[tuple[object, ...]] = []
    exec(shown[1], {"print": lambda *said: printed.append(said)})
    assert printed[0] == ("1 of 1 matching articles.",)
    assert printed[-1][0] == "baomau/2"


def test_an_export_and_a_citation_from_python(tmp_path: Path) -> None:
    sample(tmp_path / "archive").writer.dispose()
    with Archive.open(tmp_path / "archive") as archive:
        done = archive.export(tmp_path / "coffee.jsonl", "cà phê")
        assert done.statement == "1 of 1 matching articles"
        assert json.loads((tmp_path / "coffee.jsonl").read_text("utf-8")) == archive.article("baomau/2")
        assert archive.cite("baomau/2", "baothu/7", form="ris").count("TY  - NEWS") == 2
        with pytest.raises(UsageError, match="none of bibtex"):
            archive.cite("baomau/2", form="word")
