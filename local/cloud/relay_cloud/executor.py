"""Runs one script: a Python process of its own against a Spark JVM, with a deadline and a stop."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import queue
import re
import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from relay_cloud import runner, sparkenv
from relay_cloud.arguments import ScriptArguments
from relay_cloud.jvm import Jvm, JvmFailed, Pool
from relay_cloud.logs import RunLogs, pump
from relay_cloud.processes import Family, Process, output_streams, own_descriptor
from relay_cloud.scripts import FileMissing, Files, FileSource
from relay_cloud.settings import Settings
from relay_cloud.states import State

WARM_UP_SCRIPT = Path(__file__).with_name("warm_up.py")


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be run. `timeout_seconds` counts from the script's start, as Glue's `Timeout` does."""

    run_id: str
    account: str
    region: str
    script: str
    arguments: ScriptArguments
    timeout_seconds: float
    spark: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    state: State
    message: str | None = None


class Control:
    """The way to a run from outside: `stop` ends it soon, from any thread."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()

    def stop(self) -> None:
        """Ask the run to end as STOPPED."""
        self.messages.put({"event": "stop"})


class _Script:
    """A Python process that waits for a job, with its status descriptor."""

    def __init__(self, settings: Settings, family: Family) -> None:
        self.status, write = os.pipe()
        try:
            self.process: Process = family.start(
                [sys.executable, "-s", str(Path(runner.__file__)), str(write)],
                environment=sparkenv.runner_environment(settings, family.instance),
                cwd=settings.work_dir,
                pass_fds=[write],
            )
        except BaseException:
            os.close(self.status)
            raise
        finally:
            os.close(write)

    def begin(self, job: Mapping[str, object]) -> None:
        """Hand over the job. The pipe stays open: its end tells the process that the cloud is gone."""
        if self.process.stdin is not None:
            self.process.stdin.write((json.dumps(job) + "\n").encode())
            self.process.stdin.flush()


class Executor:
    """Runs scripts, each in its own process group. One instance for the cloud; `run` blocks its thread."""

    def __init__(self, settings: Settings, family: Family, files: FileSource | None = None) -> None:
        self._settings = settings
        self._family = family
        self._files = files or Files(settings)
        self.pool = Pool(settings, family, self.warm_up)
        self._spare_lock = threading.Lock()
        self._spare: _Script | None = None
        (settings.work_dir / "tmp").mkdir(parents=True, exist_ok=True)

    def prepare(self) -> None:
        """Start the warm JVMs and the first waiting Python process, in the background."""
        self._make_spare()
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
        path = [str(script.parent), *dict.fromkeys(_import_entry(library) for library in libraries)]
        shim = sparkenv.runner_environment(self._settings, "")["PYTHONPATH"]
        properties = {
            "spark.executorEnv.PYTHONPATH": os.pathsep.join([*path, shim]),
            "spark.app.name": work.run_id,
            **{
                f"spark.hadoop.fs.s3a.{name}": value
                for name, value in sparkenv.s3a_credentials(self._settings, work.account).items()
            },
            **work.arguments.conf,
        }
        return {
            "script": str(script),
            "argv": list(work.arguments.argv),
            "cwd": str(folder / "cwd"),
            "path": path,
            "env": {
                "AWS_ACCESS_KEY_ID": sparkenv.access_key(self._settings, work.account),
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
        script = self._take_spare()
        readers = [
            _thread(pump, own_descriptor(stream), sink)
            for stream, sink in zip(output_streams(script.process), (logs.stdout, logs.stderr), strict=True)
        ]
        status = _thread(_read_status, script.status, control)
        finished: dict[str, object] | None = None
        killed: Outcome | None = None
        try:
            script.begin(job)
            deadline: float | None = None
            while True:
                message = _next(control, deadline)
                match message.get("event"):
                    case "started":
                        deadline = time.monotonic() + work.timeout_seconds
                        on_started()
                        self._make_spare(after_seconds=0.5)
                    case "finished":
                        finished = message
                    case "stop":
                        killed = Outcome(State.STOPPED)
                        break
                    case "deadline":
                        killed = Outcome(State.TIMEOUT, "Job run timed out")
                        break
                    case "gone":
                        break
        except BrokenPipeError:
            pass
        finally:
            if killed is None:
                with contextlib.suppress(Exception):
                    script.process.wait(2)
            self._family.end(script.process, self._settings.stop_grace_seconds if killed is not None else 0)
            for thread in (*readers, status):
                thread.join(5)
        if killed is not None and finished is None:
            return killed, False
        if finished is not None:
            clean = bool(finished["clean"])
            if finished["ok"]:
                return Outcome(State.SUCCEEDED), clean
            if jvm is not None and not clean and (reason := _jvm_end(jvm)):
                return Outcome(State.FAILED, reason), False
            return Outcome(State.FAILED, str(finished["message"])), clean
        if jvm is not None and (reason := _jvm_end(jvm)):
            return Outcome(State.FAILED, reason), False
        return Outcome(State.FAILED, _exit_message(script.process.returncode)), False

    def warm_up(self, jvm: Jvm) -> None:
        """Run a first job in a new JVM: classes loaded, code generator and S3A ready."""
        folder = self._settings.work_dir / "runs" / f"warm-up-{jvm.process.pid}"
        (folder / "cwd").mkdir(parents=True)

        said: deque[str] = deque(maxlen=5)
        logs = RunLogs(lambda group, stream, batch: said.extend(text for _, text in batch), "warm-up")
        work = Work(
            "warm-up", self._settings.account, self._settings.region, "", ScriptArguments((), {}), 60.0
        )
        try:
            job = self._job(folder, WARM_UP_SCRIPT, [], work, jvm, logs)
            job["path"] = []
            outcome, clean = self._supervise(job, work, Control(), logs, lambda: None, jvm)
            jvm.take_back(clean=clean)
            if outcome.state is not State.SUCCEEDED or not clean:
                raise JvmFailed(f"warm-up: {outcome.message or ''} {' | '.join(said)}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _take_spare(self) -> _Script:
        with self._spare_lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            if spare.process.poll() is None:
                return spare
            os.close(spare.status)
        return _Script(self._settings, self._family)

    def _make_spare(self, after_seconds: float = 0.0) -> None:
        def make() -> None:
            with self._spare_lock:
                if self._spare is None:
                    with contextlib.suppress(OSError, RuntimeError):
                        self._spare = _Script(self._settings, self._family)

        if after_seconds == 0:
            make()
        else:
            timer = threading.Timer(after_seconds, make)
            timer.daemon = True
            timer.start()


def _thread(target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True, name=target.__name__)
    thread.start()
    return thread


def _read_status(fd: int, control: Control) -> None:
    def sink(lines: object) -> None:
        if isinstance(lines, list):
            for line in lines:
                control.messages.put(json.loads(line))

    pump(fd, sink)
    control.messages.put({"event": "gone"})


def _next(control: Control, deadline: float | None) -> dict[str, object]:
    if deadline is None:
        return control.messages.get()
    try:
        return control.messages.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return {"event": "deadline"}


def _jvm_end(jvm: Jvm) -> str | None:
    """Why the JVM is gone; None when it still runs half a second later."""
    with contextlib.suppress(Exception):
        jvm.process.wait(0.5)
    if jvm.alive:
        return None
    jvm.take_back(clean=False)
    reason = jvm.reason()
    if "OutOfMemoryError" in reason:
        return reason.removeprefix("Terminating due to ").strip()
    return f"Spark's JVM ended with exit code {jvm.process.returncode}. {reason}".strip()[
        : runner.MAX_MESSAGE
    ]


def _exit_message(code: int | None) -> str:
    """A process that ended without a word, in Glue's words; a signal counts as 128 plus its number, as in a
    shell.
    """
    number = code if code is not None and code >= 0 else 128 - (code or 0)
    return f"Command failed with exit code {number}"


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
