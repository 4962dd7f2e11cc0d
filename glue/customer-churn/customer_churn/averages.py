"""What customers of a country spend on average, and how many there are."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from customer_churn.schema import AVERAGES_SCHEMA


def average_by_country(customers: DataFrame) -> DataFrame:
    """AVG(total_spent) and COUNT(customer_id) by country, by its name; rows as AVERAGES_SCHEMA."""
    return (
        customers.groupBy("country")
        .agg(F.avg("total_spent").alias("average_total_spent"), F.count("customer_id").alias("customers"))
        .select(*AVERAGES_SCHEMA.names)
        .orderBy("country")
    )
