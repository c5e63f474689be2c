"""The hostile suite once more, as a plain user: root's own tests cannot show how the walls hold without its powers."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import ROOT

from agent.sandbox.keeper import TIERS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="whoever runs the tests is a plain user already"),
]


@pytest.mark.parametrize("tier", TIERS)
def test_the_walls_hold_for_a_plain_user(tier):
    with tempfile.TemporaryDirectory(prefix="as-user-") as place:
        Path(place).chmod(0o777)
        options = f"-q -k {tier} --tb=short -p no:cacheprovider -p no:xdist --basetemp={place}/tests".split()
        suite = [sys.executable, "-m", "pytest", *options, "tests/test_hostile.py"]
        done = subprocess.run(
            [sys.executable, "tests/as_user.py", *suite],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": place},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " skipped" not in done.stdout
