"""The CDNOW sample (Fader & Hardie 2001) as it lies in the lifetimes package, weeks as the unit of time."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd

CALIBRATION_END, END = pd.Timestamp("1997-09-30"), pd.Timestamp("1998-06-30")
HOLDOUT_WEEKS = 39


class Cdnow(NamedTuple):
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    holdout: np.ndarray

    @property
    def history(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.frequency, self.recency, self.age


@cache
def cdnow() -> Cdnow:
    """Purchases of one day merge; the first one does not count."""
    with files("lifetimes.datasets").joinpath("CDNOW_sample.txt").open() as text:
        columns = ["master_id", "customer_id", "day", "quantity", "amount"]
        purchases = pd.read_csv(text, sep=r"\s+", header=None, names=columns, dtype={"day": str})
    purchases["day"] = pd.to_datetime(purchases.day, format="%Y%m%d")
    days = purchases.drop_duplicates(["customer_id", "day"])
    seen = days[days.day <= CALIBRATION_END].groupby("customer_id").day.agg(["min", "max", "count"])
    later = days[(days.day > CALIBRATION_END) & (days.day <= END)].groupby("customer_id").size()
    weeks = pd.Timedelta(weeks=1)
    return Cdnow(
        (seen["count"] - 1).to_numpy(),
        ((seen["max"] - seen["min"]) / weeks).to_numpy(),
        ((CALIBRATION_END - seen["min"]) / weeks).to_numpy(),
        later.reindex(seen.index, fill_value=0).to_numpy(),
    )
