"""How many cores a job's driver may use."""

import os
import re

from pyspark.sql import SparkSession

_LOCAL = re.compile(r"local\[(\d+)")


def threads_of(spark: SparkSession) -> int:
    """The cores that Spark was given where it runs in one process, else those of the driver's machine.

    Numeric libraries take all cores that they see, which is slow where others work on them too.
    """
    local = _LOCAL.match(spark.sparkContext.master or "")
    return int(local.group(1)) if local else len(os.sched_getaffinity(0))
