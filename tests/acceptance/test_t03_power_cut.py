"""T3, the half that is ours: a power cut keeps what was synced and garbles the rest; nothing acknowledged is lost."""

import random
import time
from pathlib import Path

import pytest

from archiver.storage import manifest
from archiver.storage.evidence import captures, read, recover
from archiver.storage.values import Evidence
from archiver.storage.verify import verify
from tests.storage.made import CONTEXT, a_fetch, a_writer, names

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
FETCHES = [a_fetch(number, size=400 + 300 * (number % 7)) for number in range(40)]


def cut_power(path: Path, synced: int, luck: random.Random) -> None:
    """What a disk may hold after a power cut: all that was synced, and any part of the rest, some of it as zeros."""
    data = bytearray(path.read_bytes())
    tail = len(data) - synced
    if tail and luck.random() < 0.7:
        start = synced + luck.randrange(tail)
        length = luck.randrange(1, tail + 1)
        data[start : start + length] = bytes(len(data[start : start + length]))
    if tail and luck.random() < 0.7:
        del data[synced + luck.randrange(tail + 1) :]
    path.write_bytes(data)


def one_cut(folder: Path, luck: random.Random) -> None:
    """Runs that lose power at a random moment, one after the other in one archive."""
    acknowledged: list[Evidence] = []
    for _ in range(luck.randrange(1, 4)):
        writer = a_writer(folder, max_bytes=luck.choice([3000, 2**30]))
        synced: dict[Path, int] = {}
        for _ in range(luck.randrange(1, 8)):
            group = [writer.append(luck.choice(FETCHES), CONTEXT) for _ in range(luck.randrange(1, 5))]
            if luck.random() < 0.2:
                break  # the power goes before the fsync
            writer.sync()
            synced[writer.path] = writer.path.stat().st_size
            acknowledged += group  # the caller commits its rows here
        path = writer.path
        writer.abandon()
        cut_power(path, synced.get(path, 0), luck)
        held = path.read_bytes()
        recovery = recover(folder)
        whole = folder / path.name.removesuffix(manifest.OPEN)
        left = whole.read_bytes() if whole.exists() else b""
        side = b"".join((folder / torn.side).read_bytes() for torn in recovery.torn)
        assert left + side == held or (not left and not side), "bytes were thrown away"
    kept = {one.evidence for one in captures(folder)}
    assert set(acknowledged) <= kept
    for one in acknowledged:
        read(folder, one)
    assert not [name for name in names(folder) if name.endswith(manifest.OPEN)]
    assert list(verify(folder)) == []


def test_300_power_cuts_lose_nothing_acknowledged(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    luck = random.Random(seed)
    for number in range(300):
        folder = tmp_path / str(number)
        folder.mkdir()
        one_cut(folder, luck)


def test_a_large_file_is_put_in_order_in_seconds(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    fetches = [a_fetch(number, size=90_000) for number in range(40)]
    for number in range(6000):
        last = writer.append(fetches[number % 40], CONTEXT)
    writer.sync()
    path = writer.path
    writer.abandon()
    with path.open("ab") as stream:
        stream.write(b"half a record")
    size = path.stat().st_size
    start = time.monotonic()
    recovery = recover(tmp_path, close=False, acknowledged=lambda name: last.offset + last.length)
    seconds = time.monotonic() - start
    print(f"tail of {size / 1e6:.0f} MB cut in {seconds:.3f} s")
    assert [torn.length for torn in recovery.torn] == [13]
    assert seconds < 2 * size / 2**30 + 0.2
