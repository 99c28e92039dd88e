"""Runs a bank month by month: activity, books, extracts, deliveries, answer key."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from simulator import core_extracts as core
from simulator import desk as desks
from simulator import finance_extracts as finance
from simulator import market
from simulator.accounts import make_accounts
from simulator.answer_key import AnswerKey
from simulator.bookings import Fees, Rows, join_fees, no_fees
from simulator.books import month_result, month_risk, revaluation_difference, split_by_value
from simulator.cast import cast_customers
from simulator.changes import change_customers, change_rates, change_shares
from simulator.costs import month_costs
from simulator.deliver import Extract, write_delivery
from simulator.dirt import Dirt
from simulator.exact import NO_DATE, Flags, Ints
from simulator.laws import DEFAULT_CURVE_STEP_BASIS_POINTS, DEFAULT_TRANSACTIONS_PER_MONTH, Laws
from simulator.people import make_customers, make_relationships
from simulator.posting import make_days, make_month
from simulator.rates import make_rates
from simulator.scope import Positions, Scope
from simulator.staff import branch_regions, make_staff
from simulator.timeline import Month, as_date, months_until

FEWEST_CUSTOMERS = 20
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class SimulationSummary:
    """What was made."""

    customers: int
    accounts: int
    transactions: int
    months: int
    first_delivery: date
    last_delivery: date
    files: int
    dirty_rows: int
    held_back_files: int
    duplicate_rows: int


def simulate(
    customers: int,
    months: int,
    seed: int,
    out: Path,
    *,
    end: date = date(2025, 12, 31),
    extra_days: int = 0,
    dirty: bool = True,
    transactions_per_month: float = DEFAULT_TRANSACTIONS_PER_MONTH,
    curve_step_basis_points: float = DEFAULT_CURVE_STEP_BASIS_POINTS,
    progress: Progress | None = None,
) -> SimulationSummary:
    """Make a bank under out/landing/demo and its truth under out/answer_key.

    The same arguments make the same bytes. customers counts everybody who is ever on book: 85 % at the start,
    the others join month by month. The last of the monthly deliveries is dated at the end of the month of
    `end`; extra_days daily deliveries follow. transactions_per_month is the mean of a person's own
    transactions while usage is alive; firms make more. curve_step_basis_points is how much the curves of
    funds move in a month; whatever it is, the same seed makes the same bank otherwise.
    Raises ValueError where customers < 20, months < 1 or extra_days < 0, FileExistsError where out holds a
    bank.
    """
    if customers < FEWEST_CUSTOMERS:
        raise ValueError(f"customers is {customers}; a bank needs at least {FEWEST_CUSTOMERS} to hang together")
    if extra_days < 0:
        raise ValueError(f"extra_days is {extra_days}; it must not be negative")
    if (out / "landing" / "demo").exists():
        raise FileExistsError(f"{out / 'landing' / 'demo'} exists already; choose another place or remove it")
    laws = Laws(transactions_per_month=transactions_per_month, curve_step_basis_points=curve_step_basis_points)
    bank = _Bank(laws, customers, months_until(end, months), extra_days, seed, out, dirty)
    with ThreadPoolExecutor(max_workers=1) as writer:
        pending: Future[int] | None = None
        steps = len(bank.months) + extra_days
        for step in range(steps):
            if step < len(bank.months):
                delivered_on, extracts = bank.make_month(bank.months[step])
            else:
                delivered_on, extracts = bank.make_day(step - len(bank.months))
            if pending is not None:
                bank.files += pending.result()
            pending = writer.submit(write_delivery, out / "landing", extracts, delivered_on)
            if progress is not None:
                progress("simulate", step + 1, steps)
        if pending is not None:
            bank.files += pending.result()
    bank.key.close(laws, customers, months, seed, extra_days)
    return SimulationSummary(
        customers=customers,
        accounts=bank.accounts.count,
        transactions=bank.transaction_count,
        months=months,
        first_delivery=bank.months[0].end,
        last_delivery=as_date(bank.months[-1].last + extra_days),
        files=bank.files,
        dirty_rows=len(bank.key.dirty_rows),
        held_back_files=len(bank.key.held_back),
        duplicate_rows=sum(bank.key.duplicates.values()),
    )


class _Bank:
    """The state of a bank between months."""

    def __init__(
        self, laws: Laws, count: int, months: list[Month], extra_days: int, seed: int, out: Path, dirty: bool
    ) -> None:
        self.laws, self.months, self.seed = laws, months, seed
        self.regions = branch_regions(count, seed)
        self.customers = make_customers(laws, count, months, self.regions, seed)
        self.relationships = make_relationships(self.customers, seed)
        cast_customers(self.customers, self.relationships, months, seed)
        self.employees, self.assignments = make_staff(laws, self.customers, self.regions.size, months, seed)
        self.accounts, self.holders = make_accounts(laws, self.customers, months, seed)
        self.rates = make_rates(laws, months, extra_days, seed)
        zero = np.zeros(self.accounts.count, dtype=np.int64)
        self.positions = Positions(zero, zero.copy(), np.full(zero.size, NO_DATE), no_fees())
        self.texts = core.customer_texts(self.customers, seed)
        self.employee_names = desks.employee_names(self.employees, seed)
        self.desk = desks.Desk()
        self.later_fees = no_fees()
        self.transaction_count = self.fee_count = self.files = 0
        self.key = AnswerKey(out / "answer_key", self.customers)
        self.dirt = Dirt(self.key, months, seed) if dirty else None

    def make_month(self, month: Month) -> tuple[date, list[Extract]]:
        """One month: what happened, what the books say of it, and the files that tell of it."""
        is_first = month.index == 0
        changed = change_customers(self.customers, month, self.seed)
        moved_shares = change_shares(self.accounts, self.holders, month)
        manager_changed = (
            np.zeros(0, dtype=np.int64) if is_first else self.assignments.changed_in(self.months[month.index - 1])
        )
        scope = Scope(self.laws, self.customers, self.accounts, self.positions, month, self.seed)
        opening = self.positions.balance.copy()
        books = make_month(scope, self.relationships, manager_changed)
        meetings, minutes = desks.interactions(self.laws, self.customers, self.assignments, self.desk, month, self.seed)
        balance = self.positions.balance
        valued, self.later_fees = split_by_value(join_fees([self.later_fees, books.fees]), month)
        costs = month_costs(books.rows, books.is_active * 1, minutes, month, len(self.months), self.seed)
        risk = month_risk(self.customers, self.accounts, balance, books, month)
        revaluation = revaluation_difference(self.accounts, self.rates, books.rows, opening, balance, month)
        result = month_result(
            self.laws,
            self.customers,
            self.accounts,
            self.holders,
            self.rates,
            books,
            valued,
            risk,
            costs,
            revaluation,
            month,
        )
        net_income = result.lines["net_income"][result.customers]
        stated = finance.stated_net_income(self.laws, net_income, month, self.seed)
        repriced = change_rates(self.accounts, month)
        tables = {
            **self._core_tables(month, changed, repriced, moved_shares),
            "account_balance": core.balance_table(self.accounts, balance, books, month),
            "transaction": self._transactions(books.rows),
            "loan": core.loan_table(
                self.accounts, balance, self.positions.arrears, books, np.sort(risk.account), month
            ),
            "fee": self._fees(books.fees),
            "ftp_curve": finance.curve_table(self.rates, month),
            "ledger": finance.ledger_table(result.ledger, month),
            "activity_cost": finance.activity_cost_table(costs, month),
            "activity_driver": finance.activity_driver_table(month, len(self.months)),
            "risk_parameter": finance.risk_table(risk, month),
            "contribution_statement": finance.statement_table(result.customers, stated, month),
            "financial_statement": finance.financial_statement_table(self.customers, month, is_first, self.seed),
            "customer_income": finance.income_table(self.customers, month, is_first),
            "exchange_rate": finance.exchange_table(self.rates, month.first - 7 * is_first, month.last),
            **self._staff_tables(month),
            **self._desk_tables(month),
            "interaction": meetings,
            **self._market_tables(month),
        }
        self.key.add_month(month, books.rows, self.accounts.currency, result)
        self.key.add_statement(month, result.customers, net_income, stated)
        kind = "full" if is_first else "delta"
        extracts = [
            Extract(table, data, month.end, kind, month.label)
            for table, data in tables.items()
            if data is not None and data.num_rows
        ]
        if self.dirt is not None:
            extracts = self.dirt.spread(month, extracts)
        return month.end, extracts

    def make_day(self, number: int) -> tuple[date, list[Extract]]:
        """One day after the last month: its transactions and, on a weekday, its exchange rates."""
        end = self.months[-1]
        day = end.last + 1 + number
        as_month = Month(end.index + 1 + number, day, day)
        scope = Scope(self.laws, self.customers, self.accounts, self.positions, as_month, self.seed)
        rows = make_days(scope, day, day)
        self.key.add_transactions(as_date(day), rows, self.accounts.currency)
        label = as_date(day).isoformat()
        tables = {
            "transaction": self._transactions(rows),
            "exchange_rate": finance.exchange_table(self.rates, day, day),
        }
        extracts = [
            Extract(table, data, as_date(day), "delta", label) for table, data in tables.items() if data.num_rows
        ]
        return as_date(day), extracts

    def _transactions(self, rows: Rows) -> pa.Table:
        numbers = self.transaction_count + 1 + np.arange(rows.count)
        self.transaction_count += rows.count
        return core.transaction_table(rows, numbers, self.accounts)

    def _fees(self, fees: Fees) -> pa.Table:
        numbers = self.fee_count + 1 + np.arange(fees.account.size)
        self.fee_count += fees.account.size
        return core.fee_table(fees, numbers, self.accounts)

    def _core_tables(
        self, month: Month, changed: Flags, repriced: Flags, moved_shares: Ints
    ) -> dict[str, pa.Table | None]:
        customers, accounts, relationships = self.customers, self.accounts, self.relationships
        is_first, day = month.index == 0, month.last

        def news(begin: Ints, finish: Ints, altered: Flags | None = None) -> Ints:
            """Rows that begin or end in the month, or were altered; at the first delivery all that had
            begun."""
            known = begin <= day
            if is_first:
                return np.flatnonzero(known & (finish >= month.first))
            fresh = (begin >= month.first) | ((finish >= month.first) & (finish <= day))
            if altered is not None:
                fresh |= altered & (finish >= month.first)
            return np.flatnonzero(known & fresh)

        new_accounts = news(accounts.opened, np.full(accounts.count, day))
        if not is_first:
            new_accounts = np.flatnonzero((accounts.opened >= month.first) & (accounts.opened <= day))
        holder_accounts = np.union1d(new_accounts, moved_shares[accounts.opened[moved_shares] <= day])
        return {
            "customer": core.customer_table(
                customers, self.texts, news(customers.onboarded, customers.closed, changed), day
            ),
            "customer_relationship": core.relationship_table(
                relationships, news(relationships.valid_from, relationships.valid_to), day
            ),
            "product": core.product_table() if is_first else None,
            "branch": core.branch_table(self.regions, month.first) if is_first else None,
            "account": core.account_table(accounts, news(accounts.opened, accounts.closed, repriced), day),
            "account_holder": core.holder_table(accounts, self.holders, holder_accounts),
        }

    def _staff_tables(self, month: Month) -> dict[str, pa.Table | None]:
        employees, assignments = self.employees, self.assignments
        first, day = (NO_DATE, month.last) if month.index == 0 else (month.first, month.last)
        hires = (employees.hired <= day) & (employees.hired >= first)
        leaves = (employees.left >= first) & (employees.left <= day)
        begins = (assignments.assigned_from <= day) & (assignments.assigned_from >= first)
        ends = (assignments.assigned_to >= first) & (assignments.assigned_to <= day)
        return {
            "employee": desks.employee_table(employees, self.employee_names, np.flatnonzero(hires | leaves), day),
            "employee_assignment": desks.assignment_table(assignments, np.flatnonzero(begins | ends), day),
        }

    def _desk_tables(self, month: Month) -> dict[str, pa.Table | None]:
        known, closed = desks.complaints(self.laws, self.customers, self.desk, month, self.seed)
        tables: dict[str, pa.Table | None] = {
            "complaint": pa.concat_tables([closed, known]),
            "survey_question": desks.question_table() if month.index == 0 else None,
            "stated_need": desks.stated_needs(self.customers, self.desk, month, self.seed),
        }
        if (len(self.months) - 1 - month.index) % 6 == 0:
            wave, responses = desks.survey(self.laws, self.customers, self.desk, month, self.seed)
            tables |= {"survey_wave": wave, "survey_response": responses}
            tables["employee_survey"] = desks.employee_survey(self.employees, self.desk, month, self.seed)
        if month.index % 3 == 0:
            header, contacts = desks.campaign(self.laws, self.customers, self.desk, month, self.seed)
            tables |= {"campaign": header, "campaign_contact": contacts}
        return tables

    def _market_tables(self, month: Month) -> dict[str, pa.Table | None]:
        is_first, count = month.index == 0, self.customers.count
        companies = max(40, count // 3)
        quarterly = is_first or month.end.month % 3 == 0
        register = None
        if is_first:
            register = market.register_table(np.arange(companies), companies * 2, self.seed)
        elif month.end.month % 6 == 0:
            newest = companies + np.arange(5) + 5 * month.index
            register = market.register_table(newest[newest < companies * 2], companies * 2, self.seed)
        return {
            "competitor": market.competitor_table(month) if is_first or month.index == market.MERGER_MONTH else None,
            "market_share": market.share_table(month, count, self.seed) if quarterly else None,
            "competitor_offer": market.offer_table(month, self.seed) if quarterly else None,
            "competitor_campaign": market.competitor_campaign_table(month, self.seed) if month.index % 3 == 0 else None,
            "competitor_strength": market.strength_table(month, self.seed) if month.index % 12 == 0 else None,
            "company_register": register,
            "market_event": market.event_table(month, month.index // 4) if month.index % 4 == 0 else None,
        }
