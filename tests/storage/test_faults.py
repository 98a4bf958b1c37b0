"""The points at which a kill test ends the process."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from archiver.core.errors import ConfigurationError
from archiver.storage import faults


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    faults.arm("")


def test_the_process_dies_at_the_third_passing() -> None:
    code = (
        "from archiver.storage import faults\n"
        "faults.arm('after_write:3')\n"
        "for n in range(9):\n"
        "    faults.point('before_write'); faults.point('after_write'); print(n, flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -9
    assert done.stdout.split() == ["0", "1"]


def test_unarmed_points_do_nothing() -> None:
    for name in faults.POINTS:
        faults.point(name)
        assert not faults.armed(name)


def test_only_the_named_point_is_armed() -> None:
    faults.arm("mid_record:5")
    assert faults.armed("mid_record")
    assert not faults.armed("after_write")


@pytest.mark.parametrize("spec", ["nowhere:1", "after_write:0", "after_write:x", "after_write:-1", ":3"])
def test_a_spec_that_makes_no_sense_is_refused(spec: str) -> None:
    with pytest.raises(ConfigurationError, match="ARCHIVER_FAULT"):
        faults.arm(spec)
