"""Exploration: what is in the cleaned sales, in one pass over them.

Spark sums the rows up by month, by store and weekday, and by item at once; the few rows that come out of it
hold all the rest: means and variances of groups make the mean and the variance of all rows, exactly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from demand_forecast.describing import Description
from demand_forecast.schema import DATE, ITEM, PROCESSED_SCHEMA, SALES, STORE

CORRELATED = (STORE, ITEM, SALES)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH, _WEEKDAY, _SET, _ROWS = "year_month", "weekday", "grouping_set", "group_rows"
#: grouping_id has a bit set for each column that is left out.
_BY_MONTH, _BY_STORE, _BY_ITEM = 0b0111, 0b1001, 0b1110
#: The DataFrame API of Spark 3.5 has no grouping sets.
_SOLD = f"{SALES}_count"
_COUNTS = ", ".join(f"count({name}) AS {name}_count" for name in PROCESSED_SCHEMA.names)
_SUMS = f"""
    SELECT grouping_id({_MONTH}, {STORE}, {_WEEKDAY}, {ITEM}) AS {_SET},
           {_MONTH}, {STORE}, {_WEEKDAY}, {ITEM},
           count(*) AS {_ROWS}, {_COUNTS},
           sum({SALES}) AS total, avg({SALES}) AS mean, var_pop({SALES}) AS variance,
           min({SALES}) AS least, max({SALES}) AS greatest, avg(item_number) AS item_mean,
           min({DATE}) AS first_day, max({DATE}) AS last_day
    FROM {{rows}}
    GROUP BY {_MONTH}, {STORE}, {_WEEKDAY}, {ITEM}
    GROUPING SETS (({_MONTH}), ({STORE}, {_WEEKDAY}), ({ITEM}))
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Overview:
    """The figures over all rows; the correlation of columns is None where one of them does not vary."""

    rows: int
    first_day: date | None
    last_day: date | None
    sales: Description
    missing: dict[str, int]
    correlation: dict[str, dict[str, float | None]]


@dataclass(frozen=True)
class Totals:
    """Sales in units: totals by month (in order) and by item (highest first), averages per row by store and
    by weekday (Monday to Sunday), both in order.
    """

    by_month: list[tuple[str | None, float]]
    store_average: list[tuple[int | None, float | None]]
    weekday_average: list[tuple[str, float | None]]
    by_item: list[tuple[int | None, float]]


def explore(processed: DataFrame) -> tuple[Overview, Totals]:
    """Describe, correlate and sum up rows as PROCESSED_SCHEMA, in one pass."""
    month = F.year(DATE) * 100 + F.month(DATE)
    rows = processed.select(
        "*", month.alias(_MONTH), F.weekday(DATE).alias(_WEEKDAY), F.col(ITEM).alias("item_number")
    )
    groups = processed.sparkSession.sql(_SUMS, rows=rows).collect()
    months, stores, items = (
        [group for group in groups if group[_SET] == one] for one in (_BY_MONTH, _BY_STORE, _BY_ITEM)
    )
    return _overview(months, stores, items), _totals(months, stores, items)


def _overview(months: list[Row], stores: list[Row], items: list[Row]) -> Overview:
    rows = sum(group[_ROWS] for group in months)
    present = {name: sum(group[f"{name}_count"] for group in months) for name in PROCESSED_SCHEMA.names}
    return Overview(
        rows=rows,
        first_day=min((group["first_day"] for group in months if group["first_day"]), default=None),
        last_day=max((group["last_day"] for group in months if group["last_day"]), default=None),
        sales={SALES: _description(items)},
        missing={name: rows - count for name, count in present.items()},
        correlation=_correlation(stores, items),
    )


def _description(groups: list[Row]) -> dict[str, float | None]:
    """``describe`` of the sales from groups' counts, means and population variances."""
    sold = [group for group in groups if group[_SOLD]]
    count = sum(group[_SOLD] for group in sold)
    if not sold:
        return {"count": 0, "mean": None, "stddev": None, "min": None, "max": None}
    size, mean = _column(sold, _SOLD), _column(sold, "mean")
    overall = float(_column(sold, "total").sum() / count)
    squares = float((size * (_column(sold, "variance") + (mean - overall) ** 2)).sum())
    return {
        "count": count,
        "mean": overall,
        "stddev": math.sqrt(squares / (count - 1)) if count > 1 else None,
        "min": min(group["least"] for group in sold),
        "max": max(group["greatest"] for group in sold),
    }


