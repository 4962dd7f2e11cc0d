"""`python -m relay_cloud`: the local cloud on 127.0.0.1. Prints one line, `ready <address>`, when it answers.

Exit codes: 0 stopped by a signal or by the end of `--parent-pid`, 2 wrong options, 3 port in use,
4 Java missing, 5 MiniStack is another version than the seam is written for.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

from relay_cloud import server
from relay_cloud.settings import (
    Settings,
    default_cores_per_slot,
    default_driver_memory_mb,
    default_lambda_workers,
)

SHUTDOWN_SECONDS = 6.0
COLLECT_AFTER = (20_000, 20, 20)
"""Objects, and collections of the younger generation, after which Python's garbage collector looks."""


def main() -> None:
    """Start the cloud and serve until told to stop."""
    settings = parse(sys.argv[1:])
    if not (settings.java.is_file() and os.access(settings.java, os.X_OK)):
        _leave(4, f"relay_cloud: no Java at {settings.java}; give --java-home the home of a Java 17")
    listener = _listen(settings.port)
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    for name in ("runs", "jvm", "tmp"):
        shutil.rmtree(settings.work_dir / name, ignore_errors=True)
        (settings.work_dir / name).mkdir()
    _environment(settings)
    announce = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # MiniStack may print; our stdout has one line only
    server.run(_serve(settings, listener, announce))
    os._exit(0)  # MiniStack's worker threads may be busy


def parse(argv: list[str]) -> Settings:
    """Settings from command-line options; argparse exits with 2 on wrong ones."""
    parser = argparse.ArgumentParser(
        prog="python -m relay_cloud", description="AWS on this machine, with real Glue job runs."
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--work-dir", type=Path, required=True, help="scratch of the runs; its runs/, jvm/, tmp/ are emptied"
    )
    parser.add_argument("--slots", type=int, default=2, help="Spark jobs at once; more wait (default 2)")
    parser.add_argument("--java-home", type=Path, required=True, help="home of a Java 17")
    parser.add_argument(
        "--jars-dir", type=Path, required=True, help="folder with the S3A jars (relay_cloud.bring_jars)"
    )
    parser.add_argument(
        "--cds-archive", type=Path, help="class-data archive (relay_cloud.build_cds); optional"
    )
    parser.add_argument("--account", default="000000000000")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--trace", type=Path, help="append what happened when, as JSON lines")
    parser.add_argument("--warm-jvm", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument(
        "--driver-memory-mb",
        type=int,
        help="heap of each Spark driver (default: 2048, less on small machines)",
    )
    parser.add_argument(
        "--cores-per-slot", type=int, help="N of Spark's local[N] (default: all cores, 4 at most)"
    )
    parser.add_argument(
        "--seconds-per-minute", type=float, default=60.0, help="for tests: length of a minute of Timeout"
    )
    parser.add_argument(
        "--stop-grace-seconds", type=float, default=2.0, help="from TERM to KILL when a run is stopped"
    )
    parser.add_argument("--parent-pid", type=int, help="shut down when this process is gone")
    given = parser.parse_args(argv)
    if given.slots < 1:
        parser.error("--slots must be at least 1")
    return Settings(
        port=given.port,
        work_dir=given.work_dir.resolve(),
        slots=given.slots,
        java_home=given.java_home.resolve(),
        jars_dir=given.jars_dir.resolve(),
        cds_archive=given.cds_archive.resolve() if given.cds_archive else None,
        account=given.account,
        region=given.region,
        trace=given.trace.resolve() if given.trace else None,
        warm_jvm=given.warm_jvm,
        driver_memory_mb=given.driver_memory_mb or default_driver_memory_mb(given.slots),
        cores_per_slot=given.cores_per_slot or default_cores_per_slot(),
        seconds_per_minute=given.seconds_per_minute,
        stop_grace_seconds=given.stop_grace_seconds,
        parent_pid=given.parent_pid,
        lambda_workers=default_lambda_workers(),
    )


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        _leave(3, f"relay_cloud: port {port} on 127.0.0.1 cannot be used: {error}")
    return listener


def _environment(settings: Settings) -> None:
    """What MiniStack reads when it is imported."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "PYSPARK_", "SPARK_")):
            del os.environ[name]
    os.environ.update(
        {
            "AUTH": "true",  # what roles sign is checked, and they may do what their policies allow
            "GATEWAY_PORT": str(settings.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "localhost",
            "MINISTACK_ACCOUNT_ID": settings.account,
            "MINISTACK_REGION": settings.region,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": settings.region,
            "PERSIST_STATE": "0",
            "LAMBDA_EXECUTOR": "local",
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "TMPDIR": str(settings.work_dir / "tmp"),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        }
    )


async def _serve(settings: Settings, listener: socket.socket, announce: IO[str]) -> None:
    logging.getLogger("kms").setLevel(logging.ERROR)  # it warns of an optional package nobody here needs
    # imported here: MiniStack reads its environment when it is imported
    from relay_cloud import seam
    from relay_cloud.bulk import with_copies
    from relay_cloud.cloud import Scope
    from relay_cloud.crawler.aws import clients
    from relay_cloud.crawler.service import Crawlers
    from relay_cloud.executor import Executor
    from relay_cloud.processes import Family, wait_until_gone
    from relay_cloud.runs import Runs
    from relay_cloud.trace import Trace

    try:
        cloud = seam.MiniStack(seam.check())
    except seam.SeamMoved as moved:
        _leave(5, f"relay_cloud: {moved}")
    family = Family()
    family.mark_children()
    executor = Executor(settings, family)
    trace = Trace(settings.trace)
    runs, crawlers = Runs(settings, cloud, executor, trace), Crawlers(cloud, clients(settings))
    cloud.install(runs, crawlers, trace, settings.lambda_workers)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)

    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()

    def stop() -> None:
        """End every child first, then the server; whatever hangs is cut off."""
        if stopping.is_set():
            return
        stopping.set()

        def cut_off() -> None:
            time.sleep(SHUTDOWN_SECONDS)
            os._exit(0)

        threading.Thread(target=cut_off, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    if settings.parent_pid is not None:
        parent = settings.parent_pid

        def watch_parent() -> None:
            wait_until_gone(parent)
            loop.call_soon_threadsafe(stop)

        threading.Thread(target=watch_parent, daemon=True, name="parent-watch").start()

    def when_ready() -> None:
        _wait_for_answer(settings.endpoint)
        _collect_less()
        announce.write(f"ready {settings.endpoint}\n")
        announce.flush()
        executor.prepare()

    threading.Thread(target=when_ready, daemon=True, name="ready").start()

    async def until_stopped() -> None:
        await stopping.wait()
        executor.pool.close()
        await asyncio.to_thread(family.close)

    app = with_copies(cloud.app, partial(cloud.copy_item, Scope(settings.account, settings.region)))
    await server.serve(app, listener, until_stopped)
    trace.close()


def _collect_less() -> None:
    """Keep the collector from walking over what was loaded: a tenth of a second each time, in which nothing
    is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _wait_for_answer(endpoint: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.02)


def _leave(code: int, message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
