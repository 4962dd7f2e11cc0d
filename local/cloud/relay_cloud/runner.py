"""The Python process of one job run: takes one job on stdin, runs its script against a Spark JVM, says how
it ended.

Runs as a file, not as part of the package, so that nothing of the local cloud is importable from a script.
It is
started ahead of time (pyspark imported, waiting) and used once. When its stdin ends, whoever started it is
gone, and it
ends its own process group.

Protocol: one JSON line on stdin (script, argv, cwd, path, env, gateway, properties, marker); JSON lines on
the status
descriptor: `{"event": "started"}` and `{"event": "finished", "ok", "message", "clean"}`.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import sys
import threading
import traceback
import types
from typing import Any

MAX_MESSAGE = 2000


def main(status_fd: int) -> None:
    """Wait for a job, run it, report, and leave with 0 (succeeded) or 1."""
    os.set_inheritable(status_fd, False)
    sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]
    import pyspark.sql  # noqa: F401  # the slow part, done before there is a job

    control = os.dup(0)
    os.set_inheritable(control, False)
    with open(os.devnull) as null:
        os.dup2(null.fileno(), 0)
    job = _read_job(control)
    if job is None:
        os._exit(0)
    threading.Thread(target=_end_with_parent, args=(control,), daemon=True).start()

    def report(**fields: object) -> None:
        os.write(status_fd, (json.dumps(fields) + "\n").encode())

    os.environ.update(job["env"])
    os.chdir(job["cwd"])
    sys.path[:0] = job["path"]
    sys.argv = [job["script"], *job["argv"]]
    jvm = _Jvm(job) if job.get("gateway") else None
    report(event="started")
    ok, message = _run_script(job["script"])
    _join_threads()
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    clean = jvm.leave() if jvm is not None else True
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    report(event="finished", ok=ok, message=message, clean=clean)
    os._exit(0 if ok else 1)


def _read_job(control: int) -> dict[str, Any] | None:
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(control, 65536)
        if not chunk:
            return None
        line += chunk
    job: dict[str, Any] = json.loads(line)
    return job


def _end_with_parent(control: int) -> None:
    while os.read(control, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _run_script(path: str) -> tuple[bool, str]:
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    try:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec")
        exec(code, module.__dict__)
    except SystemExit as end:
        if end.code is None or end.code == 0:
            return True, ""
        if not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
        return False, f"SystemExit: {end.code}"[:MAX_MESSAGE]
    except BaseException as error:
        _print_traceback(error)
        return False, error_message(error)
    return True, ""


def _print_traceback(error: BaseException) -> None:
    frames = error.__traceback__
    own = os.path.abspath(__file__)
    while frames is not None and os.path.abspath(frames.tb_frame.f_code.co_filename) == own:
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)


def error_message(error: BaseException) -> str:
    """What Glue shows as a run's error: the exception's name and text, of a Java error without its stack."""
    lines = [line.strip() for line in str(error).splitlines()]
    kept = [
        line for line in lines if line and not line.startswith(("at ", "... ")) and line != "JVM stacktrace:"
    ]
    if type(error).__name__ == "Py4JJavaError":
        kept = [kept[0], *(line.removeprefix(": ") for line in kept[1:2])] if kept else []
    text = " ".join(kept)
    name = type(error).__name__
    return (f"{name}: {text}" if text else name)[:MAX_MESSAGE]


def _join_threads() -> None:
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join()


class _Jvm:
    """The JVM a run was given: enter with its properties, leave it as it was found."""

    def __init__(self, job: dict[str, Any]) -> None:
        from pyspark import SparkContext
        from pyspark.java_gateway import launch_gateway

        os.environ["PYSPARK_GATEWAY_PORT"] = str(job["gateway"]["port"])
        os.environ["PYSPARK_GATEWAY_SECRET"] = job["gateway"]["secret"]
        gateway: Any = launch_gateway()  # type: ignore[no-untyped-call]
        self._context: Any = SparkContext
        self._context._gateway = gateway
        self._context._jvm = gateway.jvm
        self._jvm = gateway.jvm
        self._marker = job["marker"]
        self._before = gateway.jvm.java.lang.System.getProperties().clone()
        for name, value in job["properties"].items():
            self._jvm.java.lang.System.setProperty(name, value)

    def leave(self) -> bool:
        """Stop the context and put properties, sessions, log level and file systems back. False: discard
        this JVM.
        """
        try:
            self._stop_contexts()
            session = self._jvm.org.apache.spark.sql.SparkSession
            session.clearActiveSession()
            session.clearDefaultSession()
            self._jvm.java.lang.System.setProperties(self._before)
            self._jvm.org.apache.hadoop.fs.FileSystem.closeAll()
            log4j = self._jvm.org.apache.logging.log4j
            log4j.core.config.Configurator.setRootLevel(log4j.Level.WARN)
            self._jvm.java.lang.System.err.println(self._marker)
            self._jvm.java.lang.System.out.println(self._marker)
        except BaseException as error:
            print(f"this JVM is not used again: {error!r}", file=sys.stderr)
            return False
        return True

    def _stop_contexts(self) -> None:
        active = self._context._active_spark_context
        if active is not None:
            active.stop()
        companion: Any = getattr(getattr(self._jvm.org.apache.spark, "SparkContext$"), "MODULE$")
        scala_active = companion.getActive()
        if scala_active.isDefined():
            scala_active.get().stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))