def _correlation(stores: list[Row], items: list[Row]) -> dict[str, dict[str, float | None]]:
    """Pearson's correlations as a full matrix: within a group of one store, or of one item, that column is
    constant, so the groups' means hold the whole covariance. Rows without sales count for store and item
    alone.
    """
    by_store = [group for group in stores if group[STORE] is not None]
    by_item = [group for group in items if group[ITEM] is not None]
    deviation = _population_deviation(items)
    pairs = {
        (STORE, ITEM): _correlated(by_store, STORE, "item_mean", _ROWS, _spread(by_item, ITEM, _ROWS)),
        (STORE, SALES): _correlated(by_store, STORE, "mean", _SOLD, deviation),
        (ITEM, SALES): _correlated(by_item, ITEM, "mean", _SOLD, deviation),
    }
    full = pairs | {(b, a): value for (a, b), value in pairs.items()}
    return {a: {b: 1.0 if a == b else full[a, b] for b in CORRELATED} for a in CORRELATED}


def _correlated(groups: list[Row], a: str, b: str, weight: str, deviation: float) -> float | None:
    """The correlation of ``a``, constant in a group, with what ``b`` is the group's mean of and ``deviation``
    the standard deviation over all rows.
    """
    return _divide(_covariance(groups, a, b, weight), _spread(groups, a, weight) * deviation)


def _population_deviation(groups: list[Row]) -> float:
    count = sum(group[_SOLD] for group in groups)
    return (_description(groups)["stddev"] or 0.0) * math.sqrt((count - 1) / count) if count else 0.0


def _spread(groups: list[Row], column: str, weight: str) -> float:
    return math.sqrt(_covariance(groups, column, column, weight))


def _covariance(groups: list[Row], a: str, b: str, weight: str) -> float:
    """The population covariance of two columns that each group has one value (or mean) of."""
    counted = [group for group in groups if group[weight]]
    if not counted:
        return 0.0
    size, *values = (_column(counted, name) for name in (weight, a, b))
    x, y = (value - np.average(value, weights=size) for value in values)
    return float(np.average(x * y, weights=size))


def _totals(months: list[Row], stores: list[Row], items: list[Row]) -> Totals:
    by_item = [(item, total) for item, total, _ in _summed(items, ITEM)]
    weekdays = [sums for sums in _summed(stores, _WEEKDAY) if sums[0] is not None]
    return Totals(
        by_month=[(_month(month), total) for month, total, _ in _summed(months, _MONTH)],
        store_average=[(store, _divide(total, sold)) for store, total, sold in _summed(stores, STORE)],
        weekday_average=[(WEEKDAYS[day or 0], _divide(total, sold)) for day, total, sold in weekdays],
        by_item=sorted(by_item, key=lambda pair: (-pair[1], _nulls_first(pair[0]))),
    )


def _summed(groups: list[Row], key: str) -> list[tuple[int | None, float, int]]:
    """Total and number of sales by key, in the order of the keys."""
    sums: dict[int | None, tuple[float, int]] = {}
    for group in groups:
        total, sold = sums.get(group[key], (0.0, 0))
        sums[group[key]] = total + (group["total"] or 0.0), sold + group[_SOLD]
    return sorted(((one, *both) for one, both in sums.items()), key=lambda row: _nulls_first(row[0]))


def _month(key: int | None) -> str | None:
    return None if key is None else f"{key // 100:04}-{key % 100:02}"


def _column(groups: Sequence[Row], name: str) -> Floats:
    return np.array([group[name] for group in groups], dtype=np.float64)


def _divide(value: float, by: float) -> float | None:
    return value / by if by else None


def _nulls_first(value: int | None) -> float:
    return -math.inf if value is None else value
