"""`python -m relay_cloud.build_cds --jars-dir D --java-home H --out FILE`: the class-data archive of
Spark's JVM.

One run of `archive_job.py` in a JVM that writes what it loaded when it ends (JEP 350). The archive belongs
to this very
Java and class path; with any other the JVM starts without it. A Java that has no archive of its own classes
(a jlinked
one) gets that first, next to FILE. Exit codes: 0 made (or already right), 1 failed, 4 no Java.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from relay_cloud import java_command, sparkenv
from relay_cloud.executor import WARM_UP_SCRIPT, Executor
from relay_cloud.jvm import Jvm
from relay_cloud.processes import Family
from relay_cloud.settings import Settings

SECONDS = 240.0
ARCHIVE_JOB = Path(__file__).with_name("archive_job.py")


class CdsFailed(Exception):
    """No archive was made. Runs work without one."""


def build(jars_dir: Path, java_home: Path, out: Path) -> bool:
    """Make the archive; False when one for this Java and class path is there already. Raises `CdsFailed`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="relay-cds-", dir=out.parent) as scratch:
        settings = Settings(
            port=_nothing_there(),
            work_dir=Path(scratch),
            slots=1,
            java_home=java_home,
            jars_dir=jars_dir,
            warm_jvm=False,
            cores_per_slot=2,
        )
        stamp = out.with_suffix(".stamp")
        fingerprint = _fingerprint(settings)
        if out.is_file() and stamp.is_file() and stamp.read_text() == fingerprint:
            return False
        base = sparkenv.base_archive(out)
        base.unlink(missing_ok=True)
        option = f"-XX:ArchiveClassesAtExit={scratch}/spark.jsa"
        if not (java_home / "lib" / "server" / "classes.jsa").is_file():
            _dump_base(settings, base)
            option += f" -XX:SharedArchiveFile={base}"
        _dump_spark(settings, option, Path(scratch) / "spark.jsa")
        os.replace(Path(scratch) / "spark.jsa", out)
        stamp.write_text(fingerprint)
    return True


class _NotFound(BaseHTTPRequestHandler):
    """Stands in for S3 while the archive is made: nothing is there, but S3A and its client get loaded."""

    def do_HEAD(self) -> None:
        """Answer 404."""
        self.send_error(404)

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _nothing_there() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _NotFound)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def _dump_base(settings: Settings, base: Path) -> None:
    command = [
        str(settings.java),
        "-Xshare:dump",
        "-XX:+UseSerialGC",
        f"-XX:SharedArchiveFile={base}",
        "-Xlog:disable",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if ended.returncode != 0 or not base.is_file():
        raise CdsFailed(f"java -Xshare:dump ended with {ended.returncode}: {ended.stderr.strip()[-300:]}")


def _dump_spark(settings: Settings, option: str, archive: Path) -> None:
    family = Family()
    try:
        executor = Executor(settings, family)
        jvm = Jvm(settings, family, {}, archive_option=option)
        jvm.wait_ready(SECONDS)
        executor.warm_up(jvm, ARCHIVE_JOB)
        if jvm.process.stdin is not None:
            # the gateway server ends at the end of its stdin, and the JVM writes the archive
            jvm.process.stdin.close()
        try:
            jvm.process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CdsFailed(f"the archive was not written in {SECONDS:.0f} s") from error
        if not archive.is_file():
            raise CdsFailed(f"the JVM ended with {jvm.process.returncode} without an archive: {jvm.reason()}")
    finally:
        family.close()


def _fingerprint(settings: Settings) -> str:
    parts = [str(settings.java_home), sparkenv.class_path(settings)]
    parts += [script.read_text() for script in (ARCHIVE_JOB, WARM_UP_SCRIPT)]
    release = settings.java_home / "release"
    parts.append(release.read_text() if release.is_file() else "")
    for jar in sparkenv.class_path(settings).split(os.pathsep):
        state = os.stat(jar)
        parts.append(f"{state.st_size} {int(state.st_mtime)}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def main() -> None:
    """Command line."""
    parser = java_command.java_parser("build_cds")
    parser.add_argument("--out", type=Path, required=True)
    given = java_command.parse(parser)
    try:
        made = build(given.jars_dir, given.java_home, given.out.resolve())
    except Exception as error:
        java_command.leave(parser, f"{error}; runs work without the archive, 3 s slower when cold")
    print("archive made" if made else "archive was there")


if __name__ == "__main__":
    main()
