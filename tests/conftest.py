"""What every test stands on."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

# No limit of time by the clock on the wall: a busy machine fails no test. `make properties` searches: new examples at
# each run, and those that failed once again; else they are the same at each run (`--hypothesis-profile` chooses).
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("house", settings.get_profile("searching"), derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="module")
def what_earlier_files_left_is_not_looked_through_again() -> None:
    """Thousands of tests leave millions of objects: looking through them all takes the collector a second at a time,
    which falls into whatever is being measured just then. No program of ours grows so large."""
    gc.collect()
    gc.freeze()
