"""Glue job ``score``: load a trained model and forecast the days after the data."""

from demand_forecast import CLASSIC, VARIANTS
from demand_forecast.parameters import SCORE_PARAMETERS
from relay_job import Check, JobContext, JobReport, RowCounts, run_job


def forecast(context: JobContext) -> JobReport:
    """Forecast; the classic models are tested on days that they know, and have no forecast to make."""
    if context.arguments.variant(VARIANTS) == CLASSIC:
        nothing = Check("forecast made", True, "the classic models do not forecast")
        return context.report(CLASSIC, RowCounts(0, 0), {}, [nothing])
    from demand_forecast.steps.score import score

    return score(context)


if __name__ == "__main__":
    run_job(forecast, SCORE_PARAMETERS)
