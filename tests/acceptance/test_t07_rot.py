"""T7: rot is reported, all of it, with file, offset and the articles it touches, and nothing else is."""

import random
import time
from pathlib import Path

import pytest

from archiver.storage.verify import Checked, verify
from tests.storage import rot
from tests.storage.made import CONTEXT, a_closed_file, a_fetch, a_writer

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warc")
    for start in range(0, 70, 14):
        a_closed_file(folder, range(start, start + 14), encoding="" if start == 28 else "gzip")
    return folder


def test_425_of_425_are_reported(folder: Path) -> None:
    rows = rot.MadeRows(folder)
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    luck = random.Random(seed)
    harms = [rot.truncation] * 200 + [rot.bit_flip] * 200 + [rot.boundary_cut] * 20 + [rot.deletion] * 5
    for harm in harms:
        harm(folder, rows, luck)
    assert list(verify(folder, rows)) == [], f"seed {seed}"
    print(f"{len(harms)} of {len(harms)} reported")


def test_no_false_alarm_on_1000_clean_files(tmp_path: Path) -> None:
    for number in range(1000):
        a_closed_file(tmp_path, range(number, number + 2), size=300)
    checked = Checked()
    assert list(verify(tmp_path, rot.MadeRows(tmp_path), checked=checked)) == []
    assert checked.files == 1000


def test_150_megabytes_a_cpu_second(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    fetches = [a_fetch(number, size=90_000) for number in range(40)]
    for number in range(2500):
        writer.append(fetches[number % 40], CONTEXT)
    writer.close()
    rows = rot.MadeRows(tmp_path)
    checked = Checked()
    start = time.process_time()
    assert list(verify(tmp_path, rows, checked=checked)) == []
    rate = checked.bytes / 1e6 / (time.process_time() - start)
    print(f"{checked.bytes / 1e6:.0f} MB at {rate:.0f} MB a CPU second")
    assert rate >= 150
