"""The sets that the reader is measured on, each as one function: a folder of other people's pages in, figures out.

Quality figures are shares in percent (or counts of pages), the higher the better; what is spurious is given as 100
minus its share, so that every floor is a lower bound.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

from archiver.core.extract import extract
from archiver.core.induce import induce
from archiver.core.layout import Layout
from archiver.core.page import Page
from archiver.core.values import Extraction, Kind

HERE = Path(__file__).resolve().parent
BENCH = ("aeb", "fundus_eval", "fundus_tests")
LEARNED_FROM = 8  # pages of each site
LAB_FIELDS = (
    *("title", "published_at", "authors", "view_count", "lead", "section", "tags", "images", "comment_count"),
    *("updated_at", "canonical_url"),
)


@dataclass(slots=True)
class Measured:
    """What one set gave."""

    quality: dict[str, float]  # what floors are pinned for
    pages: int = 0
    cpu: float = 0.0  # seconds, of all pages
    slowest: float = 0.0  # CPU seconds of one page
    wrong: list[str] = field(default_factory=list)  # the pages that are not right, for a person to look at


class Clock:
    """The processor time of each page."""

    def __init__(self) -> None:
        self.pages, self.cpu, self.slowest = 0, 0.0, 0.0

    def read(self, page: Page, layouts: tuple[Layout, ...] = ()) -> Extraction:
        started = time.process_time()
        got = extract(page, layouts)
        spent = time.process_time() - started
        self.pages, self.cpu, self.slowest = self.pages + 1, self.cpu + spent, max(self.slowest, spent)
        return got

    def measured(self, quality: dict[str, float], wrong: Iterable[str] = ()) -> Measured:
        return Measured(quality, self.pages, self.cpu, self.slowest, list(wrong))


# --- seven articles of Vietnamese papers
def articles(corpora: Path) -> Measured:
    """How many of the articles are right in every field, and how many section pages are told from articles."""
    clock, right, listings, wrong, lists = Clock(), 0, 0, [], 0
    for line in (corpora / "pages" / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        body = gzip.decompress((corpora / "pages" / "html" / f"{truth['id']}.html.gz").read_bytes())
        url = truth["url"] or "https://baomau.example/muc/thoi-su"
        got = clock.read(Page(url, body, "text/html", datetime(2026, 6, 1, tzinfo=UTC)))
        if truth["kind"] != "article":
            lists += 1
            listings += got.kind is Kind.LISTING
            continue
        faults = [name for name, fine in _checks(truth, got) if not fine]
        right += not faults
        wrong += [f"{truth['id']}: {', '.join(faults)}"] if faults else []
    return clock.measured({"articles right in all": right, "listings told": listings}, wrong)


def _checks(truth: dict[str, Any], got: Extraction) -> Iterator[tuple[str, bool]]:
    lead = truth["lead_first_words"]
    body = got.body_text.replace("\n", " ")
    yield "kind", got.kind is Kind.ARTICLE
    yield "title", got.title == truth["title"]
    yield "minute", bool(got.published) and got.published.moment.isoformat()[:16] == truth["published_iso"][:16]
    yield "authors", list(got.byline.authors if got.byline else ()) == truth["authors"]
    yield "lead", (got.lead or "").startswith(lead) if lead else got.lead is None
    yield "body begins", body.startswith(truth["body_first_8"])
    yield "body ends, no byline in it", body.endswith(truth["body_last_8"])
    yield "no view count", got.views is None


# --- pages in English, German, French
def bench(corpora: Path, name: str) -> Measured:
    """The scores of the set's own scorer, our reader in this process."""
    folder, clock = corpora / "bench" / name, Clock()
    scoring = load(corpora / "bench" / "scoring.py")
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "predictions.jsonl"
        with out.open("w", encoding="utf-8") as sink:
            for truth in map(json.loads, (folder / "truth.jsonl").read_text("utf-8").splitlines()):
                html = gzip.decompress((folder / "pages" / f"{truth['id']}.html.gz").read_bytes())
                got = clock.read(Page(truth["url"], html, "text/html; charset=utf-8"))
                said = {
                    "title": got.title,
                    "authors": list(got.byline.authors) if got.byline else [],
                    "published": got.published.moment.isoformat() if got.published else None,
                    "body": got.body_text,
                }
                sink.write(json.dumps({"id": truth["id"], "pred": said, "err": None}) + "\n")
            sink.write(json.dumps({"_meta": True, "n": clock.pages, "cpu": max(clock.cpu, 1e-9), "rss_kb": 0}) + "\n")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the scorer leaves its files to be closed
            scores = scoring.score(folder, out)
    kept = ("body_f1", "title_exact", "same_day", "same_minute", "author_f1")
    return clock.measured({key: scores[key] for key in kept if scores[key] is not None})


