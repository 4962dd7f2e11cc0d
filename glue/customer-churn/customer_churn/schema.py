"""The columns of the pipeline's data sets, in order: the contract between its steps."""

from pyspark.sql import types as T
from relay_job import ColumnRule, RowSchema
from relay_job.dates import COMPACT, DAY_FIRST, DOTTED, ISO, MONTH_FIRST, NAMED, YEAR_FIRST

#: The run parameter that says how a date such as 03/04/2025 is read.
SLASH_DATES = "slash_dates"
SLASHED = {"month-first": MONTH_FIRST, "day-first": DAY_FIRST}
OLDEST_AGE = 120


def customer_rows(slash_dates: str) -> RowSchema:
    """The input as it should be: what does not fit is put aside.

    Name, Age, Gender and LastPurchaseDate may be missing. Raises KeyError for a reading of dates with slashes
    that is not in SLASHED.
    """
    formats = (ISO, YEAR_FIRST, COMPACT, DOTTED, NAMED, SLASHED[slash_dates])
    return RowSchema(
        columns=(
            ColumnRule("CustomerID", T.StringType(), identifier=True),
            ColumnRule("Name", T.StringType(), required=False),
            ColumnRule("Age", T.IntegerType(), required=False, least=0, greatest=OLDEST_AGE),
            ColumnRule("Gender", T.StringType(), required=False),
            ColumnRule("Country", T.StringType()),
            ColumnRule("SignupDate", T.DateType(), formats=formats),
            ColumnRule("LastPurchaseDate", T.DateType(), required=False, formats=formats),
            ColumnRule("TotalPurchases", T.IntegerType(), least=0),
            ColumnRule("TotalSpent", T.DoubleType(), least=0),
            ColumnRule("Churned", T.BooleanType()),
        ),
        key=("CustomerID",),
    )


def profiled(schema: RowSchema) -> RowSchema:
    """The columns whose spread the report tells: none that names a person."""
    columns = tuple(column for column in schema.columns if column.name not in ("CustomerID", "Name"))
    return RowSchema(columns)


#: What ``clean`` writes: one row for each customer.
CUSTOMERS_SCHEMA = T.StructType(
    [
        T.StructField("customer_id", T.StringType()),
        T.StructField("name", T.StringType()),
        T.StructField("age", T.IntegerType()),
        T.StructField("age_filled", T.BooleanType()),
        T.StructField("gender", T.StringType()),
        T.StructField("country", T.StringType()),
        T.StructField("signup_date", T.DateType()),
        T.StructField("last_purchase_date", T.DateType()),
        T.StructField("total_purchases", T.IntegerType()),
        T.StructField("total_spent", T.DoubleType()),
        T.StructField("churned", T.BooleanType()),
    ]
)

#: What ``average-by-country`` writes: one row for each country, by name.
AVERAGES_SCHEMA = T.StructType(
    [
        T.StructField("country", T.StringType()),
        T.StructField("average_total_spent", T.DoubleType()),
        T.StructField("customers", T.LongType()),
    ]
)
