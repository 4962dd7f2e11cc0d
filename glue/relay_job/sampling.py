"""Spark's ``randomSplit``, drawn once instead of once for each part."""

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

DRAW = "random_split_draw"


def drawn(frame: DataFrame, order: Sequence[str], seed: int) -> DataFrame:
    """Rows sorted within their partition by ``order``, with the number DRAW (0 to 1) that decides on their
    part; to be cached before :func:`parts_of`.

    ``randomSplit`` sorts each partition by its columns (vectors left out) and draws a number for each row,
    all of it again for each part and each use. A test holds the two to be equal, row for row. Where the first
    columns of a frame are a key, they are all the order that it takes.
    """
    return frame.sortWithinPartitions(*order).withColumn(DRAW, F.rand(seed))


def parts_of(rows: DataFrame, share: float) -> tuple[DataFrame, DataFrame]:
    """The rows of :func:`drawn` as ``randomSplit([share, 1 - share], seed)`` parts them, without DRAW."""
    first, second = rows.where(F.col(DRAW) < share), rows.where(F.col(DRAW) >= share)
    return first.drop(DRAW), second.drop(DRAW)


def sizes_of(rows: DataFrame, share: float) -> tuple[int, int]:
    """How many rows of :func:`drawn` are in each of :func:`parts_of`, in one pass."""
    counted = rows.agg(F.count_if(F.col(DRAW) < share).alias("first"), F.count(F.lit(1)).alias("all"))
    found = counted.collect()[0]
    return int(found["first"]), int(found["all"] - found["first"])


def split_once(
    frame: DataFrame, order: Sequence[str], share: float, seed: int, keep: Sequence[str]
) -> tuple[DataFrame, DataFrame, DataFrame]:
    """The rows of ``frame.randomSplit([share, 1 - share], seed)``: first part, second part, cache.

    ``order`` is that of :func:`drawn`. The parts have the columns ``keep``; the third value is what is
    cached, to be unpersisted after use.
    """
    cached = drawn(frame, order, seed).select(*keep, DRAW).cache()
    return (*parts_of(cached, share), cached)
