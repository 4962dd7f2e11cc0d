"""Pages and filters of the crawler API's lists."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from relay_cloud.errors import invalid_input

_PAGE = 100
_FIELDS = {
    "CRAWL_ID": "CrawlId",
    "STATE": "State",
    "START_TIME": "StartTime",
    "END_TIME": "EndTime",
    "DPU_HOUR": "DPUHour",
}
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQ": operator.eq,
    "NE": operator.ne,
    "GT": operator.gt,
    "GE": operator.ge,
    "LT": operator.lt,
    "LE": operator.le,
}


def page(name: str, items: Sequence[Any], request: Mapping[str, Any]) -> dict[str, Any]:
    """The items that `MaxResults` and `NextToken` ask for, under ``name``. A token is a place in the list."""
    token, size = str(request.get("NextToken") or "0"), request.get("MaxResults") or _PAGE
    if not token.isdecimal() or not isinstance(size, int) or size < 1:
        raise invalid_input("NextToken or MaxResults is not valid")
    end = int(token) + size
    answer: dict[str, Any] = {name: list(items[int(token) : end])}
    if end < len(items):
        answer["NextToken"] = str(end)
    return answer


def filtered(
    entries: Sequence[Mapping[str, Any]], filters: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The crawls that fit every filter. Raises InvalidInputException for one that does not exist."""
    tests = [_test(each) for each in filters]
    return [entry for entry in entries if all(test(entry) for test in tests)]


def _test(given: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    name, compare = _FIELDS.get(str(given.get("FieldName"))), _OPERATORS.get(str(given.get("FilterOperator")))
    if name is None or compare is None:
        raise invalid_input(f"Filter {dict(given)} has no field or operator that is known")
    wanted = str(given.get("FieldValue"))
    value: Any = _number(wanted, name) if name in ("StartTime", "EndTime", "DPUHour") else wanted
    return lambda entry: name in entry and compare(entry[name], value)


def _number(text: str, field: str) -> float:
    """A number; of times, given in epoch milliseconds (botocore's Glue model, CrawlsFilter), in seconds."""
    try:
        return float(text) / (1 if field == "DPUHour" else 1000)
    except ValueError as error:
        raise invalid_input(f"FieldValue {text!r} is not a number") from error
