"""Transforms of the customer churn pipeline: DataFrame in, DataFrame out. Nothing here knows Glue."""

#: What the reports call the only way in which this pipeline works.
VARIANT = "standard"
