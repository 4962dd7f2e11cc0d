"""The run parameters that each step reads, by name; what they mean is in pipeline.yml.

Nothing is imported here, so that a step knows its parameters before it loads the libraries of a variant.
"""

#: Parameters that hold a model's hyperparameters.
HYPERPARAMETERS = (
    "linear_regression",
    "random_forest",
    "gradient_boosting",
    "histogram_boosting",
    "poisson_glm",
)
TRAIN_PARAMETERS = (
    "variant",
    "tuned",
    "repeats",
    "horizon",
    "origins",
    "gaps",
    "models",
    "ensemble",
    *HYPERPARAMETERS,
    "tuning_trials",
    "tuning_minutes",
    "single_node_rows",
)
SCORE_PARAMETERS = ("variant", "horizon", "gaps", "model_run", "single_node_rows")
