"""Arguments of a job run: how Glue merges them, and which it keeps for itself.

Source: docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FOR_GLUE = frozenset(
    {
        "--conf",
        "--extra-py-files",
        "--extra-files",
        "--extra-jars",
        "--user-jars-first",
        "--use-postgres-driver",
        "--job-language",
        "--scriptLocation",
        "--class",
        "--additional-python-modules",
        "--python-modules-installer-option",
        "--datalake-formats",
        "--custom-logGroup-prefix",
        "--custom-logStream-prefix",
        "--auto-scale-within-microbatch",
        "--spark-event-logs-path",
        "--executor-cores",
        "--customer-driver-env-vars",
        "--customer-executor-env-vars",
        "--write-shuffle-files-to-s3",
        "--write-shuffle-spills-to-s3",
    }
)
_FOR_GLUE_PREFIXES = ("--enable-", "--continuous-log-")


@dataclass(frozen=True, slots=True)
class ScriptArguments:
    """What a run's arguments mean. S3 addresses are as given."""

    argv: tuple[str, ...]
    conf: Mapping[str, str]
    extra_py_files: tuple[str, ...] = ()
    extra_files: tuple[str, ...] = ()
    extra_jars: tuple[str, ...] = ()
    python_modules: tuple[str, ...] = ()


def merge(
    defaults: Mapping[str, str], run: Mapping[str, str], non_overridable: Mapping[str, str]
) -> dict[str, str]:
    """`NonOverridableArguments` over the run's `Arguments` over the job's `DefaultArguments`."""
    return {**defaults, **run, **non_overridable}


def for_script(
    merged: Mapping[str, str], *, job_name: str, job_id: str, run_id: str, temp_dir: str
) -> ScriptArguments:
    """Split merged arguments into what the script sees and what Glue acts on.

    The script gets `--JOB_NAME`, `--JOB_ID`, `--JOB_RUN_ID` and `--TempDir` as on Glue; a `--TempDir` of
    the job wins.
    """
    seen: dict[str, str] = {
        "--JOB_NAME": job_name,
        "--JOB_ID": job_id,
        "--JOB_RUN_ID": run_id,
        "--TempDir": temp_dir,
        "--job-bookmark-option": "job-bookmark-disable",
    }
    for name, value in merged.items():
        if name not in _FOR_GLUE and not name.startswith(_FOR_GLUE_PREFIXES):
            seen[name] = value
    argv: list[str] = []
    for name, value in seen.items():
        argv.append(name)
        if value != "":
            argv.append(value)
    return ScriptArguments(
        argv=tuple(argv),
        conf=parse_conf(merged.get("--conf", "")),
        extra_py_files=_comma_list(merged.get("--extra-py-files", "")),
        extra_files=_comma_list(merged.get("--extra-files", "")),
        extra_jars=_comma_list(merged.get("--extra-jars", "")),
        python_modules=_comma_list(merged.get("--additional-python-modules", "")),
    )


def parse_conf(text: str) -> dict[str, str]:
    """Glue's `--conf` value: `k=v`, and more of them as `k=v --conf k2=v2`. Entries without `=` are
    dropped.
    """
    entries = (entry.strip() for entry in re.split(r"(?:^|\s)--conf\s+", text))
    return {
        key.strip(): value.strip() for key, sep, value in (entry.partition("=") for entry in entries) if sep
    }


def _comma_list(text: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)
