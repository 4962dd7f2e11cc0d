"""The job that a class-data archive is made from: the warm-up, and what else pipelines do, on a few rows.

It is not part of the warm-up: a JVM that waits for jobs would take longer to be ready and more memory.
"""

import os
import runpy
import tempfile
from pathlib import Path

from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression, RandomForestRegressor
from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as F

ROWS = 400


def main() -> None:
    """Warm up, then group by several sets, keep rows in memory, write JSON, train, save and apply models."""
    runpy.run_path(str(Path(__file__).with_name("warm_up.py")))
    spark = SparkSession.builder.getOrCreate()
    rows = spark.range(ROWS).select(
        (F.col("id") % 7).cast("int").alias("store"),
        (F.col("id") % 11).cast("int").alias("item"),
        (F.col("id") % 13).cast("float").alias("sales"),
    )
    kept = (
        rows.repartition("store", "item").sortWithinPartitions("item").withColumn("draw", F.rand(1)).cache()
    )
    sets = "SELECT grouping_id(store, item), store, item, sum(sales), var_pop(sales) FROM {rows} "
    spark.sql(sets + "GROUP BY store, item GROUPING SETS ((store), (item))", rows=kept).collect()
    with tempfile.TemporaryDirectory() as folder:
        kept.where("draw < 0.5").write.json(os.path.join(folder, "json"))
        train(kept, folder)
    kept.unpersist()


def train(rows: DataFrame, folder: str) -> None:
    """A linear model and a forest."""
    vectors = VectorAssembler(inputCols=["store", "item"], outputCol="features").transform(rows)
    for estimator in (
        LinearRegression(labelCol="sales"),
        RandomForestRegressor(labelCol="sales", numTrees=2),
    ):
        model = estimator.fit(vectors)
        model.save(os.path.join(folder, model.uid))
        seen = Observation()
        predicted = model.transform(vectors).observe(seen, F.avg("prediction"))
        predicted.write.parquet(os.path.join(folder, f"{model.uid}-predicted"))


main()
