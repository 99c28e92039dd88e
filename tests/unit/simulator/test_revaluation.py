"""The revaluation difference of accounts in foreign currency, computed by hand."""

from dataclasses import fields
from datetime import date

import numpy as np

from simulator.accounts import Accounts
from simulator.bookings import TRANSFER, booked
from simulator.books import revaluation_difference
from simulator.rates import Rates
from simulator.timeline import Month, day_number

CNY, USD = 0, 1
FEBRUARY = Month(1, day_number(date(2025, 2, 1)), day_number(date(2025, 2, 28)))


def dollar_at(*rates: tuple[date, int]) -> Rates:
    """Ten-thousandths of CNY per US dollar by day."""
    days = np.array([day_number(day) for day, _ in rates])
    return Rates(np.zeros(0), np.zeros(0), days, np.array([[rate, 80_000] for _, rate in rates]))


def accounts_in(*currencies: int) -> Accounts:
    empty = {field.name: np.zeros(len(currencies), dtype=np.int64) for field in fields(Accounts)}
    return Accounts(**empty | {"currency": np.array(currencies)})


def test_the_difference_is_what_changed_rates_leave() -> None:
    rates = dollar_at((date(2025, 1, 31), 70_000), (date(2025, 2, 10), 71_000), (date(2025, 2, 28), 72_000))
    accounts = accounts_in(USD, USD, USD, USD, CNY)
    the_10th, the_12th = day_number(date(2025, 2, 10)), day_number(date(2025, 2, 12))
    rows = booked(
        np.array([0, 0, 2, 3, 4]),
        np.array([the_12th, the_12th, the_10th, the_12th, the_12th]),
        np.array([10_05, -5_05, 20_00, -50_00, 20_00]),
        TRANSFER,
    )
    opening = np.array([100_00, -100_00, 0, 50_00, 100_00])
    closing = np.array([105_00, -100_00, 20_00, 0, 120_00])
    differences = revaluation_difference(accounts, rates, rows, opening, closing, FEBRUARY)
    # deposit: 700.00 + 71.355 and - 35.855, each rounded away from zero (71.36, - 35.86), - 756.00
    # loan: - 700.00 + 720.00; opened in the month: 142.00 - 144.00; closed in it: 350.00 - 355.00
    assert differences.tolist() == [-20_50, 20_00, -2_00, -5_00, 0]


def test_a_month_without_a_change_of_rates_has_no_difference() -> None:
    rates = dollar_at((date(2025, 1, 31), 71_234))
    rows = booked(np.array([0]), np.array([FEBRUARY.first]), np.array([33_33]), TRANSFER)
    opening = np.array([0])
    assert revaluation_difference(accounts_in(USD), rates, rows, opening, np.array([33_33]), FEBRUARY).tolist() == [0]
