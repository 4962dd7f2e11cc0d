"""Who takes a term deposit: pure functions from DataFrames to DataFrames and Spark ML estimators.

Two variants: ``before-call`` knows what is known when a call is planned, ``after-call`` also how long it
lasted. Only the first can choose whom to call; the second is there for comparison.
"""

BEFORE_CALL, AFTER_CALL = "before-call", "after-call"
VARIANTS = (BEFORE_CALL, AFTER_CALL)
"""Values of the run parameter ``variant``, the default first."""
