"""A second computation of every contribution line from what its explained row shows, in exact arithmetic."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
TOTALS = {
    "net_interest_income": {"interest_income": 1, "ftp_charge": -1, "ftp_credit": 1, "interest_expense": -1},
    "direct_profit_before_risk": {"net_interest_income": 1, "fee_income": 1, "fee_refund": -1, "return_on_capital": 1},
    "direct_profit_after_risk": {"direct_profit_before_risk": 1, "expected_loss": -1},
    "loaded_profit_before_risk": {"direct_profit_before_risk": 1, "operating_cost": -1},
    "pre_tax_income": {"direct_profit_before_risk": 1, "expected_loss": -1, "operating_cost": -1},
    "net_income": {"pre_tax_income": 1, "tax": -1},
    "economic_profit": {"net_income": 1, "capital_charge": -1},
}
BOOKED = ("interest_income", "penalty_interest", "interest_expense", "fee_income", "fee_refund")


def cents(value: Fraction) -> Fraction:
    """Rounded to the cent, halves away from zero."""
    scaled = abs(value) * 100
    whole = scaled.numerator // scaled.denominator
    rounded = Fraction(whole + (1 if scaled - whole >= Fraction(1, 2) else 0), 100)
    return rounded if value >= 0 else -rounded


def recomputed(row: Row) -> Fraction | None:
    """The amount of the whole account or contact; None where the row shows nothing to compute it from."""
    exact = {name: Fraction(value) for name, value in row.items() if isinstance(value, Decimal | int)}
    line = row["line_code"]
    if line in BOOKED and row["booked_amount"] is not None:
        return cents(exact["booked_amount"] * exact["exchange_rate"])
    if line in ("ftp_charge", "ftp_credit") and row["average_balance_amount"] is not None:
        price = exact["average_balance_amount"] * exact["ftp_rate"] * exact["interest_days"] / exact["year_days"]
        return cents((-cents(price) if line == "ftp_charge" else cents(price)) * exact["exchange_rate"])
    if line == "expected_loss" and row["pd_rate"] is not None:
        return cents(cents(exact["pd_rate"] * exact["lgd_rate"] * exact["ead_amount"] / 12) * exact["exchange_rate"])
    if line == "economic_capital" and row["risk_weight_rate"] is not None:
        capital = cents(exact["risk_weight_rate"] * exact["ead_amount"] * exact["reference_value"])
        return cents(capital * exact["exchange_rate"])
    if line == "operating_cost" and row["units"] is not None:
        minutes = exact["units"] * exact["minutes_per_unit"]
        return cents(minutes * exact["pool_cost_amount"] / exact["pool_capacity_minutes"])
    if line == "revaluation_difference" and row["closing_balance_amount"] is not None:
        opening = cents(exact["opening_balance_amount"] * exact["opening_exchange_rate"])
        return opening + exact["flow_amount"] - cents(exact["closing_balance_amount"] * exact["exchange_rate"])
    return None


def recomputed_total(line: str, amounts: dict[str, Fraction], row: Row) -> Fraction:
    """A total of a customer and month from its other lines and the dated rate that its row shows."""
    if line in TOTALS:
        return sum((sign * amounts[part] for part, sign in TOTALS[line].items()), Fraction(0))
    base, rate = Fraction(row["base_amount"]), Fraction(row["reference_value"])
    return cents(base * rate if line == "tax" else base * rate / 12)
