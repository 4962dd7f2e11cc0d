"""Forecasting daily series: backtest, models, intervals and artefacts, on arrays in memory.

Nothing in here reads, writes or knows Spark, but :mod:`demand_forecast.forecasting.groups`, which runs the
same code on Spark's workers where the rows do not fit one.
"""

import os

# OpenMP's threads spin while they wait for each other. Where cores are shared, boosting took 4 s without it
# and 18 to 74 s with it. Read when the library is loaded, so it must stand before every import of it.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
