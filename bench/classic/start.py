"""What any Spark job costs before it does anything."""

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("start").getOrCreate()
print(spark.range(1000).count())
spark.stop()
