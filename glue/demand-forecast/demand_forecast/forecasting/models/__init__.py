"""The models: each learns from a history that ends at an origin, and forecasts the days after it."""
