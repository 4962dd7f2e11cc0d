"""Generated series as panels, with their true means."""

from collections.abc import Iterable

import numpy as np
from demand_forecast.forecasting.panel import Floats, Panel
from sales_generator import Demand, Shape, generate

#: Hyperparameters of every model that make it quick to fit.
SMALL = {
    "linear-regression": "rows=2000",
    "random-forest": "rows=1000 n_estimators=4 min_samples_leaf=5",
    "gradient-boosting": "rows=1000 n_estimators=10",
    "histogram-boosting": "rows=2000 max_iter=10",
    "poisson-glm": "damping=0.998",
}


def generated(shape: Shape, modes: Iterable[str] = ()) -> tuple[Panel, Floats]:
    """The panel of a generated data set, and the true mean of each of its days."""
    demand = generate(shape, modes)
    sales = np.where(demand.present, demand.sales, np.nan)
    return panel_from(demand, sales), demand.expected.reshape(-1, demand.days.size)


def panel_from(demand: Demand, sales: Floats) -> Panel:
    """Values of shape (items, stores, days) as a panel."""
    items, stores, length = sales.shape
    keys = np.array([(store, item) for item in range(1, items + 1) for store in range(1, stores + 1)])
    return Panel(keys, int(demand.days[0].astype(np.int64)), sales.reshape(-1, length))
