"""The unit for systemd, and the linter of the Dockerfile."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "docs/mailwatch.service").read_text(encoding="utf-8")
HADOLINT = Path(sys.executable).with_name("hadolint")


def verified(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """``systemd-analyze verify`` of the unit, with a program that is there in place of one that is installed later."""
    unit = folder / "mailwatch.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", text), encoding="utf-8")
    return subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)


needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")


@needs_systemd
def test_systemd_has_nothing_to_say_about_the_unit(tmp_path):
    done = verified(UNIT, tmp_path)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_systemd_would_have_said_something(tmp_path):
    done = verified(UNIT.replace("ProtectSystem=strict", "ProtectSystm=strict"), tmp_path)
    assert "ProtectSystm" in done.stderr


def test_the_unit_runs_the_daemon_unprivileged_with_its_state_where_systemd_keeps_it():
    lines = UNIT.splitlines()
    assert {"DynamicUser=yes", "ProtectSystem=strict", "StateDirectory=mailwatch", "NoNewPrivileges=yes"} <= set(lines)
    assert any(line.startswith("ExecStart=") and line.endswith(" run") for line in lines)


def test_make_lint_reads_the_dockerfile():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "-n", "lint"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "tools/lint-dockerfile" in done.stdout


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is not available for this machine")
def test_the_linter_accepts_our_dockerfile_and_refuses_a_careless_one(tmp_path):
    lint = [ROOT / "tools/lint-dockerfile", HADOLINT.parent]
    ours = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ours.returncode, ours.stdout) == (0, "")
    (tmp_path / "Dockerfile").write_text("FROM debian\nRUN cd /opt && apt-get install python3\n", encoding="utf-8")
    careless = subprocess.run(lint, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert careless.returncode != 0
