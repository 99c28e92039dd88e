"""The answer key's contribution against a second computation from the landed files alone, in decimals."""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pyarrow.parquet as pq
import pytest

from tests.unit.simulator.conftest import Bank
from tests.unit.simulator.landing import Row

ZERO = Decimal(0)
LINES = (
    "interest_income",
    "ftp_charge",
    "ftp_credit",
    "interest_expense",
    "fee_income",
    "fee_refund",
    "expected_loss",
    "operating_cost",
    "economic_capital",
    "revaluation_difference",
)
Books = dict[tuple[str, str], dict[str, Decimal]]


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def end_of_month(day: str) -> str:
    first = date.fromisoformat(day).replace(day=28) + timedelta(days=4)
    return (first - timedelta(days=first.day)).isoformat()


def latest(rows: list[Row], dated: str, day: str) -> Row:
    """The row with the greatest date up to a day."""
    return max((row for row in rows if row[dated] <= day), key=lambda row: row[dated])


class Recomputed:
    """Contribution lines by customer and month end."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.account = {number: rows[-1][1] for number, rows in bank.versions("account", "account_id").items()}
        self.product = {row["product_id"]: row for _, row in bank.good("product")}
        self.months = sorted({month for _, month in bank.winners("account_balance", "account_id", "month_end")})
        self.exchange: dict[str, list[Row]] = defaultdict(list)
        for row in bank.winners("exchange_rate", "rate_date", "from_currency").values():
            self.exchange[row["from_currency"]].append(row)
        self.by_account: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.books: Books = defaultdict(lambda: dict.fromkeys(LINES, ZERO))
        self.pool_cost = {
            (row["month_end"], row["resource_pool"]): row
            for row in bank.winners("activity_cost", "month_end", "resource_pool").values()
        }
        self._balances()
        self._transactions()
        self._fees()
        self._risk()
        self._costs()
        self._revaluations()
        self._share()
        self._interactions()

    def side(self, account: str) -> str:
        return self.product[self.account[account]["product_id"]]["balance_side"]

    def cny(self, amount: Decimal, account: str, day: str) -> Decimal:
        currency = self.account[account]["currency"]
        if currency == "CNY":
            return cents(amount)
        return cents(cents(amount) * Decimal(latest(self.exchange[currency], "rate_date", day)["rate"]))

    def _balances(self) -> None:
        curves: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.bank.winners("ftp_curve", "curve_date", "currency", "tenor_months").values():
            curves[row["currency"], row["tenor_months"]].append(row)
        for (account, month), row in self.bank.winners("account_balance", "account_id", "month_end").items():
            product = self.product[self.account[account]["product_id"]]
            curve = curves[self.account[account]["currency"], product["tenor_months"]]
            rate = Decimal(latest(curve, "curve_date", month)["rate"])
            days = Decimal(30 if product["day_count"] == "30/360" else int(month[8:]))
            year = 365 if product["day_count"] == "act/365" else 360
            price = cents(abs(Decimal(row["average_balance"])) * rate * days / year)
            line = {"loan": "ftp_charge", "deposit": "ftp_credit"}.get(product["balance_side"])
            if line is not None:
                self.by_account[account, month][line] += self.cny(price, account, month)

    def _transactions(self) -> None:
        booked: Counter[tuple[str, str, str]] = Counter()
        for row in self.bank.winners("transaction", "transaction_id").values():
            account, month = row["account_id"], end_of_month(row["booking_date"])
            if row["purpose"] in ("interest", "penalty_interest"):
                line = "interest_income" if self.side(account) == "loan" else "interest_expense"
                booked[account, month, line] += Decimal(row["amount"])
            if row["purpose"] not in ("interest", "fee", "fee_refund"):
                booked[account, month, f"transaction:{row['channel']}"] += 1
        for (account, month, line), amount in booked.items():
            is_money = not line.startswith("transaction:")
            self.by_account[account, month][line] += self.cny(amount, account, month) if is_money else amount

    def _fees(self) -> None:
        fees: Counter[tuple[str, str, str]] = Counter()
        for row in self.bank.winners("fee", "fee_id").values():
            line = "fee_income" if row["fee_kind"] == "fee" else "fee_refund"
            fees[row["account_id"], end_of_month(row["value_date"]), line] += Decimal(row["amount"])
        for (account, month, line), amount in fees.items():
            if month in self.months:
                self.by_account[account, month][line] += self.cny(amount, account, month)

    def _risk(self) -> None:
        for (account, month), row in self.bank.winners("risk_parameter", "account_id", "month_end").items():
            exposure = Decimal(row["ead_amount"])
            loss = cents(Decimal(row["pd_rate"]) * Decimal(row["lgd_rate"]) * exposure / 12)
            capital = cents(Decimal(row["risk_weight_rate"]) * exposure * Decimal("0.105"))
            self.by_account[account, month]["expected_loss"] += loss
            self.by_account[account, month]["economic_capital"] += capital

    def drivers(self, month: str) -> dict[str, tuple[Decimal, Row]]:
        """Minutes per unit and the pool's cost row, by driver."""
        versions: dict[str, list[Row]] = defaultdict(list)
        for _, row in self.bank.good("activity_driver"):
            versions[row["driver_code"]].append(row)
        chosen = {driver: latest(rows, "valid_from", month) for driver, rows in versions.items()}
        return {
            driver: (Decimal(row["minutes_per_unit"]), self.pool_cost[month, row["resource_pool"]])
            for driver, row in chosen.items()
        }

    def spent(self, units: Decimal, driver: tuple[Decimal, Row]) -> Decimal:
        minutes, pool = driver
        return cents(units * minutes * Decimal(pool["cost_amount"]) / Decimal(pool["capacity_minutes"]))

    def _costs(self) -> None:
        drivers = {month: self.drivers(month) for month in self.months}
        for month in self.months:
            for account, row in self.account.items():
                closed = row["closed_date"] or "9999-12-31"
                if row["opened_date"] <= month and closed >= month[:8] + "01":
                    self.by_account[account, month]["account_month"] += Decimal(1)
        for (_, month), lines in self.by_account.items():
            for driver in [name for name in lines if name in drivers[month]]:
                lines["operating_cost"] += self.spent(Decimal(lines.pop(driver)), drivers[month][driver])

    def _revaluations(self) -> None:
        balances = self.bank.winners("account_balance", "account_id", "month_end")
        booked: Counter[tuple[str, str]] = Counter()
        for row in self.bank.winners("transaction", "transaction_id").values():
            amount = self.cny(Decimal(row["amount"]), row["account_id"], row["booking_date"])
            sign = 1 if row["credit_debit"] == "CRDT" else -1
            booked[row["account_id"], end_of_month(row["booking_date"])] += sign * amount
        for (account, month), row in balances.items():
            before = (date.fromisoformat(month).replace(day=1) - timedelta(days=1)).isoformat()
            opening = balances.get((account, before), {"end_balance": "0"})
            difference = self.cny(Decimal(opening["end_balance"]), account, before) if before in self.months else ZERO
            difference += booked[account, month] - self.cny(Decimal(row["end_balance"]), account, month)
            self.by_account[account, month]["revaluation_difference"] += difference

    def _share(self) -> None:
        sets: dict[str, dict[date, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
        for file, row in self.bank.good("account_holder"):
            sets[row["account_id"]][file.business_date][row["customer_id"]] = row
        for (account, month), lines in self.by_account.items():
            known = sets[account]
            as_of = max((day for day in known if day.isoformat() <= month), default=min(known))
            holders = known[as_of].values()
            primary = next(row["customer_id"] for row in holders if row["holder_role"] == "primary")
            for line in LINES:
                rest = Decimal(lines[line])
                for row in holders:
                    if row["holder_role"] == "joint":
                        part = cents(Decimal(lines[line]) * Decimal(row["holder_share"]))
                        self.books[row["customer_id"], month][line] += part
                        rest -= part
                self.books[primary, month][line] += rest

    def _interactions(self) -> None:
        minutes: Counter[tuple[str, str]] = Counter()
        for row in self.bank.winners("interaction", "interaction_id").values():
            minutes[row["customer_id"], end_of_month(row["interaction_date"])] += int(row["minutes_count"])
        for (customer, month), units in minutes.items():
            driver = self.drivers(month)["interaction"]
            self.books[customer, month]["operating_cost"] += self.spent(Decimal(units), driver)


@pytest.fixture(scope="module", params=["dirty_bank", "clean_bank"])
def bank(request: pytest.FixtureRequest) -> Bank:
    found: Bank = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def truth(bank: Bank) -> dict[tuple[str, str], Row]:
    rows = pq.read_table(bank.home / "answer_key" / "contribution.parquet").to_pylist()
    return {(row["customer_number"], row["month_end_date"].isoformat()): row for row in rows}


@pytest.fixture(scope="module")
def recomputed(bank: Bank) -> Recomputed:
    return Recomputed(bank)


def test_every_line_follows_from_the_landed_files(truth: dict, recomputed: Recomputed) -> None:
    for key, expected in truth.items():
        assert {line: expected[line] for line in LINES} == dict(recomputed.books[key]), key
    assert set(recomputed.books) <= set(truth)


def test_results_follow_from_the_lines(truth: dict) -> None:
    for row in truth.values():
        interest = row["interest_income"] - row["ftp_charge"] + row["ftp_credit"] - row["interest_expense"]
        pre_tax = interest + row["fee_income"] - row["fee_refund"] - row["expected_loss"] - row["operating_cost"]
        assert row["tax"] == cents(pre_tax * Decimal("0.25"))
        assert row["net_income"] == pre_tax - row["tax"]
        hurdle = cents(row["economic_capital"] * Decimal("0.12") / 12)
        assert row["economic_profit"] == row["net_income"] - hurdle


def test_customers_treasury_and_unused_capacity_make_the_ledger(
    bank: Bank, truth: dict, recomputed: Recomputed
) -> None:
    ledger = bank.winners("ledger", "month_end", "line_code")
    for month in recomputed.months:
        total = {
            line: sum((row[line] for (_, end), row in truth.items() if end == month), ZERO) for line in (*LINES, "tax")
        }
        for line in ("interest_income", "interest_expense", "fee_income", "fee_refund", "expected_loss"):
            assert Decimal(ledger[month, line.upper()]["amount"]) == total[line]
        pools = [row for (end, _), row in recomputed.pool_cost.items() if end == month]
        cost = sum((Decimal(row["cost_amount"]) for row in pools), ZERO)
        unused = cost - total["operating_cost"]
        assert unused > 0
        assert Decimal(ledger[month, "OPERATING_COST"]["amount"]) == cost
        treasury = total["ftp_charge"] - total["ftp_credit"]
        tax = total["tax"] + cents(treasury * Decimal("0.25")) + cents(-unused * Decimal("0.25"))
        assert Decimal(ledger[month, "TAX"]["amount"]) == tax
        assert Decimal(ledger[month, "REVALUATION"]["amount"]) == total["revaluation_difference"]
        assert total["revaluation_difference"] != 0


def test_the_banks_own_statement_deviates_in_the_stated_share_of_rows(bank: Bank, truth: dict) -> None:
    statements = bank.winners("contribution_statement", "customer_id", "month_end")
    assert set(statements) == set(truth)
    deviating = {
        (*key, row["net_income_amount"], str(truth[key]["net_income"]))
        for key, row in statements.items()
        if Decimal(row["net_income_amount"]) != truth[key]["net_income"]
    }
    assert 0 < len(deviating) < 0.03 * len(statements)
    with (bank.home / "answer_key" / "statement_differences.csv").open(encoding="utf-8", newline="") as file:
        assert {tuple(line) for line in list(csv.reader(file))[1:]} == deviating


def test_money_is_shared_that_does_not_divide_evenly(bank: Bank) -> None:
    shares = [row["holder_share"] for _, row in bank.good("account_holder") if row["holder_role"] == "joint"]
    assert {"0.333333", "0.500000"} <= set(shares)
