"""Straight transcription of the classic training job.

The forests' seed is set, here as in ours: pyspark's default is Python's hash of the class name, which changes
from process to process.
"""

import sys

from awsglue.utils import getResolvedOptions
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression, RandomForestRegressor
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

arguments = getResolvedOptions(sys.argv, ["output_root", "tuned"])
root, tuned = arguments["output_root"], arguments["tuned"] == "true"
spark = SparkSession.builder.appName("classic-train").getOrCreate()

df = spark.read.parquet(f"{root}/features")
columns = ["store", "item", "year", "month", "day_of_week", "lag_1", "lag_7", "rolling_avg_7"]
df = VectorAssembler(inputCols=columns, outputCol="features").transform(df)
train, test = df.randomSplit([0.7, 0.3], seed=42)
print("train rows:", train.count())
print("test rows:", test.count())

evaluator = RegressionEvaluator(labelCol="sales", predictionCol="prediction", metricName="rmse")
settings = {"featuresCol": "features", "labelCol": "sales"}
models = {
    "linear-regression": LinearRegression(**settings),
    "random-forest": RandomForestRegressor(numTrees=50, seed=42, **settings),
}
if tuned:
    models["random-forest-tuned"] = RandomForestRegressor(
        numTrees=100, maxDepth=12, maxBins=32, seed=42, **settings
    )

for name, estimator in models.items():
    model = estimator.fit(train)
    predictions = model.transform(test)
    print(f"{name} RMSE: {evaluator.evaluate(predictions)}")
    predictions.select("features", "sales", "prediction").show(5)
    model.write().overwrite().save(f"{root}/models/{name}")
    output = predictions.select(
        "features", F.col("sales").alias("actual_sales"), F.col("prediction").alias("predicted_sales")
    )
    output.write.mode("overwrite").parquet(f"{root}/predictions/{name}")

spark.stop()
