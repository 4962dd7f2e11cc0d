"""The demand forecast's transforms: pure functions from DataFrames to DataFrames, no reading and no writing.

Two variants: ``forecast`` (:mod:`demand_forecast.forecasting`), and ``classic``, the same figures as the
hand-wired jobs that it replaces, including what is questionable in them (see :mod:`demand_forecast.features`
and :mod:`demand_forecast.training`).
"""

CLASSIC, FORECAST = "classic", "forecast"
VARIANTS = (FORECAST, CLASSIC)
