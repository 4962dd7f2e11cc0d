"""`awsglue.utils`: job arguments."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

_RESERVED = (
    "JOB_NAME",
    "JOB_ID",
    "JOB_RUN_ID",
    "SECURITY_CONFIGURATION",
    "TempDir",
    "job-bookmark-option",
    "job-bookmark-from",
    "job-bookmark-to",
    "encryption-type",
    "RedshiftTempDir",
    "enable-job-insights",
)


class GlueArgumentError(Exception):
    """An argument that the script asks for is missing or has no value."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise GlueArgumentError(message)


def getResolvedOptions(args: Sequence[str], options: Sequence[str]) -> dict[str, str | None]:
    """Values of `--<option>` in `sys.argv` by name; unknown arguments are ignored, a missing one raises
    GlueArgumentError.

    The arguments Glue sets itself (`TempDir`, `JOB_ID`, `JOB_RUN_ID`, the bookmark option) are in the
    answer when they
    are on the command line, asked for or not; `JOB_NAME` must be asked for like any other. Names are not
    abbreviated
    (docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-extensions-get-resolved-options.html).
    """
    parser = _Parser(allow_abbrev=False, add_help=False)
    for name in dict.fromkeys(name.lstrip("-") for name in options):
        if name in _RESERVED and name not in ("JOB_NAME", "TempDir", "JOB_ID", "JOB_RUN_ID"):
            raise GlueArgumentError(f"Using reserved arguments {name}")
        parser.add_argument(f"--{name}", dest=name, required=True)
    for name in _RESERVED:
        if name not in {option.lstrip("-") for option in options} and name != "JOB_NAME":
            parser.add_argument(f"--{name}", dest=name, required=False, default=None)
    found, _ = parser.parse_known_args(list(args[1:]))
    asked = {name.lstrip("-") for name in options}
    return {
        name.replace("-", "_") if name in _RESERVED else name: value
        for name, value in vars(found).items()
        if value is not None or name in asked
    }
