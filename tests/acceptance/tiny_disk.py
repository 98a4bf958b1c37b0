"""Run inside a namespace of its own: imports a WARC file into archives on disks that are too small, then makes room.

python -m tests.acceptance.tiny_disk FOLDER SEED COUNT
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from archiver.storage.verify import EngineRows, verify
from tests.crawl.saved import Foreign, address, environment, page

PAGES = 120


def main(folder: Path, seed: int, count: int) -> None:
    luck = random.Random(seed)
    foreign = Foreign()
    for number in range(PAGES):
        noise = " ".join(f"chuyện số {luck.randrange(10**9)}" for _ in range(400))
        foreign.response(address(number), page(number, extra=noise))
    warc = foreign.save(folder / "other.warc.gz")
    shell = {**os.environ, **environment(folder), "ARCHIVER_HOME": str(folder / "disk" / "archive")}
    (folder / "disk").mkdir()
    codes: dict[int, int] = {}
    said = ""
    for _ in range(count):
        size = luck.randrange(300, 6_000) * 1024
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder / "disk"], check=True)
        try:
            code, message = one_disk(folder, warc, shell, size)
            said = message or said
        finally:
            subprocess.run(["umount", folder / "disk"], check=True)
        codes[code] = codes.get(code, 0) + 1
    print(json.dumps({"codes": codes, "said": said}))


def one_disk(folder: Path, warc: Path, shell: dict[str, str], size: int) -> tuple[int, str]:
    """Fill one disk; the exit code of the first run, and what it said."""
    run = [sys.executable, "-m", "archiver", "import", str(warc)]
    first = subprocess.run(run, env=shell, capture_output=True, text=True)
    said = f"disk of {size} bytes: exit {first.returncode}: {first.stderr}"
    assert first.returncode in (0, 3), said
    assert "Traceback" not in first.stderr + first.stdout, said
    assert "bug" not in first.stderr, said
    if first.returncode == 3:
        assert first.stderr.count("\n") == 1, said
        assert str(folder / "disk") in first.stderr, said
        assert "bytes free" in first.stderr, said
    subprocess.run(["mount", "-o", "remount,size=200M", folder / "disk"], check=True)
    again = subprocess.run(run, env=shell, capture_output=True, text=True)
    assert again.returncode == 0, said + again.stderr
    engine = create_engine(f"sqlite:///{folder}/disk/archive/archive.db")
    warcs = folder / "disk" / "archive" / "warc"
    assert not list(warcs.glob("*.open")), said
    assert list(verify(warcs, EngineRows(engine))) == [], said
    with engine.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM article")).scalar_one() == PAGES, said
        assert conn.execute(text("SELECT count(*) FROM capture")).scalar_one() == PAGES, said
        assert conn.execute(text("PRAGMA integrity_check")).scalar_one() == "ok", said
    engine.dispose()
    return first.returncode, first.stderr


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
