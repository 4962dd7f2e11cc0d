"""Job scripts without a cloud, through the process that the command line starts."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cloud_process import ROOT, cds_archive, jars_dir, java_home
from conftest import needs_spark

pytestmark = pytest.mark.integration

PRINTS = "import sys\nfrom pack import WORD\nfrom pyspark.sql import SparkSession\n" + (
    "rows = SparkSession.builder.getOrCreate().range(3).count()\nprint(WORD, rows, sys.argv[-1])\n"
)
FAILS = "print('before')\nraise ValueError('no größe')\n"


def test_scripts_run_one_after_the_other_and_a_failure_is_told_as_glue_does(tmp_path: Path) -> None:
    needs_spark()
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as library:
        library.writestr("pack/__init__.py", "WORD = 'rows'\n")
    jobs = []
    for step, text in (("fails", FAILS), ("prints", PRINTS)):
        (tmp_path / f"{step}.py").write_text(text, encoding="utf-8")
        jobs.append(
            {
                "step": step,
                "script": str(tmp_path / f"{step}.py"),
                "library": str(tmp_path / "library.zip"),
                "arguments": {"--relay_step": step},
                "timeoutSeconds": 60,
                "log": str(tmp_path / f"{step}.log"),
            }
        )
    jobs.append(
        {
            **jobs[0],
            "step": "missing",
            "script": str(tmp_path / "none.py"),
            "log": str(tmp_path / "missing.log"),
        }
    )
    command = [sys.executable, "-m", "relay_cloud.offline", "--work-dir", str(tmp_path / "w")]
    java = [
        "--java-home",
        str(java_home()),
        "--jars-dir",
        str(jars_dir()),
        "--cds-archive",
        str(cds_archive()),
    ]
    ended = subprocess.run(
        [*command, *java],
        input="".join(f"{json.dumps(job)}\n" for job in jobs),
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "local" / "cloud")},
        capture_output=True,
        text=True,
        timeout=150,
        check=True,
    )
    outcomes = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(one["state"], one["message"]) for one in outcomes] == [
        ("FAILED", "ValueError: no größe"),
        ("SUCCEEDED", None),
        ("FAILED", f"LAUNCH ERROR | File not found: {tmp_path / 'none.py'} is not there"),
    ]
    assert (tmp_path / "prints.log").read_text(encoding="utf-8") == "rows 3 prints\n"
    assert "before" in (tmp_path / "fails.log").read_text(encoding="utf-8")
