"""Glue job ``train``: test and train the models of a variant, and save them with what is known of them."""

from demand_forecast import CLASSIC, VARIANTS
from demand_forecast.forecasting.settings import TRAIN_PARAMETERS
from demand_forecast.steps.train_classic import train_classic
from demand_forecast.steps.train_forecast import train_forecast
from relay_job import JobContext, JobReport, run_job


def train(context: JobContext) -> JobReport:
    """Train the variant's models."""
    variant = context.arguments.variant(VARIANTS)
    return train_classic(context) if variant == CLASSIC else train_forecast(context)


if __name__ == "__main__":
    run_job(train, TRAIN_PARAMETERS)
