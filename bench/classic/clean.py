"""Straight transcription of the classic clean job, as a team writes it by hand."""

import sys
from pathlib import Path

from awsglue.utils import getResolvedOptions
from pyspark.ml.feature import Imputer, MinMaxScaler, VectorAssembler
from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F

arguments = getResolvedOptions(sys.argv, ["input", "output_root"])
source, root = arguments["input"], arguments["output_root"]
spark = SparkSession.builder.appName("classic-clean").getOrCreate()

df = spark.read.csv(source, header=True, inferSchema=True)
df.printSchema()
df = (
    df.withColumn("date", F.col("date").cast("date"))
    .withColumn("store", F.col("store").cast("int"))
    .withColumn("item", F.col("item").cast("int"))
    .withColumn("sales", F.col("sales").cast("float"))
)
print(df.dtypes)

df.select([F.count(F.when(F.col(c).isNull(), c)).alias(c) for c in df.columns]).show()

df = Imputer(inputCols=["sales"], outputCols=["sales"], strategy="mean").fit(df).transform(df)
df.describe("sales", "store", "item").show()

assembled = VectorAssembler(inputCols=["sales"], outputCol="sales_vector").transform(df)
scaled = MinMaxScaler(inputCol="sales_vector", outputCol="sales_scaled").fit(assembled).transform(assembled)
# pyspark.ml.functions.vector_to_array, which pyspark 3.5 only imports where pandas is installed (on Glue it
# is)
to_array = spark.sparkContext._jvm.org.apache.spark.ml.functions.vector_to_array
values = Column(to_array(F.col("sales_scaled")._jc, "float64"))
df = scaled.withColumn("sales_scaled_value", values[0]).drop("sales_vector", "sales_scaled")

df.write.mode("overwrite").parquet(f"{root}/processed")
print("rows:", df.count())

train, test = df.randomSplit([0.8, 0.2], seed=42)
for name, part in (("train", train), ("test", test)):
    folder = f"{root}/training/{name}"
    part.coalesce(1).write.mode("overwrite").csv(folder, header=True)
    print(f"{name} rows:", part.count())
    if "://" not in root or root.startswith("file://"):
        local = Path(folder.removeprefix("file://"))
        next(local.glob("part-*.csv")).rename(local.parent / f"{name}.csv")

spark.stop()
