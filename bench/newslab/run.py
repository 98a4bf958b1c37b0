"""Crawl the lab's newspapers with our spiders for them, once or three times, and score what the archive then says.

    python bench/newslab/run.py --out /tmp/lab --articles 60           # one crawl, faults none
    python bench/newslab/run.py --out /tmp/lab --articles 60 --faults plan
    python bench/newslab/run.py --out /tmp/lab --stages 3 --churn 2    # a fortnight between, then nothing new

The lab is found through ARCHIVER_CORPORA; NEWSLAB_PYTHON names an interpreter that has its requirements (default:
this one). Loopback only. Prints the scorer's table, its politeness report and, for several stages, what the third
crawl asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SPIDERS = HERE / "spiders"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the archive and the results; made afresh")
    parser.add_argument("--port", type=int, default=8950)
    parser.add_argument("--articles", type=int, default=60, help="articles a site")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", default="open")
    parser.add_argument("--faults", default="none", choices=["none", "plan", "all"])
    parser.add_argument("--stages", type=int, default=1, choices=[1, 2, 3])
    parser.add_argument("--churn", type=float, default=1.0)
    parser.add_argument("--now", default=None, help="where the lab's clock stands at first")
    parser.add_argument("--spiders", type=Path, default=SPIDERS)
    parser.add_argument("--names", nargs="*", help="newspapers to crawl; default: every file of the spiders' folder")
    options = parser.parse_args()

    corpora = os.environ.get("ARCHIVER_CORPORA")
    if not corpora or not (Path(corpora) / "newslab").is_dir():
        print("skipped: ARCHIVER_CORPORA names no folder with newslab/ in it", file=sys.stderr)
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    lab = Lab(Path(corpora) / "newslab", options)
    try:
        return measure(lab, options)
    finally:
        lab.stop()


class Lab:
    """The lab's server, started here and stopped here."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.base = f"http://127.0.0.1:{options.port}"
        self.python = os.environ.get("NEWSLAB_PYTHON", sys.executable)
        self.folder = folder
        command = [self.python, "-m", "newslab", "serve", "--pack", options.pack, "--seed", str(options.seed)]
        command += ["--articles", str(options.articles), "--port", str(options.port), "--faults", options.faults]
        command += ["--churn", str(options.churn), "--stall", "5"]
        if options.stages > 1 or options.now:
            command += ["--now", options.now or "2022-03-20"]
        self.log = (options.out / "lab.log").open("wb")
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NEWSLAB_CA": str(options.out / "ca")}
        self.process = subprocess.Popen(command, cwd=folder, stdout=self.log, stderr=self.log, env=environment)
        for _ in range(300):
            try:
                self.pem = self.get("ca.pem")
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f"the lab did not start: {(options.out / 'lab.log').read_text()}") from None
                time.sleep(0.1)
        raise SystemExit("the lab did not answer within 30 s")

    def get(self, name: str) -> bytes:
        with urllib.request.urlopen(f"{self.base}/__lab__/{name}", timeout=120) as answer:
            return bytes(answer.read())

    def post(self, name: str, data: dict[str, Any] | None = None) -> None:
        body = json.dumps(data or {}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.base}/__lab__/{name}", body, method="POST")).read()

    def now(self) -> str:
        return str(json.loads(self.get("clock"))["now"])

    def score(self, *arguments: str) -> str:
        command = [self.python, "-m", "newslab", *arguments]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, cwd=self.folder, check=True, capture_output=True, text=True, env=environment
        ).stdout

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()


def measure(lab: Lab, options: argparse.Namespace) -> int:
    out: Path = options.out
    (out / "ca.pem").write_bytes(lab.pem)
    names = options.names or sorted(p.stem for p in options.spiders.glob("*.py") if not p.stem.startswith("_"))
    lab.post("reset")
    for stage in range(1, options.stages + 1):
        if stage == 2:
            lab.post("clock", {"advance": "14d"})
        before = len(lab.get("log").splitlines())
        started = time.monotonic()
        code = archiver(lab, options, "crawl", *names, *(["--revisit"] if stage == 2 else []))
        requests = [json.loads(line) for line in lab.get("log").splitlines()[before:]]
        print(f"crawl {stage}: exit {code}, {len(requests)} requests, {time.monotonic() - started:.1f} s")
        if stage == 3:
            third(requests)
    code = archiver(lab, options, "export", str(out / "articles.jsonl"))
    print(f"export: exit {code}")
    hosts = {host for site in json.loads(lab.get("sites")) if crawled(site, names) for host in site["hosts"]}
    truth = [json.loads(line) for line in lab.get("truth").splitlines()]
    kept = [t for t in truth if t["site"] in hosts]
    (out / "truth.jsonl").write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in kept), "utf-8")
    (out / "log.jsonl").write_bytes(lab.get("log"))
    files = ["--truth", str(out / "truth.jsonl"), "--got", str(out / "articles.jsonl")]
    print(lab.score("score", *files, "--json", str(out / "score.json")))
    print(lab.score("politeness", "--log", str(out / "log.jsonl"), "--got", str(out / "articles.jsonl")))
    return 0


def crawled(site: dict[str, Any], names: list[str]) -> bool:
    """Whether one of the spiders is of this site: they are named after the host without `www.` and the ending."""
    plain = site["host"].removeprefix("www.").rsplit(".", 1)[0].replace(".", "")
    return plain in names


def archiver(lab: Lab, options: argparse.Namespace, *arguments: str) -> int:
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
    with (options.out / "archiver.log").open("ab") as log:
        command = [sys.executable, "-m", "archiver", *arguments]
        return subprocess.run(command, env=environment, stdout=log, stderr=log, check=False).returncode


def third(requests: list[dict[str, Any]]) -> None:
    """What a crawl with nothing new asked for: each source at most once, conditional where the site allows it."""
    kinds = Counter(r["kind"] for r in requests)
    repeated = {k: n for k, n in Counter((r["host"], r["path"]) for r in requests).items() if n > 1}
    conditional = Counter(r["kind"] for r in requests if r["conditional"])
    answered = Counter(r["kind"] for r in requests if r["status"] == 304)
    print(f"third crawl: by kind {dict(kinds)}, conditional {dict(conditional)}, 304 {dict(answered)}")
    print(f"asked for more than once: {repeated}")


if __name__ == "__main__":
    sys.exit(main())
