"""Measure the reader on every set, beside a peer where there is one, and write a table.

    python bench/reading/run.py --out /tmp/reading                          # our figures
    python bench/reading/run.py --out /tmp/reading --peers-python PYTHON    # trafilatura in the same run
    python bench/reading/run.py --out /tmp/reading --sets aeb newslab
    python bench/reading/run.py --raise-floors                              # upwards only

The sets are found through ARCHIVER_CORPORA. NEWSLAB_PYTHON (or --lab-python) names an interpreter with the lab's
requirements, --peers-python (or PEERS_PYTHON) one with those of `bench/requirements.txt` there. Each set is measured in
a process of its own, so that its peak of memory is its own; nothing else should run meanwhile. Writes `reading.md` and
`reading.json` into the folder.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import floors
import sets

HERE = Path(__file__).resolve().parent
ALL = ("pages", *sets.BENCH, "newslab", "newslab induced", "hostile")


def main() -> int:
    """0 where everything named was measured; 1 where a figure fell under its floor."""
    options = arguments()
    home = os.environ.get("ARCHIVER_CORPORA", "")
    if not home:
        print("skipped: ARCHIVER_CORPORA names no folder", file=sys.stderr)
        return 0
    corpora = Path(home)
    if options.raise_floors:
        return raise_floors(corpora, options)
    found: dict[str, dict[str, Any]] = {}
    for name in options.sets:
        for part, measure in tasks(name, corpora, options).items():
            print(part, file=sys.stderr, flush=True)
            found[part] = apart(measure)
        if name in sets.BENCH and options.peers_python:
            found[name] |= beside_the_peer(corpora / "bench", name, options.peers_python)
    text = table(found)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "reading.md").write_text(text, "utf-8")
        (options.out / "reading.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if options.document:
        write_between_marks(
            options.document,
            summary(found, "python bench/reading/run.py" + " --peers-python PYTHON" * bool(options.peers_python)),
        )
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="a folder for the table")
    parser.add_argument("--document", type=Path, help="a document that has a place for figures: docs/reading.md")
    parser.add_argument("--sets", nargs="+", choices=ALL, default=list(ALL))
    parser.add_argument("--seed", type=int, default=1, help="of the lab")
    parser.add_argument("--articles", type=int, default=60, help="articles a site of the lab")
    parser.add_argument("--pack", default="open", help="of the lab")
    parser.add_argument("--faults", default="none", choices=["none", "plan", "all"])
    parser.add_argument("--lab-python", default=os.environ.get("NEWSLAB_PYTHON", ""))
    parser.add_argument("--peers-python", default=os.environ.get("PEERS_PYTHON", ""))
    parser.add_argument("--raise-floors", action="store_true", help="measure what the test measures, pin what rose")
    return parser.parse_args()


def tasks(name: str, corpora: Path, options: argparse.Namespace) -> dict[str, Callable[[], sets.Measured]]:
    """What is to be measured under a name."""
    if name == "pages":
        return {name: partial(sets.articles, corpora)}
    if name in sets.BENCH:
        return {name: partial(sets.bench, corpora, name)}
    if name == "hostile":
        return {f"hostile: {one}": partial(sets.hurt, one) for one in sets.hostile()}
    lab = sets.Lab(options.pack, options.seed, options.articles, options.faults, python=options.lab_python)
    return {name: partial(sets.newslab, corpora, lab, induced=name.endswith("induced"))}


def apart(measure: Callable[[], sets.Measured]) -> dict[str, Any]:
    """A measurement in a process of its own, with its peak of memory in MB."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        measured, peak = pool.submit(_with_peak, measure).result()
    return {**asdict(measured), "peak_mb": round(peak / 1024)}


def _with_peak(measure: Callable[[], sets.Measured]) -> tuple[sets.Measured, int]:
    measured = measure()
    return measured, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def beside_the_peer(bench: Path, name: str, python: str) -> dict[str, Any]:
    """Our scores and trafilatura's from one run of the set's own `evaluate.py`."""
    ours, peer = f"{HERE / 'adapter.py'}:extract", f"{bench / 'peers.py'}:trafilatura"
    libraries = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    environment = {**os.environ, "ARCHIVER_LIBRARIES": libraries, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, str(bench / "evaluate.py"), "both", ours, peer, name]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=bench).stdout
    scores = [json.loads(line[line.index("{") :]) for line in said.splitlines() if "{" in line]
    gain = re.search(r"minus second: (\S+) points, 95% interval (\[.*\])", said)
    return {"evaluated": scores[0], "trafilatura": scores[1], "gain": gain.groups() if gain else None}


