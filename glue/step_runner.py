"""For tests: runs the script of a step as Glue does, with ``file://`` in place of S3."""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

RUN_ID = "r1"


def parameters(pipeline: Path, **changes: str) -> dict[str, str]:
    """A pipeline's run parameters with their defaults, as the orchestrator passes them, and changes."""
    declared = yaml.safe_load((pipeline / "pipeline.yml").read_text(encoding="utf-8")).get("parameters", {})
    defaults = {name: parameter["default"] for name, parameter in declared.items()}
    texts = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in defaults.items()
    }
    return {**texts, **changes}


def run_script(
    pipeline: Path, script: str, root: Path, source: Path, patch: pytest.MonkeyPatch, **changes: str
) -> dict[str, Any]:
    """Run ``jobs/<script>.py`` of a pipeline's folder and return its report.

    ``root`` is where outputs go, ``source`` the input; the step is named as the script, with dashes. Raises
    what the script raises.
    """
    step = script.replace("_", "-")
    arguments = {
        "JOB_NAME": f"relay-{step}",
        "relay_run_id": RUN_ID,
        "relay_step": step,
        "relay_attempt": "1",
        "pipeline": pipeline.name,
        "input": source.as_uri(),
        "output_root": root.as_uri(),
        **parameters(pipeline),
        **changes,
    }
    words = (word for name, value in arguments.items() for word in (f"--{name}", value))
    patch.setattr(sys, "argv", [script, *words])
    runpy.run_path(str(pipeline / "jobs" / f"{script}.py"), run_name="__main__")
    path = root / "metrics" / pipeline.name / f"run_id={arguments['relay_run_id']}" / f"{step}.json"
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report
