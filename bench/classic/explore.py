"""Straight transcription of the classic exploration job."""

import sys

from awsglue.utils import getResolvedOptions
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

root = getResolvedOptions(sys.argv, ["output_root"])["output_root"]
spark = SparkSession.builder.appName("classic-explore").getOrCreate()

df = spark.read.parquet(f"{root}/processed")
df.printSchema()
df.show(5)
df.describe("sales").show()

monthly = df.groupBy(F.date_format("date", "yyyy-MM").alias("year_month")).agg(
    F.sum("sales").alias("total_sales")
)
monthly = monthly.orderBy("year_month")
monthly.show(12)
monthly.coalesce(1).write.mode("overwrite").csv(f"{root}/eda/monthly_sales", header=True)

stores = df.groupBy("store").agg(F.avg("sales").alias("average_sales")).orderBy("store")
stores.show()
stores.coalesce(1).write.mode("overwrite").csv(f"{root}/eda/store_average", header=True)

items = df.groupBy("item").agg(F.sum("sales").alias("total_sales")).orderBy(F.desc("total_sales"))
items.show()
items.coalesce(1).write.mode("overwrite").csv(f"{root}/eda/item_totals", header=True)

df.select([F.count(F.when(F.col(c).isNull(), c)).alias(c) for c in df.columns]).show()

for a, b in (("store", "item"), ("store", "sales"), ("item", "sales")):
    print(f"correlation {a} {b}: {df.stat.corr(a, b)}")

spark.stop()
