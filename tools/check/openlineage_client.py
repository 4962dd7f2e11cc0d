"""Says what OpenLineage's own client (PyPI: openlineage-python) would not have made so, of run events.

Its classes are generated from the specification, with what is required and what each facet's version is.

stdin: JSON list of run events; stdout: JSON list of faults, each a text.
"""

from __future__ import annotations

import json
import pkgutil
import sys
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import attrs
from openlineage.client import generated
from openlineage.client.generated.base import BaseFacet, RunEvent


def main() -> None:
    """Read events, print faults."""
    for module in pkgutil.iter_modules(generated.__path__):
        import_module(f"{generated.__name__}.{module.name}")
    facets = {facet._get_schema(): facet for facet in subclasses(BaseFacet)}
    faults = [fault for event in json.load(sys.stdin) for fault in faults_of(event, facets)]
    json.dump(faults, sys.stdout)


def faults_of(event: dict[str, Any], facets: dict[str, type[Any]]) -> list[str]:
    """What is wrong with one event, at most one text: the first thing stops it."""
    try:
        made(RunEvent, event, facets)
    except (TypeError, ValueError, KeyError) as error:
        return [f"{event.get('eventType')} of {event.get('job')}: {error!r}"]
    return []


def made(wanted: Any, given: Any, facets: dict[str, type[Any]]) -> Any:
    """The value as the client's type. Raises TypeError or ValueError where it is not one."""
    options = typing.get_args(wanted)
    if isinstance(wanted, types.UnionType):
        return None if given is None else made(options[0], given, facets)
    if typing.get_origin(wanted) is list:
        return [made(options[0], one, facets) for one in given]
    if typing.get_origin(wanted) is dict:
        return {name: made(options[1], one, facets) for name, one in given.items()}
    if wanted is float and isinstance(given, int):
        return given
    if isinstance(wanted, type) and issubclass(wanted, BaseFacet):
        return built(facets[given["_schemaURL"]], without_base(given), facets)
    if attrs.has(wanted):
        return built(wanted, given, facets)
    return wanted(given) if wanted is not str else text(given)


def built(wanted: type[Any], given: dict[str, Any], facets: dict[str, type[Any]]) -> Any:
    """An instance, checked by its own validators; a field that it does not have is a TypeError."""
    url = given.get("schemaURL")
    if url not in (None, getattr(wanted, "_get_schema", lambda: None)()):
        raise ValueError(f"schemaURL {url} is not that of {wanted.__name__}")
    hints = typing.get_type_hints(wanted)
    fields = {name: value for name, value in given.items() if name != "schemaURL"}
    return wanted(**{name: made(hints.get(name, str), value, facets) for name, value in fields.items()})


def without_base(facet: dict[str, Any]) -> dict[str, Any]:
    """The facet's own fields; those of every facet are its class and its producer."""
    text(facet["_producer"])
    return {name: value for name, value in facet.items() if name not in ("_producer", "_schemaURL")}


def text(given: Any) -> str:
    """The value where it is a text. Raises TypeError."""
    if not isinstance(given, str):
        raise TypeError(f"{given!r} is no text")
    return given


def subclasses(of: type[Any]) -> Iterator[type[Any]]:
    """All of them, the classes below those too."""
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


if __name__ == "__main__":
    main()
