"""T6: a full disk ends a run with exit 3 and one clear line; nothing is torn, and with room again one run completes."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
OWN = ["unshare", "-rm"]


def test_50_disks_of_random_size(tmp_path: Path) -> None:
    if subprocess.run([*OWN, "true"], capture_output=True).returncode != 0:
        pytest.skip("needs a mount namespace of its own: unshare -rm")
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    run = [*OWN, sys.executable, "-m", "tests.acceptance.tiny_disk", str(tmp_path), str(seed), "50"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-3000:]}"
    said = json.loads(done.stdout)
    print(said)
    assert said["codes"]["3"] >= 25
