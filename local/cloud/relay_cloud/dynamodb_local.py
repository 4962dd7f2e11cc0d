"""`python -m relay_cloud.dynamodb_local --port N --jars-dir DIR --java-home HOME`: AWS's own DynamoDB Local.

For contract tests and benchmarks, in memory. Its jars (51 MB) are brought once, as `bring_jars` brings
Spark's: with the settings of Spark's ivy. The program itself is checked against a pinned SHA-256. Exit
codes: 1 the jars could not be brought, 4 no Java.
"""

from __future__ import annotations

import os
from pathlib import Path

from relay_cloud import java_command
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
    parser = java_command.java_parser("dynamodb_local")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--heap-mb", type=int, default=256)
    given = java_command.parse(parser)
    try:
        bring(given.jars_dir, given.java_home)
    except JarsFailed as error:
        java_command.leave(parser, error)
    java = given.java_home / "bin" / "java"
    command = [
        str(java),
        f"-Xmx{given.heap_mb}m",
        f"-Djava.library.path={given.jars_dir}",
        "-cp",
        f"{given.jars_dir}{os.sep}*",
        MAIN,
    ]
    os.execv(java, [*command, "-inMemory", "-port", str(given.port)])


if __name__ == "__main__":
    main()
