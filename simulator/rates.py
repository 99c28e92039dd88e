"""Funds-transfer-price curves and exchange rates."""

from dataclasses import dataclass

import numpy as np

from simulator.exact import Ints, half_away
from simulator.laws import Laws
from simulator.randomness import stream
from simulator.timeline import Month

CURRENCIES = ("CNY", "USD", "EUR")
CNY = 0
TENORS = (0, 1, 3, 6, 12, 24, 36, 60, 120, 240)
# millionths at the start, by currency and tenor
CURVE_START = np.array(
    [
        [11_000, 13_500, 15_000, 16_200, 17_500, 19_000, 20_500, 22_500, 25_000, 27_000],
        [36_000, 40_000, 41_500, 41_000, 39_500, 38_000, 37_500, 37_800, 39_500, 41_000],
        [17_000, 20_500, 20_800, 21_000, 21_200, 21_500, 22_000, 23_500, 26_000, 28_000],
    ]
)
EXCHANGE_START = (7.1832, 7.8144)
EXCHANGE_SCALE = 10_000
DAILY_VOLATILITY = 0.003


@dataclass(frozen=True)
class Rates:
    """curve: millionths by [month, currency, tenor] with its date per month; exchange: ten-thousandths of
    CNY per unit by [business day, foreign currency] with the days in order."""

    curve_dates: Ints
    curve: Ints
    exchange_days: Ints
    exchange: Ints

    def exchange_on(self, day: int) -> Ints:
        """CNY per unit of each currency in ten-thousandths, by the latest rate up to the day."""
        row = int(np.searchsorted(self.exchange_days, day, side="right")) - 1
        return np.concatenate([[EXCHANGE_SCALE], self.exchange[row]])

    def booked_cny(self, amounts: Ints, currency: Ints, days: Ints) -> Ints:
        """Cents of each currency to cents of CNY, each at the rate of its own day, rounded half away from
        zero."""
        row = np.searchsorted(self.exchange_days, days, side="right") - 1
        by_currency = np.column_stack([np.full(self.exchange_days.size, EXCHANGE_SCALE), self.exchange])
        return half_away(amounts * by_currency[row, currency], EXCHANGE_SCALE)

    def to_cny(self, amounts: Ints, currency: Ints, day: int) -> Ints:
        """Cents of each currency to cents of CNY, rounded half away from zero."""
        return half_away(amounts * self.exchange_on(day)[currency], EXCHANGE_SCALE)


def make_rates(laws: Laws, months: list[Month], extra_days: int, seed: int) -> Rates:
    """A curve on the 15th of each month and a rate for each weekday."""
    random = stream(seed, "rates")
    steps = np.rint(random.normal(0, laws.curve_step_basis_points, (len(months), len(CURRENCIES), 1))) * 100
    curve = np.maximum(CURVE_START + np.cumsum(steps, axis=0), 1_000).astype(np.int64)
    days = np.arange(months[0].first - 7, months[-1].last + extra_days + 1)
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
    days = days[weekday < 5]
    walk = np.cumsum(random.normal(0, DAILY_VOLATILITY, (days.size, 2)), axis=0)
    exchange = np.rint(np.array(EXCHANGE_START) * np.exp(walk) * EXCHANGE_SCALE).astype(np.int64)
    return Rates(np.array([month.first + 14 for month in months]), curve, days, exchange)
