"""The columns of the pipeline's data sets, in order: the contract between its steps."""

from pyspark.sql import types as T
from relay_job import ColumnRule, RowSchema

DATE, STORE, ITEM, SALES = "date", "store", "item", "sales"
SCALED = "sales_scaled_value"
YEAR, MONTH, DAY_OF_WEEK = "year", "month", "day_of_week"
LAG_1, LAG_7, ROLLING_7 = "lag_1", "lag_7", "rolling_avg_7"

#: The input as it should be: what does not fit is put aside. Sales may be missing: they are filled in.
SALES_ROWS = RowSchema(
    columns=(
        ColumnRule(DATE, T.DateType()),
        ColumnRule(STORE, T.IntegerType(), identifier=True),
        ColumnRule(ITEM, T.IntegerType(), identifier=True),
        ColumnRule(SALES, T.FloatType(), required=False, least=0),
    ),
    key=(DATE, STORE, ITEM),
)
SALES_SCHEMA = SALES_ROWS.types

#: What ``clean`` writes: sales in units, and the same scaled to 0..1.
PROCESSED_SCHEMA = T.StructType([*SALES_SCHEMA.fields, T.StructField(SCALED, T.DoubleType())])

#: What ``features`` writes.
FEATURES_SCHEMA = T.StructType(
    [
        *PROCESSED_SCHEMA.fields,
        T.StructField(YEAR, T.IntegerType()),
        T.StructField(MONTH, T.IntegerType()),
        T.StructField(DAY_OF_WEEK, T.IntegerType()),
        T.StructField(LAG_1, T.FloatType()),
        T.StructField(LAG_7, T.FloatType()),
        T.StructField(ROLLING_7, T.DoubleType()),
    ]
)

#: What ``features`` writes for the variant ``forecast``: each day of a series at most once.
SERIES_SCHEMA = SALES_SCHEMA

#: What the ``classic`` models see, in this order.
MODEL_INPUTS = (STORE, ITEM, YEAR, MONTH, DAY_OF_WEEK, LAG_1, LAG_7, ROLLING_7)
