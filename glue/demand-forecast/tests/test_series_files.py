"""Forecast against actual, as files for the status page."""

import json

import numpy as np
import pandas as pd
import pytest
from demand_forecast.steps import series_files as module
from demand_forecast.steps.series_files import series_files

DAYS = 3


def frame(first_day: int, stores: int, items: int, **values: float) -> pd.DataFrame:
    keys = [
        (s, i, first_day + d) for s in range(1, stores + 1) for i in range(1, items + 1) for d in range(DAYS)
    ]
    rows = pd.DataFrame(keys, columns=["store", "item", "date"])
    return rows.assign(**values)


def test_tested_days_come_first_then_the_forecast() -> None:
    tested = frame(0, 1, 2, actual=5.0, mean=4.987, p10=np.nan, p90=np.nan)
    tested.loc[1, "actual"] = np.nan
    made = series_files(tested, frame(DAYS, 1, 2, mean=6.0, p10=3.0, p90=9.0), "poisson-glm")
    first = made.files["part-0000"]["series"][0]
    assert first["times"] == [
        "1970-01-01",
        "1970-01-02",
        "1970-01-03",
        "1970-01-04",
        "1970-01-05",
        "1970-01-06",
    ]
    assert first["actual"] == [5.0, None, 5.0, None, None, None]
    assert first["forecasts"] == [
        {
            "model": "poisson-glm",
            "values": [4.99, 4.99, 4.99, 6.0, 6.0, 6.0],
            "lower": [None, None, None, 3.0, 3.0, 3.0],
            "upper": [None, None, None, 9.0, 9.0, 9.0],
        }
    ]
    assert made.index["series"] == [
        {"seriesId": "store-1.item-1", "keys": {"store": "1", "item": "1"}, "file": "part-0000"},
        {"seriesId": "store-1.item-2", "keys": {"store": "1", "item": "2"}, "file": "part-0000"},
    ]


def test_every_series_is_in_the_file_that_the_index_names() -> None:
    made = series_files(frame(0, 0, 0, actual=0.0), frame(0, 40, 100, mean=1.0, p10=0.0, p90=2.0), "m")
    assert len(made.files) > 1
    assert len(made.index["series"]) == 4_000
    for entry in made.index["series"]:
        series = made.files[entry["file"]]["series"]
        assert [one["keys"] for one in series if one["seriesId"] == entry["seriesId"]] == [entry["keys"]]


def test_no_file_is_larger_than_status_reads() -> None:
    tested = pd.concat(
        [frame(d, 1, 60, actual=123.0, mean=123.45, p10=99.0, p90=150.0) for d in range(0, 360, DAYS)]
    )
    made = series_files(tested, frame(360, 1, 60, mean=1.0, p10=0.0, p90=2.0), "histogram-boosting")
    assert all(len(json.dumps(document)) < 2**20 for document in made.files.values())


def test_more_series_than_the_index_takes_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SERIES", 3)
    made = series_files(frame(0, 0, 0, actual=0.0), frame(0, 2, 2, mean=1.0, p10=0.0, p90=2.0), "m")
    assert [entry["seriesId"] for entry in made.index["series"]] == [
        "store-1.item-1", "store-1.item-2", "store-2.item-1",
    ]  # fmt: skip
