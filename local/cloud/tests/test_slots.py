from __future__ import annotations

import pytest
from relay_cloud.slots import Slots


def test_runs_get_slots_in_the_order_they_came():
    slots = Slots(2)
    assert [slots.submit(run) for run in "abcde"] == [True, True, False, False, False]
    assert slots.cancel("d") and not slots.cancel("d") and not slots.cancel("a")
    assert [slots.release() for _ in range(4)] == ["c", "e", None, None]
    assert slots.submit("f")


def test_a_slot_count_must_be_positive():
    with pytest.raises(ValueError, match="at least 1"):
        Slots(0)
