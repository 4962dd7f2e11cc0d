"""Rows with the same key: how many there are, and which of them stays."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

_BITS = "_bits"
_WORD_BITS = 6


def distinct_keys(frame: DataFrame, key: Sequence[str]) -> int:
    """The number of different keys, exact; null counts as a value.

    Where a key column is a date or a whole number, 64 neighbouring values share a group that has a bit for
    each: a daily series of a year is 6 groups instead of 365, and what is shuffled shrinks as much.
    """
    numbers = {name: number for name in key if (number := _number(frame, name)) is not None}
    if not numbers:
        return frame.select(*key).distinct().count()
    packed, number = next(iter(numbers.items()))
    others = [name for name in key if name != packed]
    # Java's shift of a long takes the number's last 6 bits, whatever its sign.
    bit = F.call_function("shiftleft", F.lit(1).cast(T.LongType()), number.cast(T.IntegerType()))
    groups = frame.groupBy(*others, F.shiftright(number, _WORD_BITS).alias(packed)).agg(
        F.bit_or(bit).alias(_BITS)
    )
    # The group of nulls has no bits, and is one key.
    counted = groups.agg(F.sum(F.coalesce(F.bit_count(_BITS), F.lit(1))).alias("keys"))
    return int(counted.collect()[0]["keys"] or 0)


def superseded(key: Sequence[str], order: Sequence[str]) -> Column:
    """Whether a row of the same key comes later by the columns ``order``."""
    last_first = Window.partitionBy(*key).orderBy(*(F.col(name).desc() for name in order))
    return F.row_number().over(last_first) > 1


def _number(frame: DataFrame, name: str) -> Column | None:
    kind = frame.schema[name].dataType
    if isinstance(kind, T.DateType):
        return F.unix_date(name)
    return F.col(name) if isinstance(kind, T.IntegerType | T.LongType) else None
