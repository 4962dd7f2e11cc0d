"""Spark JVMs: one warm JVM for each slot, used by one job run at a time and thrown away after anything
unusual.

A fresh JVM needs 3 to 6 s until it has run its first job, a warm one 0.3 s. Every run still has its own
Python process
and its own SparkContext; `runner.py` puts the JVM back as it was.
"""

from __future__ import annotations

import contextlib
import shutil
import struct
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from relay_cloud import sparkenv
from relay_cloud.logs import pump
from relay_cloud.processes import Family, Process, output_streams, own_descriptor
from relay_cloud.settings import Settings

START_SECONDS = 90.0
MAX_USES = 60
"""Runs after which a JVM is replaced (class metadata and code cache grow with every run)."""

Sink = Callable[[Sequence[str]], None]


class JvmFailed(Exception):
    """A JVM did not start. The message has its last lines."""


class Jvm:
    """One Spark JVM with pyspark's gateway."""

    def __init__(
        self,
        settings: Settings,
        family: Family,
        conf: Mapping[str, str],
        extra_jars: tuple[Path, ...] = (),
        archive_option: str | None = None,
    ) -> None:
        self.dedicated = bool(conf) or bool(extra_jars)
        self.uses = 0
        self.port = 0
        self.secret = ""
        self.warmed = False
        self._family = family
        self._dir = settings.work_dir / "jvm" / uuid.uuid4().hex[:12]
        (self._dir / "s3a").mkdir(parents=True)
        self._connection = self._dir / "connection"
        self._last: deque[str] = deque(maxlen=60)
        self._lock = threading.Lock()
        self._sink: tuple[Sink, Sink] | None = None
        self._marker = ""
        self._marked = (threading.Event(), threading.Event())
        self.process: Process = family.start(
            sparkenv.jvm_command(settings, self._dir, conf, extra_jars, archive_option),
            environment=sparkenv.jvm_environment(settings, family.instance, self._connection),
            cwd=self._dir,
        )
        self._pumps = [
            threading.Thread(
                target=self._read, args=(stream, index), daemon=True, name=f"jvm-{self.process.pid}"
            )
            for index, stream in enumerate(output_streams(self.process))
        ]
        for thread in self._pumps:
            thread.start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when the gateway listens. Raises `JvmFailed`."""
        deadline = time.monotonic() + seconds
        while not self._connection.exists():
            if not self.alive:
                self._drain()
                raise JvmFailed(
                    f"Spark's JVM did not start (exit code {self.process.returncode}): {self.reason()}"
                )
            if time.monotonic() > deadline:
                raise JvmFailed(f"Spark's JVM was not ready in {seconds:.0f} s: {self.reason()}")
            time.sleep(0.01)
        # PythonGatewayServer: port (int), secret (int length, bytes), big endian; renamed into place
        content = self._connection.read_bytes()
        self.port, length = struct.unpack(">ii", content[:8])
        self.secret = content[8 : 8 + length].decode()

    def lend(self, stdout: Sink, stderr: Sink) -> str:
        """Send the JVM's lines to these sinks from now on. Returns the marker that the runner prints at the
        end.
        """
        with self._lock:
            self._marker = f"relay-end-{uuid.uuid4().hex}"
            self._marked = (threading.Event(), threading.Event())
            self._sink = (stdout, stderr)
            self._last.clear()
        self.uses += 1
        return self._marker

    def take_back(self, *, clean: bool, seconds: float = 1.0) -> None:
        """Stop sending lines; after a clean run wait until its last line has come (`seconds` at most)."""
        if clean:
            for event in self._marked:
                event.wait(seconds)
        elif not self.alive:
            self._drain()
        with self._lock:
            self._sink = None

    def reason(self) -> str:
        """Why the JVM ended, from its last lines."""
        with self._lock:
            lines = list(self._last)
        for line in lines:
            if "OutOfMemoryError" in line:
                return line[line.index("java.lang.OutOfMemoryError") :] if "java.lang.Out" in line else line
        return " | ".join(line for line in lines[-3:] if line.strip())

    def destroy(self) -> None:
        """Kill the JVM and its Python workers and remove its files."""
        self._family.end(self.process)
        shutil.rmtree(self._dir, ignore_errors=True)

    def _drain(self) -> None:
        for thread in self._pumps:
            thread.join(1.0)

    def _read(self, stream: IO[bytes], index: int) -> None:
        def sink(lines: Sequence[str]) -> None:
            with self._lock:
                rest = [line for line in lines if line != self._marker]
                self._last.extend(rest)
                target = self._sink
            if rest and target is not None:
                target[index](rest)
            if len(rest) != len(lines):
                self._marked[index].set()

        pump(own_descriptor(stream), sink)


class Pool:
    """Hands out JVMs. `warm_up` runs a first job in a new JVM before it counts as ready."""

    def __init__(self, settings: Settings, family: Family, warm_up: Callable[[Jvm], None]) -> None:
        self._settings = settings
        self._family = family
        self._warm_up = warm_up
        self._condition = threading.Condition()
        self._idle: list[Jvm] = []
        self._warming = 0
        self._lent = 0
        self._waiters = 0
        self._closed = False

    def prepare(self) -> None:
        """Start a warm JVM for every slot, one after the other, in the background."""
        if self._settings.warm_jvm:
            threading.Thread(target=self._fill, daemon=True, name="jvm-fill").start()

    def acquire(self, conf: Mapping[str, str], extra_jars: tuple[Path, ...] = ()) -> Jvm:
        """A ready JVM for one run: a warm one, or a new one where the run's options need it. Raises
        `JvmFailed`.
        """
        with self._condition:
            self._lent += 1
        try:
            if not extra_jars and not sparkenv.needs_own_jvm(conf) and self._settings.warm_jvm:
                warm = self._take_idle()
                if warm is not None:
                    return warm
            own = {name: value for name, value in conf.items() if sparkenv.needs_own_jvm({name: value})}
            jvm = Jvm(self._settings, self._family, own, extra_jars)
            try:
                jvm.wait_ready()
            except JvmFailed:
                jvm.destroy()
                raise
            return jvm
        except BaseException:
            with self._condition:
                self._lent -= 1
            raise

    def release(self, jvm: Jvm, *, clean: bool) -> None:
        """Give a JVM back. It is kept only after a clean run; otherwise it is killed and replaced in the
        background.
        """
        keep = clean and self._settings.warm_jvm and not jvm.dedicated and jvm.uses < MAX_USES and jvm.alive
        with self._condition:
            self._lent -= 1
            if keep and not self._closed:
                self._idle.append(jvm)
                self._condition.notify_all()
                return
        jvm.destroy()
        self.prepare()

    def close(self) -> None:
        """Start nothing more."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _take_idle(self) -> Jvm | None:
        """An idle JVM, or one that is about to be; None when there are more runs in want of one than are
        coming.
        """
        deadline = time.monotonic() + START_SECONDS
        with self._condition:
            self._waiters += 1
            try:
                while not self._closed:
                    while self._idle:
                        jvm = self._idle.pop()
                        if jvm.alive:
                            return jvm
                    if self._waiters > self._warming or time.monotonic() > deadline:
                        return None
                    self._condition.wait(1.0)
            finally:
                self._waiters -= 1
        return None

    def _fill(self) -> None:
        while True:
            with self._condition:
                missing = self._settings.slots - self._lent - len(self._idle) - self._warming
                if missing <= 0 or self._warming or self._closed:
                    return
                self._warming += 1
            jvm: Jvm | None = None
            try:
                jvm = Jvm(self._settings, self._family, {})
                jvm.wait_ready()
                if not self._waiters:
                    self._warm_up(jvm)
            except Exception:
                if jvm is not None:
                    with contextlib.suppress(Exception):
                        jvm.destroy()
                jvm = None
            with self._condition:
                self._warming -= 1
                if jvm is not None:
                    self._idle.append(jvm)
                self._condition.notify_all()
            if jvm is None:
                return
