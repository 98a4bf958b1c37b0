"""CPU a page of `archiver crawl` beside a Scrapy spider that does nothing, on the same pages in the same run.

    python bench/cost/run.py --out /tmp/cost --articles 400 --names baodongson baotrungchau

Both are whole processes: start-up, shutdown and all their threads are in the figure. The plain spider asks for exactly
the addresses that the archiver asked for. Both find their modules compiled, as an installed program does: where
PYTHONDONTWRITEBYTECODE is set, a check-out would be compiled anew in every round. Loopback only; the lab is found
through ARCHIVER_CORPORA.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "newslab"))
import run as newslab

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8951)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--names", nargs="+", required=True)
    options = parser.parse_args()
    for key, value in {"seed": 1, "pack": "open", "faults": "none", "stages": 1, "churn": 1.0, "now": None}.items():
        setattr(options, key, value)
    options.spiders = newslab.SPIDERS
    corpora = os.environ.get("ARCHIVER_CORPORA")
    if not corpora:
        print("skipped: ARCHIVER_CORPORA is not set", file=sys.stderr)
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    for folder in (PROJECT / "archiver", PROJECT / "spiders", newslab.SPIDERS):
        compileall.compile_dir(folder, quiet=1)
    lab = newslab.Lab(Path(corpora) / "newslab", options)
    ratios = []
    try:
        (options.out / "ca.pem").write_bytes(lab.pem)
        for round_ in range(options.rounds):
            shutil.rmtree(options.out / "archive", ignore_errors=True)
            lab.post("reset")
            ours = cpu(lambda: newslab.archiver(lab, options, "crawl", *options.names))
            asked = [json.loads(line) for line in lab.get("log").splitlines()]
            urls = [f"{r['scheme']}://{r['host']}{r['path']}" for r in asked]
            (options.out / "urls.txt").write_text("\n".join(urls))
            lab.post("reset")
            command = [sys.executable, str(HERE / "plain.py"), str(options.out / "urls.txt"), lab.base]
            command.append(str(len(options.names)))
            environment = {**os.environ, "SSL_CERT_FILE": str(options.out / "ca.pem")}
            plain = cpu(lambda command=command, e=environment: subprocess.run(command, env=e, check=True).returncode)
            answered = len(lab.get("log").splitlines())
            ratios.append((ours / len(urls)) / (plain / answered))
            print(
                f"round {round_ + 1}: {len(urls)} requests; archiver {1000 * ours / len(urls):.1f} ms a page, "
                f"plain {1000 * plain / answered:.1f} ms a page ({answered}), ratio {ratios[-1]:.2f}"
            )
    finally:
        lab.stop()
    print(f"median ratio {sorted(ratios)[len(ratios) // 2]:.2f}")
    return 0


def cpu(work: object) -> float:
    """CPU seconds, user and system, of the children that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = work()  # type: ignore[operator]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"the measured command exited with {code}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
