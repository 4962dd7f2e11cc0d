"""Glue job ``train``: test and train the models of a variant, and save them with what is known of them."""

from demand_forecast import CLASSIC, VARIANTS
from demand_forecast.parameters import TRAIN_PARAMETERS
from relay_job import JobContext, JobReport, run_job


def train(context: JobContext) -> JobReport:
    """Train the variant's models. Only its libraries are loaded: those of both take seconds."""
    if context.arguments.variant(VARIANTS) == CLASSIC:
        from demand_forecast.steps.train_classic import train_classic

        return train_classic(context)
    from demand_forecast.steps.train_forecast import train_forecast

    return train_forecast(context)


if __name__ == "__main__":
    run_job(train, TRAIN_PARAMETERS)
