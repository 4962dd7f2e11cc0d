"""A column of a pipeline's input: its type, and which values fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql import types as T

from relay_job.dates import DateFormat, date_in

_KINDS: dict[type[T.DataType], str] = {
    T.DateType: "a date as yyyy-mm-dd",
    T.IntegerType: "a whole number",
    T.LongType: "a whole number",
    T.FloatType: "a number",
    T.DoubleType: "a number",
    T.BooleanType: "true or false",
}
_WHOLE, _REAL = (T.IntegerType, T.LongType), (T.FloatType, T.DoubleType)

Bound = float | date

#: Before the names of text columns, beside their typed values.
TEXT = "_text_"


@dataclass(frozen=True)
class ColumnRule:
    """A column of the input: its type, whether every row needs a value, and which values there may be.

    ``least`` and ``greatest`` are the smallest and largest values that fit, both included. ``identifier``
    says that a number is a name and not a quantity, ``optional`` that files may come without the column: all
    its values are then missing, so it must not be ``required``. ``formats`` are the ways to write a date,
    where yyyy-mm-dd is not the only one. A boolean is written true or false, yes or no, 1 or 0.
    """

    name: str
    type: T.AtomicType
    required: bool = True
    least: Bound | None = None
    greatest: Bound | None = None
    allowed: Sequence[str | float] | None = None
    identifier: bool = False
    optional: bool = False
    formats: Sequence[DateFormat] = ()

    def typed(self) -> Column:
        """The text column cast to its type; null where it does not read as one.

        NaN and infinity do not read as numbers, nor 1.5 as a whole one (1.0 does).
        """
        text = F.col(self.name)
        if self.formats:
            return date_in(text, self.formats)
        value = text.cast(self.type)
        if isinstance(self.type, _WHOLE):
            return F.when(~text.contains(".") | (text.cast(T.DoubleType()) == value), value)
        if isinstance(self.type, _REAL):
            return F.when(~F.isnan(value) & (F.abs(value) != F.lit(float("inf"))), value)
        return value

    def problems(self) -> list[tuple[str, Column]]:
        """What can be wrong with a value: the reason, and when it holds of the typed column and its text."""
        text, value = F.col(f"{TEXT}{self.name}"), F.col(self.name)
        found = []
        if self.required:
            # A quoted empty value is a text and no null.
            may_be_blank = isinstance(self.type, T.StringType)
            missing = text.isNull() | (F.trim(text) == "") if may_be_blank else text.isNull()
            found.append((f"{self.name} is missing", missing))
        if not isinstance(self.type, T.StringType):
            found.append((f"{self.name} is not {self._kind()}", text.isNotNull() & value.isNull()))
        if self.least is not None:
            found.append((f"{self.name} is below {self.least}", value < F.lit(self.least)))
        if self.greatest is not None:
            found.append((f"{self.name} is above {self.greatest}", value > F.lit(self.greatest)))
        if self.allowed is not None:
            listed = ", ".join(str(one) for one in self.allowed)
            found.append((f"{self.name} is not one of {listed}", ~value.isin(*self.allowed)))
        return found

    def _kind(self) -> str:
        if self.formats:
            return f"a date as {' or '.join(one.name for one in self.formats)}"
        return _KINDS[type(self.type)]
