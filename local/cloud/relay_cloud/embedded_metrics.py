"""Metrics that a Lambda function embeds in its log, as CloudWatch Logs extracts them on AWS.

Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring, "Embedded Metric Format specification".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reading:
    """The values of one metric under one set of dimensions; time in seconds since 1970."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    at: float
    unit: str
    values: tuple[float, ...]


def readings_of(log: str) -> Iterator[Reading]:
    """Every reading in a function's log. A line that is no JSON object with `_aws` carries none."""
    for line in log.splitlines():
        document = _document(line)
        if document is not None:
            yield from _readings(document)


def _document(line: str) -> dict[str, Any] | None:
    start = line.find("{")
    if start < 0 or '"_aws"' not in line:
        return None
    try:
        found = json.loads(line[start:])
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("_aws"), dict) else None


def _readings(document: Mapping[str, Any]) -> Iterator[Reading]:
    at = document["_aws"]["Timestamp"] / 1000
    for directive in document["_aws"]["CloudWatchMetrics"]:
        for names in directive["Dimensions"]:
            dimensions = {name: str(document[name]) for name in names}
            for metric in directive["Metrics"]:
                value = document[metric["Name"]]
                values = tuple(map(float, value if isinstance(value, list) else [value]))
                unit = metric.get("Unit", "None")
                yield Reading(directive["Namespace"], metric["Name"], dimensions, at, unit, values)
