"""The columns of the pipeline's data sets, in order: the contract between its steps."""

from pyspark.sql import types as T
from relay_job import ColumnRule, RowSchema

#: The input as it should be: what does not fit is put aside.
ROWS = RowSchema(
    columns=(
{{rules}}
    ),
)

#: What ``summarise`` writes.
TOTALS_SCHEMA = T.StructType(
    [
        T.StructField("{{group}}", {{groupSparkType}}),
        T.StructField("row_count", T.LongType()),
        T.StructField("total", T.DoubleType()),
    ]
)
