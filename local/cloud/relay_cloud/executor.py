"""Runs one script: a Python process of its own against a Spark JVM, with a deadline and a stop."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from relay_cloud import runner, sparkenv
from relay_cloud.arguments import ScriptArguments
from relay_cloud.jvm import Jvm, JvmFailed, Pool
from relay_cloud.logs import RunLogs
from relay_cloud.processes import Family
from relay_cloud.script_process import Spare
from relay_cloud.scripts import FileMissing, Files, FileSource
from relay_cloud.settings import Settings
from relay_cloud.states import State
from relay_cloud.supervisor import Supervisor
from relay_cloud.work import Control, Outcome, Work

WARM_UP_SCRIPT = Path(__file__).with_name("warm_up.py")


class Executor:
    """Runs scripts, each in its own process group. One instance for the cloud; `run` blocks its thread."""

    def __init__(self, settings: Settings, family: Family, files: FileSource | None = None) -> None:
        self._settings = settings
        self._family = family
        self._files = files or Files(settings)
        self.pool = Pool(settings, family, self.warm_up)
        self._spare = Spare(settings, family)
        (settings.work_dir / "tmp").mkdir(parents=True, exist_ok=True)

    def prepare(self) -> None:
        """Start the warm JVMs and the first waiting Python process, in the background."""
        self._spare.make()
        self.pool.prepare()

    def run(self, work: Work, control: Control, logs: RunLogs, on_started: Callable[[], None]) -> Outcome:
        """Run to the end. `on_started` is called when the script begins. Never raises for what the script
        does.
        """
        folder = self._settings.work_dir / "runs" / work.run_id
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return self._run_in(folder, work, control, logs, on_started)
        except FileMissing as missing:
            message = f"LAUNCH ERROR | File not found: {missing}"
            logs.stderr([message])
            return Outcome(State.FAILED, message)
        except (JvmFailed, OSError, RuntimeError) as error:
            message = f"LAUNCH ERROR | {error}"
            logs.stderr([message])
            return Outcome(State.FAILED, message[: runner.MAX_MESSAGE])
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run_in(
        self, folder: Path, work: Work, control: Control, logs: RunLogs, on_started: Callable[[], None]
    ) -> Outcome:
        def fetch(addresses: tuple[str, ...], name: str) -> list[Path]:
            return self._files.fetch_all(work.account, work.region, addresses, folder / name)

        script = self._files.fetch(work.account, work.region, work.script, folder / "script")
        libraries = fetch(work.arguments.extra_py_files, "py-files")
        for path in fetch(work.arguments.extra_files, "cwd"):
            path.chmod(0o644)
        jars = fetch(work.arguments.extra_jars, "jars")
        (folder / "cwd").mkdir(exist_ok=True)
        logs.spark(_module_notes(work.arguments.python_modules))
        self._spare.make()  # imports pyspark while a JVM that is not there yet starts
        jvm = self.pool.acquire(work.arguments.conf, tuple(jars)) if work.spark else None
        clean = False
        try:
            job = self._job(folder, script, libraries, work, jvm, logs)
            outcome, clean = self._supervise(job, work, control, logs, on_started, jvm)
            return outcome
        finally:
            if jvm is not None:
                if not clean and jvm.alive:
                    self._family.end(jvm.process)
                jvm.take_back(clean=clean)
                self.pool.release(jvm, clean=clean)

    def _job(
        self, folder: Path, script: Path, libraries: list[Path], work: Work, jvm: Jvm | None, logs: RunLogs
    ) -> dict[str, object]:
        credentials = work.credentials or sparkenv.account_credentials(self._settings, work.account)
        path = [str(script.parent), *dict.fromkeys(_import_entry(library) for library in libraries)]
        shim = sparkenv.runner_environment(self._settings, "")["PYTHONPATH"]
        properties = {
            "spark.executorEnv.PYTHONPATH": os.pathsep.join([*path, shim]),
            "spark.app.name": work.run_id,
            **sparkenv.s3a_properties(credentials),
            **work.arguments.conf,
        }
        return {
            "script": str(script),
            "argv": list(work.arguments.argv),
            "cwd": str(folder / "cwd"),
            "path": path,
            "env": {
                **sparkenv.credential_variables(credentials),
                "AWS_REGION": work.region,
                "AWS_DEFAULT_REGION": work.region,
                "PYTHONPATH": os.pathsep.join([*path, shim]),
            },
            "gateway": None if jvm is None else {"port": jvm.port, "secret": jvm.secret},
            "properties": properties,
            "marker": "" if jvm is None else jvm.lend(logs.stdout, logs.spark),
        }

    def _supervise(
        self,
        job: Mapping[str, object],
        work: Work,
        control: Control,
        logs: RunLogs,
        on_started: Callable[[], None],
        jvm: Jvm | None,
    ) -> tuple[Outcome, bool]:
        """The outcome, and whether the JVM was left clean."""

        def started() -> None:
            on_started()
            self._spare.make_soon(after_seconds=0.5)

        supervisor = Supervisor(self._spare.take(), control, logs, jvm, work.timeout_seconds)
        return supervisor.run(job, self._family, self._settings.stop_grace_seconds, started)

    def warm_up(self, jvm: Jvm, script: Path = WARM_UP_SCRIPT) -> None:
        """Run a first job in a new JVM: classes loaded, code generator and S3A ready."""
        folder = self._settings.work_dir / "runs" / f"warm-up-{jvm.process.pid}"
        (folder / "cwd").mkdir(parents=True)

        said: deque[str] = deque(maxlen=5)
        logs = RunLogs(lambda group, stream, batch: said.extend(text for _, text in batch), "warm-up")
        work = Work(
            "warm-up", self._settings.account, self._settings.region, "", ScriptArguments((), {}), 60.0
        )
        try:
            job = self._job(folder, script, [], work, jvm, logs)
            job["path"] = []
            outcome, clean = self._supervise(job, work, Control(), logs, lambda: None, jvm)
            jvm.take_back(clean=clean)
            if outcome.state is not State.SUCCEEDED or not clean:
                raise JvmFailed(f"warm-up: {outcome.message or ''} {' | '.join(said)}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _import_entry(library: Path) -> str:
    return str(library) if library.suffix in (".zip", ".egg", ".whl") else str(library.parent)


def _module_notes(modules: tuple[str, ...]) -> list[str]:
    """`--additional-python-modules` installs nothing locally: say what is there instead."""
    notes = []
    for module in modules:
        name = re.split(r"[=<>!~\[; ]", module.rpartition("/")[2], maxsplit=1)[0]
        try:
            have = f"version {importlib.metadata.version(name)} is installed"
        except importlib.metadata.PackageNotFoundError:
            have = "it is NOT installed"
        notes.append(f"--additional-python-modules {module}: not installed for local runs; {have}")
    return notes
