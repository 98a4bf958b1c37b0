"""What every test stands on."""

from __future__ import annotations

import gc

import pytest


@pytest.fixture(autouse=True, scope="module")
def what_earlier_files_left_is_not_looked_through_again() -> None:
    """Thousands of tests leave millions of objects: looking through them all takes the collector a second at a time,
    which falls into whatever is being measured just then. No program of ours grows so large."""
    gc.collect()
    gc.freeze()
