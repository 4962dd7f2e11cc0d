"""The train step's pure parts."""

from datetime import date, timedelta

import pytest
from demand_forecast.features import classic_features
from demand_forecast.schema import MODEL_INPUTS
from demand_forecast.training import RANDOM_FOREST, candidates, predict, rmse, split
from forecast_support import processed_frame
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.sql import DataFrame, SparkSession


@pytest.fixture(scope="module")
def features(spark: SparkSession) -> DataFrame:
    start = date(2013, 1, 1)
    rows = [
        (start + timedelta(days=day), store, 1, float((day * 7 + store * 13) % 29), 0.0)
        for store in (1, 2)
        for day in range(200)
    ]
    return classic_features(processed_frame(spark, rows)).cache()


def test_split_is_repeatable_and_complete(features: DataFrame) -> None:
    train, test, _ = split(features)
    again, _, _ = split(features)
    assert train.columns == ["features", "sales"]
    assert train.count() + test.count() == 400
    assert 230 < train.count() < 330
    assert train.collect() == again.collect()


@pytest.mark.parametrize("partitions", [1, 3])
def test_split_is_that_of_random_split(features: DataFrame, partitions: int) -> None:
    spread = features.repartition(partitions, "date").localCheckpoint()
    assembled = VectorAssembler(inputCols=list(MODEL_INPUTS), outputCol="features").transform(spread)
    for ours, sparks in zip(split(spread), assembled.randomSplit([0.7, 0.3], seed=42), strict=False):
        assert ours.collect() == sparks.select("features", "sales").collect()


def test_rmse_is_that_of_sparks_evaluator(features: DataFrame) -> None:
    train, test, _ = split(features)
    model = LinearRegression(featuresCol="features", labelCol="sales").fit(train)
    ours = predict(model, test).agg(rmse().alias("rmse")).collect()[0]["rmse"]
    evaluator = RegressionEvaluator(labelCol="sales", predictionCol="prediction", metricName="rmse")
    assert ours == pytest.approx(evaluator.evaluate(model.transform(test)), rel=1e-12)


def test_predictions_have_the_columns_of_the_classic_jobs(features: DataFrame) -> None:
    train, test, _ = split(features)
    model = LinearRegression(featuresCol="features", labelCol="sales").fit(train)
    assert predict(model, test).columns == ["features", "actual_sales", "predicted_sales"]


def test_the_tuned_forest_is_added_on_request() -> None:
    assert [model.name for model in candidates(tuned=False)] == ["linear-regression", "random-forest"]
    assert [model.name for model in candidates(tuned=True)][-1] == "random-forest-tuned"
    assert candidates(tuned=True)[-1].hyperparameters == {
        "numTrees": 100,
        "maxDepth": 12,
        "maxBins": 32,
        "seed": 42,
    }


def test_an_estimator_has_the_hyperparameters_that_are_reported(spark: SparkSession) -> None:
    estimator = RANDOM_FOREST.estimator()
    for name, value in RANDOM_FOREST.hyperparameters.items():
        assert estimator.getOrDefault(name) == value
