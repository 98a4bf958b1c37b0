"""What other programs make of our exports: DuckDB, pandas and polars read the Parquet folder, pywb replays a package.

    python3 -m venv /tmp/readers && /tmp/readers/bin/pip install pyarrow duckdb pandas polars pywb
    archiver export all.parquet && archiver export all.warc.gz
    /tmp/readers/bin/python bench/exports/readers.py all.parquet all.warc.gz

Needs nothing of the archiver. Each line says what was read; an assertion that fails says what was not. pywb serves on
loopback for as long as the script runs.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        if path.suffix == ".parquet":
            tables(path)
        else:
            replay(path)


def tables(folder: Path) -> None:
    import duckdb
    import pandas as pd
    import polars as pl

    query = "count(*), count(distinct newspaper), min(month), sum(len(views)), max(published_day)"
    asked = f"SELECT {query} FROM read_parquet('{folder}/*/*/*.parquet')"
    print(f"duckdb {duckdb.__version__}:", duckdb.sql(asked).fetchall()[0])
    kinds = duckdb.sql(f"DESCRIBE SELECT published_at, views FROM read_parquet('{folder}/*/*/*.parquet')").fetchall()
    print("   ", [kind[:2] for kind in kinds])
    rows = pd.read_parquet(folder)
    print(f"pandas {pd.__version__}: {len(rows)} rows, {rows['newspaper'].nunique()} newspapers, published_at", end=" ")
    print(rows["published_at"].dtype, rows["published_at"].max())
    frame = pl.read_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
    print(
        f"polars {pl.__version__}: {frame.height} rows, {frame['newspaper'].n_unique()} newspapers, published_at",
        end=" ",
    )
    print(frame["published_at"].dtype, frame["month"].max(), frame["views"].dtype)
    assert len(rows) == frame.height == duckdb.sql(asked).fetchall()[0][0]


def replay(package: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    with package.open("rb") as stream:
        wanted = [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Date"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream)
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200"
        ]
    with tempfile.TemporaryDirectory() as folder:
        manager = [str(BIN / "wb-manager")]
        subprocess.run([*manager, "init", "taken"], cwd=folder, check=True, capture_output=True)
        subprocess.run([*manager, "add", "taken", str(package.absolute())], cwd=folder, check=True, capture_output=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [str(BIN / "wayback"), "-b", "127.0.0.1", "-p", str(port)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            same = sum(got(port, url, date) == body for url, date, body in wanted)
        finally:
            server.terminate()
            server.wait(10)
    print(f"pywb: {same} of {len(wanted)} captures replay byte for byte")
    assert same == len(wanted)


def got(port: int, url: str, date: str) -> bytes:
    """The body of one capture as pywb replays it unchanged."""
    stamp = "".join(filter(str.isdigit, date))[:14]
    for _ in range(60):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", f"/taken/{stamp}id_/{url}", headers={"Accept-Encoding": "identity"})
            return connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.5)
    raise SystemExit("pywb did not start")


if __name__ == "__main__":
    main()
