"""Starts local clouds for tests and looks for what they leave."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).resolve().parents[3]
TERMINAL = ("SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED")


def java_home() -> Path | None:
    if os.environ.get("RELAY_JAVA_HOME"):
        return Path(os.environ["RELAY_JAVA_HOME"])
    found = shutil.which("java")
    return Path(found).resolve().parents[1] if found else None


def jars_dir() -> Path:
    return Path(os.environ.get("RELAY_JARS_DIR", ROOT / ".relay" / "jars"))


def cds_archive() -> Path:
    return ROOT / ".relay" / "spark.jsa"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: str, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


class Cloud:
    def __init__(self, work_dir: Path, *options: str, port: int | None = None, slots: int = 2) -> None:
        home = java_home()
        assert home is not None
        self.port = port or free_port()
        self.work_dir = work_dir
        self.errors = work_dir.with_suffix(".err").open("w+")
        self.trace = work_dir.with_suffix(".jsonl")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "relay_cloud", "--port", str(self.port), "--work-dir", str(work_dir),
             "--slots", str(slots), "--java-home", str(home), "--jars-dir", str(jars_dir()),
             "--cds-archive", str(cds_archive()), "--trace", str(self.trace), "--driver-memory-mb", "700", *options],
            env={**os.environ, "PYTHONPATH": str(ROOT / "local" / "cloud")},
            stdout=subprocess.PIPE, stderr=self.errors, text=True,
        )  # fmt: skip
        self.said = ""

    def wait_ready(self) -> Cloud:
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], 40)
        self.said = self.process.stdout.readline() if readable else ""
        assert self.said == f"ready http://127.0.0.1:{self.port}\n", self.said + self.stderr()
        return self

    def stderr(self) -> str:
        self.errors.seek(0)
        return self.errors.read()

    def client(self, service: str) -> Any:
        return boto3.session.Session().client(
            service, endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",
        )  # fmt: skip

    def members(self) -> list[int]:
        """Every process that carries this cloud's work dir in its environment or command (Linux)."""
        wanted = str(self.work_dir).encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) in (self.process.pid, os.getpid()):
                continue
            try:
                if wanted in (entry / "environ").read_bytes() or wanted in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)
        self.errors.close()


class Jobs:
    """Makes Glue jobs from script text and watches their runs."""

    def __init__(self, cloud: Cloud) -> None:
        self.glue, self.s3 = cloud.client("glue"), cloud.client("s3")
        self.logs = cloud.client("logs")
        self.s3.create_bucket(Bucket="test-data")

    def put(self, key: str, body: str | bytes) -> str:
        self.s3.put_object(
            Bucket="test-data", Key=key, Body=body if isinstance(body, bytes) else body.encode()
        )
        return f"s3://test-data/{key}"

    def make(self, name: str, script: str | None, **options: Any) -> str:
        address = f"s3://test-data/jobs/{name}.py"
        if script is not None:
            self.put(f"jobs/{name}.py", script)
        command = options.pop("Command", {"Name": "glueetl", "ScriptLocation": address, "PythonVersion": "3"})
        self.glue.create_job(
            Name=name, Role="arn:aws:iam::000000000000:role/glue", Command=command, **options
        )
        return name

    def start(self, name: str, **options: Any) -> str:
        return str(self.glue.start_job_run(JobName=name, **options)["JobRunId"])

    def get(self, name: str, run_id: str) -> dict[str, Any]:
        run: dict[str, Any] = self.glue.get_job_run(JobName=name, RunId=run_id)["JobRun"]
        return run

    def reach(self, name: str, run_id: str, *states: str, seconds: float = 90) -> dict[str, Any]:
        wanted = states or TERMINAL

        def there() -> dict[str, Any] | None:
            run = self.get(name, run_id)
            assert run["JobRunState"] in wanted or run["JobRunState"] not in TERMINAL, run
            return run if run["JobRunState"] in wanted else None

        found: dict[str, Any] = until(f"{name} in {wanted}", there, seconds)
        return found

    def run(self, name: str, **options: Any) -> dict[str, Any]:
        return self.reach(name, self.start(name, **options))

    def lines(self, run_id: str, group: str = "output") -> list[str]:
        events = self.logs.get_log_events(
            logGroupName=f"/aws-glue/jobs/{group}", logStreamName=run_id, startFromHead=True
        )
        return [event["message"] for event in events["events"]]


def trace_of(cloud: Cloud) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cloud.trace.read_text().splitlines()]