def load(path: Path) -> ModuleType:
    """A module by its file."""
    spec = importlib.util.spec_from_file_location(f"corpora_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the lab
@dataclass(frozen=True, slots=True)
class Lab:
    """Which pages of which lab."""

    pack: str = "open"
    seed: int = 1
    articles: int = 60  # a site
    faults: str = "none"
    one_a_family: bool = False
    python: str = ""  # an interpreter with the lab's requirements

    def sites(self, corpora: Path) -> Iterator[list[tuple[dict[str, Any], Page]]]:
        """The pages of one site after another, each with its truth; the lab renders them in a process of its own."""
        command = [self.python or sys.executable, str(HERE / "lab_pages.py"), "--pack", self.pack]
        command += ["--seed", str(self.seed), "--articles", str(self.articles), "--faults", self.faults]
        command += ["--one-a-family"] * self.one_a_family
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(command, cwd=corpora / "newslab", stdout=subprocess.PIPE, env=environment) as lab:
            assert lab.stdout is not None
            rows = map(json.loads, lab.stdout)
            for _, group in groupby(rows, key=lambda row: row["truth"]["site"]):
                yield [(row["truth"] | {"prints_views": row["prints_views"]}, _page(row)) for row in group]
        if lab.returncode:
            raise SystemExit(f"the lab's pages could not be made: exit {lab.returncode}")


def _page(row: dict[str, Any]) -> Page:
    when = datetime.fromtimestamp(row["now"], UTC)
    return Page(row["url"], base64.b64decode(row["body"]), row["content_type"], when, row["status"])


def newslab(corpora: Path, lab: Lab, *, induced: bool) -> Measured:
    """The lab's own verdicts on each article page read alone: without a layout, or with one learned from 8 others."""
    sys.path.insert(0, str(corpora / "newslab"))
    score = importlib.import_module("newslab.score")
    clock, verdicts, bodies, wrong = Clock(), defaultdict(Counter), [], []
    for rows in lab.sites(corpora):
        layouts: tuple[Layout, ...] = ()
        if induced:
            random.Random(f"{lab.seed}/{rows[0][0]['site']}").shuffle(rows)
            layouts = (induce([page for _, page in rows[:LEARNED_FROM]]).layout,)
        for truth, page in rows[LEARNED_FROM if induced else 0 :]:
            got = clock.read(page, layouts)
            said = got.record()
            for name, said_of_it in score.judge(said, truth).items():
                if not _is_fair(name, truth, got):
                    continue
                verdict = "spurious" if name == "view_count" and not truth["prints_views"] else said_of_it
                verdicts[name][verdict] += 1
                if verdict in ("wrong", "missing", "spurious"):
                    wrong.append(f"{truth['id']}: {name} {verdict}")
            if not got.next_part:
                bodies.append(score.body_scores(said, truth)[0])
    quality = {name: _share(verdicts[name]) for name in LAB_FIELDS}
    quality["body_f1"] = round(100 * sum(bodies) / max(1, len(bodies)), 2)
    spurious = max(counts["spurious"] / max(1, counts.total()) for counts in verdicts.values())
    quality["not spurious (worst field)"] = round(100 * (1 - spurious), 2)
    return clock.measured(quality, wrong)


def _is_fair(name: str, truth: dict[str, Any], got: Extraction) -> bool:
    """False for what one page alone cannot say: the rest of a paged body, a count behind a request, a false date."""
    if got.next_part and name in ("body", "images", "captions", "authors"):
        return False
    if truth["date_skewed"] and name.startswith("published"):
        return False
    if name == "updated_at" and truth["published_also"]:
        return False  # the update replaced the printed date: there is one date
    return name != "view_count" or truth["prints_views"] or got.views is not None


def _share(counts: Counter[str]) -> float:
    known = counts["right"] + counts["wrong"] + counts["missing"]
    return round(100 * counts["right"] / known, 2) if known else 100.0


# --- pages made to hurt
def hostile() -> dict[str, bytes]:
    """Pages of 5 MB: deep nesting, 100,000 attributes, endless entities, each around an article."""
    text = "".join(
        f"<p>Đoạn văn số {n} của bài, dài đủ để là một đoạn văn thật trong bài báo này.</p>" for n in range(9)
    )
    start = f"<html><body><h1>Cầu mới thông xe ở xã Mẫu</h1><p>29/03/2022 09:04</p>{text}".encode()
    return {
        "deep nesting": b"<html><body>" + b"<div>" * 450_000 + start + b"</div>" * 450_000,
        "100,000 attributes": b"<html><body "
        + b" ".join(b'data-%d="%d"' % (n, n * 7) for n in range(190_000))
        + b">"
        + start,
        "endless entities": start + b"<p>" + b"&amp;" * 1_000_000,
    }


def hurt(name: str) -> Measured:
    """One hostile page, read or refused."""
    clock = Clock()
    clock.read(Page("https://baomau.example/a1.html", hostile()[name], "text/html; charset=utf-8"))
    return clock.measured({})


# --- which corpus it was
def digest(folder: Path, *patterns: str) -> str:
    """What a corpus holds, as one number: names and bytes of its files."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
        found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def corpus_of(corpora: Path, name: str) -> str:
    """The digest of what a set is measured on."""
    if name == "pages":
        return digest(corpora / "pages", "truth.jsonl", "html/*")
    if name in BENCH:
        return digest(corpora / "bench" / name, "truth.jsonl", "pages/*")
    return digest(corpora / "newslab" / "newslab", "*.py", "templates/*.html")
