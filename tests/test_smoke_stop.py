"""The smoke run always ends what it started, and says so where it had to be forced."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

sys.path.insert(0, str(settings.BASE_DIR / "tools"))
import smoke


def _started(command, tmp_path):
    (tmp_path / "log").write_text("what it printed")
    process = subprocess.Popen(["sh", "-c", command], start_new_session=True, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def test_what_does_not_stop_at_ctrl_c_is_named_and_ended(tmp_path):
    process = _started("trap '' INT; echo ready; sleep 30", tmp_path)
    with pytest.raises(SystemExit, match=r"what it printed(.|\n)*did not stop within 0\.3 s(.|\n)*(sleep 30|no ps)"):
        smoke.stop(process, tmp_path / "log", within=0.3)
    assert process.poll() is not None


def test_what_stops_at_ctrl_c_is_waited_for(tmp_path):
    process, begun = _started("trap 'exit 0' INT; echo ready; sleep 30 & wait", tmp_path), time.monotonic()
    smoke.stop(process, tmp_path / "log", within=20)
    assert process.returncode == 0 and time.monotonic() - begun < 20
    smoke.stop(process, tmp_path / "log", within=20)
