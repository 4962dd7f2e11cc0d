"""Spark's ``randomSplit``, drawn once instead of once for each part."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

_DRAW = "random_split_draw"


def split_once(
    frame: DataFrame, share: float, seed: int, keep: list[str]
) -> tuple[DataFrame, DataFrame, DataFrame]:
    """The rows of ``frame.randomSplit([share, 1 - share], seed)``: first part, second part, cache.

    The parts have the columns ``keep``.

    ``randomSplit`` sorts each partition by its columns (vectors left out) and draws a number for each row,
    all of it again for each part and each use. Here the sorted rows are kept with their draw: the third value
    is what is cached, to be unpersisted after use. A test holds the two to be equal, row for row.
    """
    sortable = [name for name, kind in frame.dtypes if kind != "vector"]
    drawn = frame.sortWithinPartitions(*sortable).select(*keep, F.rand(seed).alias(_DRAW)).cache()
    first = drawn.where(F.col(_DRAW) < share).select(*keep)
    second = drawn.where(F.col(_DRAW) >= share).select(*keep)
    return first, second, drawn
