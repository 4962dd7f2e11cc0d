"""Straight transcription of the classic feature job."""

import sys

from awsglue.utils import getResolvedOptions
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

root = getResolvedOptions(sys.argv, ["output_root"])["output_root"]
spark = SparkSession.builder.appName("classic-features").getOrCreate()

df = spark.read.parquet(f"{root}/processed")
df = df.withColumn("year", F.year("date")).withColumn("month", F.month("date"))
df = df.withColumn("day_of_week", F.dayofweek("date"))

window = Window.partitionBy("store", "item").orderBy("date")
df = df.withColumn("lag_1", F.lag("sales", 1).over(window))
df = df.withColumn("lag_7", F.lag("sales", 7).over(window))
df = df.withColumn("rolling_avg_7", F.avg("sales").over(window.rowsBetween(-6, 0)))
df = df.na.fill(0)

df.show(5)
df.write.mode("overwrite").parquet(f"{root}/features")
print("rows:", df.count())

spark.stop()
