"""Share of wallet by rank against the published rule, and the price that leaves exactly what is missing."""

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.unit.marts.sql_macros import macro, number, value

share = macro("wallet_share_by_rank")


def test_first_of_two_banks_has_two_thirds() -> None:
    assert number(share("1", "2")) == pytest.approx(2 / 3)
    assert number(share("2", "2")) == pytest.approx(1 / 3)


def test_second_of_three_banks_has_a_third() -> None:
    assert number(share("2", "3")) == pytest.approx(1 / 3)


def test_a_single_bank_has_all() -> None:
    assert number(share("1", "1")) == 1


@pytest.mark.parametrize("banks", [2, 3, 5, 12])
def test_shares_of_all_banks_are_the_whole_wallet(banks: int) -> None:
    shares = [number(share(str(rank), str(banks))) for rank in range(1, banks + 1)]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(("rank", "banks"), [("0", "3"), ("4", "3"), ("null", "3"), ("1", "null")])
def test_a_rank_that_cannot_be_gives_no_share(rank: str, banks: str) -> None:
    assert value(share(rank, banks)) is None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("rate", ["0", "0.1", "0.15", "0.25", "0.3333", "0.5", "0.99"])
def test_the_rounded_quotient_leaves_after_tax_exactly_what_is_missing(rate: str) -> None:
    """x = round(m / (1 - t), 2) has x - round(x t, 2) = m: both roundings together miss by less than a cent."""
    draw = random.Random(7)
    tax_rate = Decimal(rate)
    for _ in range(2_000):
        missing = Decimal(draw.randint(-10_000_000, 10_000_000)) / 100
        required = cents(missing / (1 - tax_rate))
        assert required - cents(required * tax_rate) == missing
