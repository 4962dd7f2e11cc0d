"""What programs that start Java share on the command line: where it is, where jars are, how they fail."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

NO_JAVA = 4


def java_parser(program: str) -> argparse.ArgumentParser:
    """A parser with the options `--java-home` and `--jars-dir`; both are given as absolute paths."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--java-home", type=_absolute, required=True, help="home of a Java 17")
    parser.add_argument("--jars-dir", type=_absolute, required=True, help="folder with the program's jars")
    return parser


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The options of this process; it ends with exit code 4 where they name no Java."""
    given = parser.parse_args()
    if not (given.java_home / "bin" / "java").is_file():
        leave(parser, f"no Java at {given.java_home}", NO_JAVA)
    return given


def leave(parser: argparse.ArgumentParser, why: object, code: int = 1) -> NoReturn:
    """End the process with a word on stderr."""
    print(f"{parser.prog}: {why}", file=sys.stderr)
    raise SystemExit(code)


def _absolute(text: str) -> Path:
    return Path(text).resolve()
