"""First job of a new JVM, and the job a class-data archive is made from: what most scripts touch, on a few
rows.
"""

import contextlib
import os
import tempfile

from pyspark.context import SparkContext
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F


def main() -> None:
    """Read CSV, window, aggregate, join, write parquet and CSV, read back, and talk to S3 once."""
    spark = SparkSession.builder.getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "in.csv")
        with open(source, "w") as file:
            file.write("date,store,item,sales\n")
            file.writelines(
                f"2017-01-{day:02d},{store},1,{day * store}\n" for day in range(1, 29) for store in (1, 2)
            )
        rows = spark.read.csv(source, header=True, schema="date date, store int, item int, sales double")
        window = Window.partitionBy("store", "item").orderBy("date")
        wide = (
            rows.dropDuplicates()
            .withColumn("month", F.month("date"))
            .withColumn("lag", F.lag("sales", 1).over(window))
            .withColumn("roll", F.avg("sales").over(window.rowsBetween(-7, -1)))
            .na.drop()
        )
        wide.count()
        wide.write.mode("overwrite").parquet(os.path.join(folder, "out"))
        wide.coalesce(1).write.mode("overwrite").csv(os.path.join(folder, "csv"), header=True)
        back = spark.read.parquet(os.path.join(folder, "out"))
        totals = back.groupBy("store").agg(
            F.sum("sales").alias("total"), F.stddev("sales"), F.countDistinct("date")
        )
        back.join(totals, "store").orderBy("date").limit(5).collect()
        rows.describe("sales").collect()
    with contextlib.suppress(Exception):
        _touch_s3(spark.sparkContext)


def _touch_s3(context: SparkContext) -> None:
    jvm = context._jvm
    assert jvm is not None
    path = jvm.org.apache.hadoop.fs.Path("s3://relay-warm-up/nothing")
    path.getFileSystem(context._jsc.hadoopConfiguration()).exists(path)


main()
