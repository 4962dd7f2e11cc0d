"""`python -m relay_cloud.offline`: runs job scripts on this machine without a cloud, one after the other.

Reads a JSON line for each job on stdin, `{"step", "script", "library", "arguments", "timeoutSeconds",
"log"}` with paths of this machine, and answers each with one on stdout, `{"state", "message", "seconds"}`.
What a script prints goes to the file `log`, Spark's own lines to `log` with `.spark` behind it. Scripts run
as the local cloud runs them: each in a Python process of its own, with Glue's words for what went wrong. The
end of stdin ends it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from relay_cloud import java_command
from relay_cloud.arguments import for_script
from relay_cloud.executor import Executor
from relay_cloud.logs import OUTPUT_GROUP, RunLogs
from relay_cloud.processes import Family
from relay_cloud.scripts import FileMissing
from relay_cloud.settings import Settings, default_cores_per_slot, default_driver_memory_mb
from relay_cloud.work import Control, Work

NO_CLOUD = 9
"""The discard port: whatever asks for AWS is refused at once."""


class LocalFiles:
    """Files of this machine, used where they are."""

    def fetch(self, account: str, region: str, address: str, into: Path) -> Path:
        """The path itself. Raises `FileMissing`."""
        path = Path(address)
        if not path.is_file():
            raise FileMissing(f"{address} is not there")
        return path

    def fetch_all(self, account: str, region: str, addresses: Sequence[str], into: Path) -> list[Path]:
        """`fetch` for each address, in order."""
        return [self.fetch(account, region, address, into) for address in addresses]


class _LogFiles:
    """Writes the lines of a run to its two files."""

    def __init__(self, log: Path) -> None:
        self._output = log.open("w", encoding="utf-8")
        self._error = log.with_name(f"{log.name}.spark").open("w", encoding="utf-8")

    def put(self, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Add lines to the file of their group."""
        file = self._output if group == OUTPUT_GROUP else self._error
        file.writelines(f"{text}\n" for _, text in batch)

    def close(self) -> None:
        """Close both files."""
        self._output.close()
        self._error.close()


def run_job(executor: Executor, settings: Settings, job: Mapping[str, Any]) -> dict[str, object]:
    """Run one job to its end and say how it ended; seconds count from the script's start, as Glue's do."""
    step = str(job["step"])
    arguments = {**job["arguments"], "--extra-py-files": job["library"]}
    work = Work(
        run_id=step,
        account=settings.account,
        region=settings.region,
        script=job["script"],
        arguments=for_script(
            arguments, job_name=step, job_id=step, run_id=step, temp_dir=str(settings.work_dir / "temp")
        ),
        timeout_seconds=float(job["timeoutSeconds"]),
    )
    files = _LogFiles(Path(job["log"]))
    logs = RunLogs(files.put, step)
    begun: list[float] = []
    outcome = executor.run(work, Control(), logs, lambda: begun.append(time.monotonic()))
    logs.close()
    files.close()
    seconds = time.monotonic() - begun[0] if begun else 0.0
    return {"state": outcome.state.value, "message": outcome.message, "seconds": round(seconds, 3)}


def serve(settings: Settings) -> None:
    """Run the jobs of stdin until it ends; nothing that they started is left."""
    family = Family()
    try:
        executor = Executor(settings, family, LocalFiles())
        for line in sys.stdin:
            print(json.dumps(run_job(executor, settings, json.loads(line))), flush=True)
        executor.pool.close()
    finally:
        family.close()


def main() -> None:
    """Command line."""
    parser = java_command.java_parser("offline")
    parser.add_argument("--work-dir", type=Path, required=True)
    parser.add_argument("--cds-archive", type=Path)
    parser.add_argument("--driver-memory-mb", type=int, default=default_driver_memory_mb(1))
    parser.add_argument("--cores-per-slot", type=int, default=default_cores_per_slot())
    given = java_command.parse(parser)
    serve(
        Settings(
            port=NO_CLOUD,
            work_dir=given.work_dir,
            slots=1,
            java_home=given.java_home,
            jars_dir=given.jars_dir,
            cds_archive=given.cds_archive,
            driver_memory_mb=given.driver_memory_mb,
            cores_per_slot=given.cores_per_slot,
        )
    )


if __name__ == "__main__":
    main()
