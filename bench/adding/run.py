"""Add every newspaper of the lab from its home page alone, crawl each with the file that was written, and score both.

    python bench/adding/run.py --out /tmp/adding --articles 60                # the open pack, seed 1, no faults
    python bench/adding/run.py --out /tmp/adding --seed 7 --faults plan
    python bench/adding/run.py --out /tmp/adding --stages 3 --churn 2        # a fortnight between, then nothing new
    python bench/adding/run.py --out /tmp/adding --names baokyson            # one site

The lab is found as in bench/newslab/run.py, whose server and scorer are used. Loopback only. Prints for each site the
requests that `newspaper add` made, the recall and precision of the crawl with the written file, its fields, and the
form of addresses that was learned; then the table of the whole, its politeness and the crawl's requests an article.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("newslab_run", HERE.parent / "newslab" / "run.py")
assert SPEC is not None
assert SPEC.loader is not None
newslab = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(newslab)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the archive and the results; made afresh")
    parser.add_argument("--port", type=int, default=8951)
    parser.add_argument("--articles", type=int, default=60, help="articles a site")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", default="open")
    parser.add_argument("--faults", default="none", choices=["none", "plan", "all"])
    parser.add_argument("--churn", type=float, default=1.0)
    parser.add_argument("--now", default=None, help="where the lab's clock stands")
    parser.add_argument("--stages", type=int, default=1, choices=[1, 3])
    parser.add_argument("--names", nargs="*", help="newspapers to add, by their hosts; default: all")
    parser.add_argument("--no-crawl", action="store_true", help="add only")
    options = parser.parse_args()
    corpora = os.environ.get("ARCHIVER_CORPORA")
    if not corpora or not (Path(corpora) / "newslab").is_dir():
        print("skipped: ARCHIVER_CORPORA names no folder with newslab/ in it", file=sys.stderr)
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    (options.out / "spiders").mkdir(parents=True)
    options.spiders = options.out / "spiders"
    lab = newslab.Lab(Path(corpora) / "newslab", options)
    try:
        (options.out / "ca.pem").write_bytes(lab.pem)
        return measure(lab, options)
    finally:
        lab.stop()


def measure(lab: Any, options: argparse.Namespace) -> int:
    sites = [s for s in json.loads(lab.get("sites")) if not options.names or any(n in s["host"] for n in options.names)]
    lab.post("reset")
    names = {}
    for site in sites:
        before, started = len(lab.get("log").splitlines()), time.monotonic()
        done = archiver(lab, options, "newspaper", "add", site["home"], "--json")
        asked = [json.loads(line) for line in lab.get("log").splitlines()[before:]]
        said = json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}
        print(f"{site['host']:<24} exit {done.returncode}, {len(asked)} requests, {time.monotonic() - started:.1f} s")
        if said.get("added"):
            names[site["host"]] = said["name"]
            print(f"    {said['article_url']}")
            print(f"    {said['newspaper']}, {said['province']}; {'; '.join(said['notes'])}")
        else:
            print(f"    {done.stderr.strip()[-400:]}")
    if options.no_crawl or not names:
        return 0
    polite_adding(lab, options)
    if options.stages > 1:
        options.names = sorted(names.values())
        newslab.measure(lab, options)
        series(options.out)
        return 0
    lab.post("reset")
    started = time.monotonic()
    done = archiver(lab, options, "crawl", *names.values())
    log = lab.get("log")
    requests = [json.loads(line) for line in log.splitlines()]
    print(f"crawl: exit {done.returncode}, {len(requests)} requests, {time.monotonic() - started:.1f} s")
    print(done.stderr.strip()[-2000:])
    done = archiver(lab, options, "export", str(options.out / "articles.jsonl"))
    if done.returncode:
        raise SystemExit(f"export: exit {done.returncode}: {done.stderr}")
    report(lab, options, sites, names, requests)
    return 0


def series(out: Path) -> None:
    """Whether each article that stands was counted at both visits, by how many points its series has."""
    truth: dict[str, Any] = {}
    for line in (out / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth |= dict.fromkeys(row["urls"], row)
    points: Counter[str] = Counter()
    for line in (out / "articles.jsonl").read_text("utf-8").splitlines():
        got = json.loads(line)
        shown = truth.get(got["url"]) or truth.get(got["canonical_url"]) or {}
        if got["gone_at"] is None and shown.get("view_count") is not None:
            seen = 2 if got["first_seen_at"] < got["last_seen_at"] else 1
            points["complete" if len(got["views"]) >= seen else "short"] += 1
    print(f"view series of live articles with counts: {dict(points)}")


def polite_adding(lab: Any, options: argparse.Namespace) -> None:
    (options.out / "log-add.jsonl").write_bytes(lab.get("log"))
    (options.out / "nothing.jsonl").write_text("", "utf-8")
    print("politeness of the adding:")
    print(
        lab.score(
            "politeness", "--log", str(options.out / "log-add.jsonl"), "--got", str(options.out / "nothing.jsonl")
        )
    )


def report(
    lab: Any, options: argparse.Namespace, sites: list[dict[str, Any]], names: dict[str, str], requests: list[Any]
) -> None:
    out: Path = options.out
    (out / "log.jsonl").write_text("".join(json.dumps(r) + "\n" for r in requests), "utf-8")
    truth = [json.loads(line) for line in lab.get("truth").splitlines()]
    got = [json.loads(line) for line in (out / "articles.jsonl").read_text("utf-8").splitlines()]
    for site in sites:
        if site["host"] not in names:
            continue
        mine = [t for t in truth if t["site"] in site["hosts"]]
        theirs = [g for g in got if g["newspaper"] == names[site["host"]]]
        asked = Counter(r["kind"] for r in requests if r["host"] in site["hosts"])
        score = scored(lab, out, "one", mine, theirs)
        print(f"\n{site['host']}: {len(theirs)} articles, {sum(asked.values())} requests {dict(asked)}")
        print(score)
    hosts = {host for site in sites for host in site["hosts"]}
    print("\nall:")
    print(scored(lab, out, "all", [t for t in truth if t["site"] in hosts], got))
    print(lab.score("politeness", "--log", str(out / "log.jsonl"), "--got", str(out / "articles.jsonl")))
    print(f"requests an archived article: {len(requests) / max(1, len(got)):.2f}")


def scored(lab: Any, out: Path, name: str, truth: list[Any], got: list[Any]) -> str:
    for kind, rows in (("truth", truth), ("got", got)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / f"{name}-{kind}.jsonl").write_text(text, "utf-8")
    files = ["--truth", str(out / f"{name}-truth.jsonl"), "--got", str(out / f"{name}-got.jsonl")]
    return str(lab.score("score", *files, "--json", str(out / f"{name}-score.json")))


def archiver(lab: Any, options: argparse.Namespace, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "ARCHIVER_HOME": str(options.out / "archive"),
        "ARCHIVER_SPIDERS": str(options.spiders.resolve()),
        "ARCHIVER_PROXY": lab.base,
        "ARCHIVER_DELAY": "0",
        "ARCHIVER_CONTACT": "bench@example.org",
        "ARCHIVER_NOW": lab.now(),
        "SSL_CERT_FILE": str(options.out / "ca.pem"),
    }
    command = [sys.executable, "-m", "archiver", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
