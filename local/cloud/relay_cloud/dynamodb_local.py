"""`python -m relay_cloud.dynamodb_local --port N --jars DIR --java-home HOME`: AWS's own DynamoDB Local.

For contract tests and benchmarks, in memory. Its jars (51 MB) are brought once, as `bring_jars` brings
Spark's: with the settings of Spark's ivy. The program itself is checked against a pinned SHA-256. Exit
codes: 1 the jars could not be brought, 4 no Java.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from relay_cloud.bring_jars import JarsFailed, bring_program

VERSION = "2.6.1"
SHA256 = "a28d8b4919999b7dee6ffa9fd4e9a08744460657a9bd3e3499e3aad00e1f2cc4"
MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


def bring(into: Path, java_home: Path) -> None:
    """Bring the jars unless they are there. Raises `JarsFailed`."""
    package = f"com.amazonaws:DynamoDBLocal:{VERSION}"
    bring_program(into, java_home, package, f"com.amazonaws_DynamoDBLocal-{VERSION}.jar", SHA256)


def main() -> None:
    """Command line; becomes the Java process."""
    parser = argparse.ArgumentParser(prog="python -m relay_cloud.dynamodb_local")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--jars", type=Path, required=True)
    parser.add_argument("--java-home", type=Path, required=True)
    parser.add_argument("--heap-mb", type=int, default=256)
    given = parser.parse_args()
    java = given.java_home / "bin" / "java"
    if not java.is_file():
        print(f"dynamodb_local: no Java at {given.java_home}", file=sys.stderr)
        raise SystemExit(4)
    jars = given.jars.resolve()
    try:
        bring(jars, given.java_home.resolve())
    except JarsFailed as error:
        print(f"dynamodb_local: {error}", file=sys.stderr)
        raise SystemExit(1) from error
    command = [
        str(java),
        f"-Xmx{given.heap_mb}m",
        f"-Djava.library.path={jars}",
        "-cp",
        f"{jars}{os.sep}*",
        MAIN,
    ]
    os.execv(java, [*command, "-inMemory", "-port", str(given.port)])


if __name__ == "__main__":
    main()
