"""Says which events match which patterns, by AWS's own matcher (Maven: software.amazon.event.ruler).

stdin: JSON list of `{"pattern": …, "event": …}`; stdout: JSON list of booleans. The matcher's jars are
brought once, into `--jars-dir`, as `relay_cloud.bring_jars` brings Spark's. Exit code 1: they could not be
brought.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway
from relay_cloud import java_command
from relay_cloud.bring_jars import JarsFailed, bring_program
from relay_cloud.sparkenv import pyspark_home

VERSION = "1.8.1"
SHA256 = "cec3fc54e85d27904b053a159553039a861b08e574d813cf74c47deb277ec432"


def bring(into: Path, java_home: Path) -> None:
    """Bring the matcher and what it needs unless they are there. Raises `JarsFailed`."""
    matcher = f"software.amazon.event.ruler_event-ruler-{VERSION}.jar"
    bring_program(into, java_home, f"software.amazon.event.ruler:event-ruler:{VERSION}", matcher, SHA256)


def matches(pairs: list[dict[str, Any]], jars: Path, java: Path) -> list[bool]:
    """Whether each pair's event matches its pattern. Raises py4j's error for one that AWS refuses."""
    (py4j,) = (pyspark_home() / "jars").glob("py4j-*.jar")
    port, token = launch_gateway(
        jarpath=str(py4j),
        classpath=f"{jars}{os.sep}*",
        java_path=str(java),
        die_on_exit=True,
        enable_auth=True,
    )
    gateway = JavaGateway(gateway_parameters=GatewayParameters(port=port, auth_token=token))
    try:
        ruler = gateway.jvm.software.amazon.event.ruler.Ruler
        return [
            bool(ruler.matchesRule(json.dumps(pair["event"]), json.dumps(pair["pattern"]))) for pair in pairs
        ]
    finally:
        gateway.shutdown()


def main() -> None:
    """Command line."""
    parser = java_command.java_parser("match_rules")
    given = java_command.parse(parser)
    try:
        bring(given.jars_dir, given.java_home)
    except JarsFailed as failed:
        java_command.leave(parser, failed)
    json.dump(matches(json.load(sys.stdin), given.jars_dir, given.java_home / "bin" / "java"), sys.stdout)


if __name__ == "__main__":
    main()