def raise_floors(corpora: Path, options: argparse.Namespace) -> int:
    """Pin what is reached now; say what fell."""
    pinned, fallen = floors.read(), 0
    lab = sets.Lab(python=options.lab_python, **floors.SMALL)
    measures: dict[str, Callable[[], sets.Measured]] = {"pages": partial(sets.articles, corpora)}
    measures |= {name: partial(sets.bench, corpora, name) for name in sets.BENCH}
    measures |= {
        "newslab": partial(sets.newslab, corpora, lab, induced=False),
        "newslab induced": partial(sets.newslab, corpora, lab, induced=True),
    }
    made: dict[str, floors.Floors] = {}
    for name, measure in measures.items():
        measured = measure()
        if name in pinned:
            lines = pinned[name].broken(measured.quality)
            fallen += len(lines)
            for line in lines:
                print(f"{name}: fell: {line}")
        made[name] = floors.raised(pinned, name, sets.corpus_of(corpora, name), measured.quality)
    floors.write(made)
    return 1 if fallen else 0


# --- the tables
def summary(found: dict[str, dict[str, Any]], command: str) -> str:
    """A line a set, for the documentation."""
    lines = [f"`{command}`, in percent:", ""]
    lines += [
        "| set | ours | trafilatura, same run | pages a CPU second | slowest page | peak memory |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in found.items():
        peer = one.get("trafilatura", {})
        ours = ", ".join(f"{key} {value}" for key, value in one["quality"].items()) or "read or refused"
        theirs = ", ".join(f"{key} {peer[key]}" for key in one["quality"] if peer.get(key) is not None)
        if one.get("gain"):
            theirs += "; body F1, ours minus theirs: {} {}".format(*one["gain"])
        speed = f"{one['pages'] / one['cpu']:.0f}" if one["cpu"] else ""
        if peer:
            speed = f"{one['evaluated']['pages_per_cpu_s']:.0f} to {peer['pages_per_cpu_s']:.0f}"
        lines.append(f"| {name} | {ours} | {theirs} | {speed} | {1000 * one['slowest']:.0f} ms | {one['peak_mb']} MB |")
    lines += ["", "`newslab induced`: a layout learned from 8 pages of each site, the other pages read with it."]
    lines += ["Speeds are of one run on one machine: compare them within a line only."]
    return "\n".join(lines) + "\n"


def write_between_marks(path: Path, text: str) -> None:
    """Put a table where a document keeps its figures."""
    before, mark, rest = path.read_text("utf-8").partition("<!-- figures: written by bench/reading -->\n")
    _, end, after = rest.partition("<!-- end of figures -->")
    if not mark or not end:
        raise SystemExit(f"{path} has no marks for figures")
    path.write_text(before + mark + text + end + after, "utf-8")


def table(found: dict[str, dict[str, Any]]) -> str:
    """Everything that was measured, as Markdown."""
    lines = ["| set | figure | ours | trafilatura |", "|---|---|---|---|"]
    for name, one in found.items():
        peer = one.get("trafilatura", {})
        for key, value in one["quality"].items():
            lines.append(f"| {name} | {key} | {value} | {peer.get(key, '')} |")
        if one.get("gain"):
            mean, interval = one["gain"]
            lines.append(f"| {name} | body F1, ours minus theirs, 95 % interval | {mean} {interval} | |")
        if peer:
            ours = one["evaluated"]["pages_per_cpu_s"]
            times = ours / peer["pages_per_cpu_s"]
            lines.append(f"| {name} | pages a CPU second ({times:.1f} times) | {ours} | {peer['pages_per_cpu_s']} |")
            lines.append(f"| {name} | peak MB | {one['evaluated']['peak_rss_mb']} | {peer['peak_rss_mb']} |")
        mean_ms = 1000 * one["cpu"] / max(1, one["pages"])
        lines.append(
            f"| {name} | pages; mean, slowest CPU ms | {one['pages']}; {mean_ms:.1f}, {1000 * one['slowest']:.0f} | |"
        )
        lines.append(f"| {name} | peak MB of the measuring process | {one['peak_mb']} | |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
