"""`python -m relay_cloud.bring_jars --jars-dir DIR --java-home HOME`: the jars that make `s3://` work, 6 MB.

They are resolved by Spark's own ivy with its own settings (so a mirror set up for Maven is used), each is
checked
against a pinned SHA-256, and nothing is written unless all are right. Spark's jars serve their
dependencies, and the
281 MB SDK bundle is never taken. Exit codes: 0 all there, 1 could not be brought, 4 no Java.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from relay_cloud import java_command
from relay_cloud.sparkenv import pyspark_home

SHA256 = {
    "hadoop-aws-3.3.4.jar": "53f9ae03c681a30a50aa17524bd9790ab596b28481858e54efd989a826ed3a4a",
    "aws-java-sdk-core-1.12.262.jar": "06fed99f929c389e168278c1b111aaf1afb270d07202fbbce92e73d1e4279678",
    "aws-java-sdk-s3-1.12.262.jar": "a0cb7580178bc0d4d3558295a5bb890008478da8a6b3241989c71238b0ed3be5",
    "aws-java-sdk-kms-1.12.262.jar": "c00f5ae7b334255f661d85512e7203af9523a04fb65d0c431c2eea2003ed8ae2",
    "aws-java-sdk-sts-1.12.262.jar": "659f48d8ebc02025c5042cc4b925f62610e81f334498f1b9e7a271ce20ecbcae",
    "aws-java-sdk-dynamodb-1.12.262.jar": "7af4ba06d0d9b3c2ab435089caecd0567810d203aa285f7aa72861f1964d442e",
    "jmespath-java-1.12.262.jar": "9001ea993a45d82a2d3086edcbda8a40b4e012d049a70fbf071fd329c0fbd777",
}
_GROUPS = {"hadoop-aws": "org.apache.hadoop"}
_NOT_WANTED = (
    "com.amazonaws:aws-java-sdk-bundle",
    "org.wildfly.openssl:*",
    "org.apache.httpcomponents:*",
    "commons-codec:*",
    "commons-logging:*",
    "com.fasterxml.jackson.core:*",
    "com.fasterxml.jackson.dataformat:*",
    "joda-time:*",
    "software.amazon.ion:*",
)


class JarsFailed(Exception):
    """The jars could not be brought. The message says why."""


def missing(folder: Path) -> list[str]:
    """Names of jars that are not in the folder with their pinned content."""
    return [name for name, digest in SHA256.items() if digest_of(folder / name) != digest]


def bring(into: Path, java_home: Path) -> list[str]:
    """Bring what is missing; returns the names brought (none when all are there). Raises `JarsFailed`."""
    wanted = missing(into)
    if not wanted:
        return []
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="relay-ivy-", dir=into) as scratch:
        packages = [_coordinate(name) for name in SHA256]
        files = resolve(Path(scratch), java_home, packages, excluded=_NOT_WANTED)
        resolved = {path.name.partition("_")[2]: path for path in files}
        for name in wanted:
            digest = digest_of(resolved[name]) if name in resolved else None
            if digest is None:
                raise JarsFailed(f"{name} was not resolved")
            if digest != SHA256[name]:
                raise JarsFailed(f"{name} has SHA-256 {digest}, expected {SHA256[name]}")
        for name in wanted:
            partial = into / f".{name}.partial"
            shutil.copyfile(resolved[name], partial)
            os.replace(partial, into / name)
    return wanted


def resolve(
    scratch: Path, java_home: Path, packages: Sequence[str], excluded: Sequence[str] = ()
) -> list[Path]:
    """Files of Maven packages and of all they need, below `scratch`. Raises `JarsFailed`."""
    spark_jars = pyspark_home() / "jars"
    command = [
        str(java_home / "bin" / "java"),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-cp",
        f"{spark_jars}{os.sep}*",
        "org.apache.spark.deploy.SparkSubmit",
        "--master",
        "local[1]",
        "--conf",
        f"spark.jars.ivy={scratch}",
        "--packages",
        ",".join(packages),
        *(["--exclude-packages", ",".join(excluded)] if excluded else []),
        "--class",
        "java.lang.Void",
        "spark-internal",
    ]
    try:
        # Ivy resolves first; that the class cannot run afterwards is of no interest
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=600, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise JarsFailed("resolving the jars took more than 10 minutes") from error
    jars = [path for path in (scratch / "jars").glob("*") if path.is_file()]
    if not jars:
        said = [
            line.strip() for line in ended.stderr.splitlines() if "unresolved" in line or "Exception" in line
        ]
        raise JarsFailed("the Maven repositories could not be reached or lack a jar: " + "; ".join(said[:3]))
    return jars


def bring_program(into: Path, java_home: Path, package: str, program: str, sha256: str) -> None:
    """Bring a Maven package and all that it needs into a folder of its own, unless its jar `program` is there
    with the pinned SHA-256; all of them or none. Raises `JarsFailed`.
    """
    if digest_of(into / program) == sha256:
        return
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="relay-ivy-", dir=into.parent) as scratch:
        complete = Path(scratch) / "complete"
        complete.mkdir()
        for file in resolve(Path(scratch), java_home, [package]):
            shutil.copyfile(file, complete / file.name)
        digest = digest_of(complete / program)
        if digest != sha256:
            raise JarsFailed(f"{program} has SHA-256 {digest}, expected {sha256}")
        shutil.rmtree(into, ignore_errors=True)
        os.replace(complete, into)


def _coordinate(jar: str) -> str:
    artifact, _, version = jar.removesuffix(".jar").rpartition("-")
    return f"{_GROUPS.get(artifact, 'com.amazonaws')}:{artifact}:{version}"


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Command line."""
    parser = java_command.java_parser("bring_jars")
    given = java_command.parse(parser)
    try:
        brought = bring(given.jars_dir, given.java_home)
    except JarsFailed as error:
        java_command.leave(parser, error)
    print(f"{len(brought)} jars brought, {len(SHA256) - len(brought)} were there")


if __name__ == "__main__":
    main()
