from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from cloud_process import ROOT, Cloud, Jobs, free_port, java_home, until
from conftest import needs_spark

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc"),
]
BUSY = (
    "import subprocess, time\nsubprocess.Popen(['sleep', '300'])\nprint('on', flush=True)\ntime.sleep(300)\n"
)


def busy_cloud(folder: Path, *options: str) -> Cloud:
    needs_spark()
    cloud = Cloud(folder / "w", *options, slots=1).wait_ready()
    jobs = Jobs(cloud)
    jobs.make("busy", BUSY)
    run_id = jobs.start("busy")
    jobs.reach("busy", run_id, "RUNNING")
    assert len(cloud.members()) >= 2  # the script and its JVM
    return cloud


def test_sigterm_ends_everything_and_exits_0(tmp_path):
    cloud = busy_cloud(tmp_path)
    cloud.process.send_signal(signal.SIGTERM)
    assert cloud.process.wait(15) == 0
    assert cloud.members() == []


def test_sigkill_leaves_nothing(tmp_path):
    cloud = busy_cloud(tmp_path)
    cloud.process.kill()
    cloud.process.wait(5)
    until("every process is gone", lambda: not cloud.members(), 5)


def test_the_cloud_ends_with_its_parent(tmp_path):
    parent = subprocess.Popen(["sleep", "300"])
    try:
        cloud = busy_cloud(tmp_path, "--parent-pid", str(parent.pid), "--no-warm-jvm")
        parent.kill()
        parent.wait(5)
        assert cloud.process.wait(15) == 0
        assert cloud.members() == []
    finally:
        if parent.poll() is None:
            parent.kill()


def launch(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "relay_cloud", *options], capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "local" / "cloud")},
    )  # fmt: skip


def test_a_used_port_is_exit_code_3(tmp_path):
    needs_spark()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = launch(
            "--port",
            str(port),
            "--work-dir",
            str(tmp_path),
            "--java-home",
            str(java_home()),
            "--jars-dir",
            "x",
        )
    assert ended.returncode == 3 and ended.stdout == ""
    assert f"port {port}" in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_no_java_is_exit_code_4(tmp_path):
    ended = launch(
        "--port", str(free_port()), "--work-dir", str(tmp_path), "--java-home", "/nowhere", "--jars-dir", "x"
    )
    assert ended.returncode == 4 and ended.stdout == ""
    assert "/nowhere" in ended.stderr and len(ended.stderr.splitlines()) == 1
