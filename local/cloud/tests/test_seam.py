from __future__ import annotations

import importlib
import types

import pytest
from relay_cloud import seam


def test_this_ministack_has_every_name():
    assert set(seam.check()) == set(seam.NEEDED)


@pytest.mark.parametrize("module", sorted(seam.NEEDED))
def test_a_missing_name_is_named(module):
    def load(name: str) -> types.ModuleType:
        return types.ModuleType(name) if name == module else importlib.import_module(name)

    with pytest.raises(seam.SeamMoved, match=rf"MiniStack \S+ moved {module}.*seam.py is written for 1.5.33"):
        seam.check(load)


def test_a_changed_signature_is_named():
    def load(name: str) -> types.ModuleType:
        real = importlib.import_module(name)
        if name != "ministack.services.eventbridge":
            return real
        changed = types.ModuleType(name)
        changed._dispatch_event = lambda record: None  # type: ignore[attr-defined]
        return changed

    with pytest.raises(seam.SeamMoved, match=r"_dispatch_event\(event, view\)"):
        seam.check(load)


def test_a_missing_module_is_named():
    def load(name: str) -> types.ModuleType:
        if name == "ministack.services.cloudwatch_logs":
            raise ImportError(name)
        return importlib.import_module(name)

    with pytest.raises(seam.SeamMoved, match=r"moved ministack\.services\.cloudwatch_logs"):
        seam.check(load)
