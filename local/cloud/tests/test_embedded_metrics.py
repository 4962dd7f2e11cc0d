from __future__ import annotations

import json

from relay_cloud.embedded_metrics import Reading, readings_of


def embedded(**values: object) -> str:
    metrics = [{"Name": name, "Unit": "Count"} for name in values]
    directive = {"Namespace": "GlueRelay", "Dimensions": [["service", "stage"]], "Metrics": metrics}
    return json.dumps(
        {
            "_aws": {"Timestamp": 1500, "CloudWatchMetrics": [directive]},
            "service": "ingest",
            "stage": "local",
            **values,
        }
    )


def test_every_metric_of_a_line_is_read_with_its_dimensions():
    read = list(readings_of(embedded(Accepted=1, Sizes=[2, 3])))
    dimensions = {"service": "ingest", "stage": "local"}
    assert read == [
        Reading("GlueRelay", "Accepted", dimensions, 1.5, "Count", (1.0,)),
        Reading("GlueRelay", "Sizes", dimensions, 1.5, "Count", (2.0, 3.0)),
    ]


def test_other_lines_carry_none():
    log = "\n".join(
        [
            "START RequestId: 1",
            '{"level":"INFO","message":"no _aws here"}',
            '{"_aws": broken',
            '{"message": "says \\"_aws\\"", "_aws": 3}',
            embedded(Accepted=1),
        ]
    )
    assert [reading.name for reading in readings_of(log)] == ["Accepted"]
