"""Forecast against actual, series by series: what the status page shows for a chosen store and item.

Small JSON files hold some series each, for one object per series would take longer to write than the forecast
takes to make. Their form is that of ``GET /runs/{runId}/series`` in the status service's openapi.yml.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from relay_job import JobContext
from relay_job.files import write_text

from demand_forecast.forecasting.calendar import iso
from demand_forecast.schema import DATE, ITEM, STORE

ACTUAL, MEAN, LOWER, UPPER = "actual", "mean", "p10", "p90"
_VALUES = (ACTUAL, MEAN, LOWER, UPPER)
#: The status service reads no larger index, and no larger file than 1 MiB.
MOST_SERIES = 5_000
_DAYS_PER_FILE = 10_000
_DIGITS = 2

Json = dict[str, Any]


@dataclass(frozen=True)
class SeriesFiles:
    """The index, and the other files by name."""

    index: Json
    files: dict[str, Json]


def series_files(tested: pd.DataFrame, forecast: pd.DataFrame, model: str) -> SeriesFiles:
    """Files for the first ``MOST_SERIES`` series in order of keys.

    Both frames have rows of ``date`` (days since 1970-01-01), ``store``, ``item``, ``mean``, ``p10`` and
    ``p90``; ``tested`` has ``actual`` too, NaN where unknown, and has no rows where nothing was tested.
    """
    rows = pd.concat([tested, forecast], ignore_index=True).reindex(columns=[STORE, ITEM, DATE, *_VALUES])
    rows = rows.sort_values([STORE, ITEM, DATE], kind="stable")
    entries, files = [], {}
    for name, some in _packs([_series(key, days, model) for key, days in _by_key(rows)]):
        files[name] = {"schemaVersion": 1, "series": some}
        entries += [{"seriesId": one["seriesId"], "keys": one["keys"], "file": name} for one in some]
    index = {"schemaVersion": 1, "title": "Daily sales", "dimensions": [STORE, ITEM], "series": entries}
    return SeriesFiles(index, files)


def write_series(context: JobContext, made: SeriesFiles) -> str:
    """Write the files below the run's predictions, the index last; returns the index's address."""
    folder = f"{context.layout.area('predictions')}/series"
    for name, document in {**made.files, "index": made.index}.items():
        text = json.dumps(document, separators=(",", ":"), allow_nan=False)
        write_text(context.spark, f"{folder}/{name}.json", text)
    return f"{folder}/index.json"


def _by_key(rows: pd.DataFrame) -> Iterator[tuple[tuple[int, int], pd.DataFrame]]:
    for number, ((store, item), days) in enumerate(rows.groupby([STORE, ITEM], sort=False)):
        if number == MOST_SERIES:
            return
        yield (int(store), int(item)), days


def _series(key: tuple[int, int], days: pd.DataFrame, model: str) -> Json:
    keys = dict(zip((STORE, ITEM), map(str, key), strict=True))
    values = {name: _numbers(days[name].to_numpy(np.float64)) for name in _VALUES}
    return {
        "schemaVersion": 1,
        "seriesId": ".".join(f"{name}-{value}" for name, value in keys.items()),
        "keys": keys,
        "unit": "sales per day",
        "times": [iso(day) for day in days[DATE].to_numpy(np.int64).tolist()],
        "actual": values[ACTUAL],
        "forecasts": [
            {"model": model, "values": values[MEAN], "lower": values[LOWER], "upper": values[UPPER]}
        ],
    }


def _numbers(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.round(_DIGITS).tolist()]


def _packs(series: list[Json]) -> Iterator[tuple[str, list[Json]]]:
    """Some series each, with about as many days in all."""
    longest = max((len(one["times"]) for one in series), default=1)
    size = max(1, _DAYS_PER_FILE // longest)
    for start in range(0, len(series), size):
        yield f"part-{start // size:04d}", series[start : start + size]
