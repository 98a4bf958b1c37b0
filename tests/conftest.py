"""What every test stands on."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

# The same examples at each run, and no limit of time by the clock on the wall: a busy machine fails no test.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="module")
def what_earlier_files_left_is_not_looked_through_again() -> None:
    """Thousands of tests leave millions of objects: looking through them all takes the collector a second at a time,
    which falls into whatever is being measured just then. No program of ours grows so large."""
    gc.collect()
    gc.freeze()
