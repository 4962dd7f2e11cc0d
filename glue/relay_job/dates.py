"""Dates that a source writes in several ways: each way has a pattern of its own, so that no value fits two.

Spark's ``to_date`` is not used: where a value does not fit its pattern it raises or guesses, depending on
settings, and a corrupted row must do neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column
from pyspark.sql import functions as F

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_LETTERS = 3


@dataclass(frozen=True)
class DateFormat:
    """A way to write a date: its name, its pattern, and the groups as year-month-day ($1 is the first)."""

    name: str
    pattern: str
    groups: str
    has_month_name: bool = False

    def as_iso(self, text: Column) -> Column:
        """The text as year-month-day, null where it is not written so; the day need not exist."""
        iso = F.regexp_replace(text, self.pattern, self.groups)
        return F.when(text.rlike(self.pattern), _month_as_number(iso) if self.has_month_name else iso)


#: A time behind the day is left out.
ISO = DateFormat("yyyy-mm-dd", r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:.*)?$", "$1-$2-$3")
YEAR_FIRST = DateFormat("yyyy/mm/dd", r"^(\d{4})/(\d{1,2})/(\d{1,2})$", "$1-$2-$3")
COMPACT = DateFormat("yyyymmdd", r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3")
DOTTED = DateFormat("dd.mm.yyyy", r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", "$3-$2-$1")
NAMED = DateFormat(
    "dd Mon yyyy", r"^(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}\.?[ -](\d{4})$", "$3-$2-$1", has_month_name=True
)
#: These two cannot be told apart by a value: a schema takes one of them.
MONTH_FIRST = DateFormat("mm/dd/yyyy", r"^(\d{1,2})/(\d{1,2})/(\d{4})$", "$3-$1-$2")
DAY_FIRST = DateFormat("dd/mm/yyyy", r"^(\d{1,2})/(\d{1,2})/(\d{4})$", "$3-$2-$1")


def date_in(text: Column, formats: Sequence[DateFormat]) -> Column:
    """The date that a text stands for in one of the formats; null in none, or for a day that is none."""
    trimmed = F.trim(text)
    return F.coalesce(*(one.as_iso(trimmed) for one in formats)).cast("date")


def _month_as_number(iso: Column) -> Column:
    """``2024-Mar-04`` with the month's number; no date where its three letters are no month's."""
    parts = F.split(iso, "-")
    place = F.position(F.lower(parts[1]), F.lit(_MONTHS))
    number = ((place - 1) / _LETTERS + 1).cast("int")
    is_month = (place - 1) % _LETTERS == 0
    return F.when(is_month, F.concat_ws("-", parts[0], number.cast("string"), parts[2]))
