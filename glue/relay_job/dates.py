"""Dates that a source writes in several ways: each way has a pattern of its own, so that no value fits two.

Spark's ``to_date`` is not used: where a value does not fit its pattern it raises or guesses, depending on
settings, and a corrupted row must do neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pyspark.sql import Column
from pyspark.sql import functions as F

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTERS = 3


@dataclass(frozen=True)
class DateFormat:
    """A way to write a date: how it is called, its pattern, and which group is year, month and day."""

    name: str
    pattern: str
    year: int
    month: int
    day: int

    def read(self, text: Column) -> Column:
        """The date, null where the text is not written so or is no day that there is."""
        return F.make_date(
            self._part(text, self.year).cast("int"),
            self._month(self._part(text, self.month)),
            self._part(text, self.day).cast("int"),
        )

    def _part(self, text: Column, group: int) -> Column:
        return F.regexp_extract(F.trim(text), self.pattern, group)

    def _month(self, part: Column) -> Column:
        numbers = F.create_map(*chain.from_iterable((F.lit(m), F.lit(n)) for n, m in enumerate(_MONTHS, 1)))
        named = F.element_at(numbers, F.lower(F.substring(part, 1, _LETTERS)))
        return F.coalesce(part.cast("int"), named)


#: A time behind the day is left out.
ISO = DateFormat("yyyy-mm-dd", r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:.*)?$", 1, 2, 3)
YEAR_FIRST = DateFormat("yyyy/mm/dd", r"^(\d{4})/(\d{1,2})/(\d{1,2})$", 1, 2, 3)
COMPACT = DateFormat("yyyymmdd", r"^(\d{4})(\d{2})(\d{2})$", 1, 2, 3)
DOTTED = DateFormat("dd.mm.yyyy", r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", 3, 2, 1)
NAMED = DateFormat("dd Mon yyyy", r"^(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})$", 3, 2, 1)
#: These two cannot be told apart by a value: a schema takes one of them.
MONTH_FIRST = DateFormat("mm/dd/yyyy", r"^(\d{1,2})/(\d{1,2})/(\d{4})$", 3, 1, 2)
DAY_FIRST = DateFormat("dd/mm/yyyy", r"^(\d{1,2})/(\d{1,2})/(\d{4})$", 3, 2, 1)


def date_in(text: Column, formats: Sequence[DateFormat]) -> Column:
    """The date that a text stands for in one of the formats, null where in none."""
    return F.coalesce(*(one.read(text) for one in formats))
