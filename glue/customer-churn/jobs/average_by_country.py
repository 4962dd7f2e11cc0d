"""Glue job ``average-by-country``: what a country's customers spend on average, and how many there are."""

from customer_churn import VARIANT
from customer_churn.averages import average_by_country
from customer_churn.schema import AVERAGES_SCHEMA, CUSTOMERS_SCHEMA
from relay_job import JobContext, JobReport, RowCounts, run_job
from relay_job.files import write_csv_rows


def average(context: JobContext) -> JobReport:
    """Read, aggregate, and write the rows as Parquet for the catalog and as one CSV file for people."""
    folder = context.layout.area("eda")
    outputs = {"table": f"{folder}/average_by_country", "csv": f"{folder}/average_by_country.csv"}
    customers = context.spark.read.schema(CUSTOMERS_SCHEMA).parquet(
        f"{context.layout.area('processed')}/customers"
    )
    with context.timed("aggregate"):
        averages = average_by_country(customers).collect()
    with context.timed("write"):
        table = context.spark.createDataFrame(averages, AVERAGES_SCHEMA).coalesce(1)
        table.write.mode("overwrite").parquet(outputs["table"])
        write_csv_rows(context.spark, outputs["csv"], AVERAGES_SCHEMA.names, averages)
    rows = RowCounts(sum(row["customers"] for row in averages), len(averages))
    return context.report(VARIANT, rows, outputs)


if __name__ == "__main__":
    run_job(average, ())
