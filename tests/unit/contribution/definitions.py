"""Contribution as section 3 of the domain writes it down, a second time: rational arithmetic, figure after figure.

Conventions of the books: a line of an account is rounded to the cent in its currency, converted at the rate of the
month end and rounded again; halves go away from zero. An amount that cannot be converted makes the booked lines of its
account and month missing. An unknown amount is None.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.unit.contribution.made_up_bank import (
    ACTIVITIES,
    ASSUMED_CURVE,
    MONTH_ENDS,
    PARAMETERS,
    POOLS,
    RATE_UNIT,
    UNKNOWN,
    Account,
    Bank,
    month_end_of,
    month_start,
)

CENT = Decimal("0.01")
ZERO = Decimal(0)
LINES = (
    "interest_income",
    "penalty_interest",
    "interest_expense",
    "ftp_charge",
    "ftp_credit",
    "fee_income",
    "fee_refund",
    "expected_loss",
    "operating_cost",
    "economic_capital",
    "revaluation_difference",
)
SIGNS = {
    "interest_income": 1,
    "ftp_charge": -1,
    "ftp_credit": 1,
    "interest_expense": -1,
    "fee_income": 1,
    "fee_refund": -1,
    "expected_loss": -1,
    "operating_cost": -1,
}
# The weaker, the later.
BASES = ("booked", "derived", "assumed", "partial", "missing")
CREDITS = ("paid", "given_back", "deposit")

Line = tuple[Decimal | None, str]
Lines = dict[str, Line]
AccountLines = dict[tuple[int, date], Lines]
Parts = dict[tuple[int, int, date], Lines]


def cents(exact: Fraction) -> Decimal:
    """The nearest cent, halves away from zero."""
    doubled = abs(exact) * 200
    nearest = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return CENT * (nearest if exact >= 0 else -nearest)


def at(dated: Mapping[date, int], day: date) -> Fraction | None:
    """What holds on a day, from units of 1e-8."""
    known = [start for start in dated if start <= day]
    return Fraction(dated[max(known)], RATE_UNIT) if known else None


def parameter(code: str, day: date) -> Fraction:
    dated = PARAMETERS[code]
    return Fraction(dated[max(start for start in dated if start <= day)])


def exchange_rate(bank: Bank, currency: str, day: date) -> Fraction | None:
    return Fraction(1) if currency == "CNY" else at(bank.exchange_rates().get(currency, {}), day)


def to_reporting(bank: Bank, amount: Decimal, currency: str, day: date) -> Decimal | None:
    rate = exchange_rate(bank, currency, day)
    return None if rate is None else cents(Fraction(amount) * rate)


def running_balance(account: Account, day: date) -> Decimal:
    """What has been booked up to a day; positive where the bank owes the customer."""
    return sum(
        (
            CENT * transaction.cents * (1 if transaction.purpose in CREDITS else -1)
            for transaction in account.transactions
            if transaction.day <= day
        ),
        ZERO,
    )


def balances_known_from(account: Account) -> date:
    """Balances are delivered from the month of this day on: that of opening, or of a booking before it."""
    return min([account.opened, *(transaction.day for transaction in account.transactions)])


def lines_of_accounts(bank: Bank) -> AccountLines:
    """Every line of every account and month on the books."""
    return {
        (key, month_end): _lines_of_account(bank, account, place)
        for key, account in bank.keyed_accounts()
        for place, month_end in enumerate(MONTH_ENDS)
        if _first_month(bank) <= month_end and _is_on_the_books(account, month_end)
    }


def parts_of_customers(bank: Bank, accounts: AccountLines) -> Parts:
    """Accounts shared among their holders, and under account -1 what contacts cost."""
    parts: Parts = {}
    for (key, month_end), lines in accounts.items():
        holders = bank.accounts[key - 1].holders
        first = holders[0][0]
        for customer, weight in holders:
            parts[customer, key, month_end] = {
                line: (
                    None
                    if amount is None
                    else _share(amount, weight)
                    if customer != first
                    else amount - sum((_share(amount, other) for _, other in holders[1:]), ZERO),
                    basis,
                )
                for line, (amount, basis) in lines.items()
            }
    for key, customer in bank.keyed_customers():
        for place, minutes in enumerate(customer.contact_minutes):
            if minutes and bank.costs[place]:
                cost = _cost(bank, place, {"interaction": minutes})
                parts[key, UNKNOWN, MONTH_ENDS[place]] = {
                    line: (cost, "derived") if line == "operating_cost" else (ZERO, "booked") for line in LINES
                }
    return parts


def totals_of_customers(bank: Bank, accounts: AccountLines, parts: Parts) -> dict[tuple[int, date], dict[str, object]]:
    """The measures of every customer and month on the books."""
    months = {month_end for _, month_end in accounts}
    on_the_books = {
        (key, month_end)
        for key, customer in bank.keyed_customers()
        for month_end in months
        if customer.onboarded <= month_end and (customer.closed is None or customer.closed >= month_start(month_end))
    }
    totals: dict[tuple[int, date], dict[str, object]] = {}
    for customer, month_end in on_the_books | {(part[0], part[2]) for part in parts if part[0] != UNKNOWN}:
        own = [lines for (holder, _, month), lines in parts.items() if (holder, month) == (customer, month_end)]
        of_source = [lines for (_, month), lines in accounts.items() if month == month_end]
        is_on_the_books = (customer, month_end) in on_the_books
        totals[customer, month_end] = _totals(own, _nothing(of_source) if is_on_the_books else None, month_end)
    return totals


def tax_of_parts(parts: Parts) -> dict[tuple[int, int, date], Decimal]:
    """The tax of a customer, told part by part: what each adds to the rounded tax of all before it."""
    taxes: dict[tuple[int, int, date], Decimal] = {}
    for customer, key, month_end in sorted(parts):
        before = [part for part in sorted(parts) if part[0] == customer and part[2] == month_end and part[1] < key]
        rate = parameter("tax_rate", month_end)
        up_to = [
            cents(Fraction(_pre_tax([parts[part] for part in chosen], month_end)) * rate)
            for chosen in (before, [*before, (customer, key, month_end)])
        ]
        taxes[customer, key, month_end] = up_to[1] - up_to[0]
    return taxes


def _first_month(bank: Bank) -> date:
    return month_end_of(min(balances_known_from(account) for account in bank.accounts))


def _is_on_the_books(account: Account, month_end: date) -> bool:
    start = month_start(month_end)
    is_open = account.opened <= month_end and (account.closed is None or account.closed >= start)
    days = [transaction.day for transaction in account.transactions] + [fee.value_date for fee in account.fees]
    return is_open or any(start <= day <= month_end for day in days)


def _lines_of_account(bank: Bank, account: Account, place: int) -> Lines:
    return {
        **_booked_lines(bank, account, place),
        **_price_of_funds(bank, account, place),
        **_risk(bank, account, place),
        "operating_cost": _known(_work(bank, account, place), "derived"),
        "revaluation_difference": _known(_revaluation(bank, account, place), "derived"),
    }


def _known(amount: Decimal | None, basis: str) -> Line:
    return amount, "missing" if amount is None else basis


def _booked_lines(bank: Bank, account: Account, place: int) -> Lines:
    month_end = MONTH_ENDS[place]
    start = month_start(month_end)
    transactions = [each for each in account.transactions if start <= each.day <= month_end]
    fees = [each for each in account.fees if start <= each.value_date <= month_end]

    booked: dict[str, int] = dict.fromkeys(("charged", "paid", "penalty", "given_back", "deposit", "withdrawal"), 0)
    for transaction in transactions:
        booked[transaction.purpose] += transaction.cents
    penalty = booked["penalty"] - booked["given_back"]
    taken: dict[tuple[str, str], int] = {}
    for fee in fees:
        taken[fee.kind, fee.currency] = taken.get((fee.kind, fee.currency), 0) + fee.cents

    currencies = {fee.currency for fee in fees} | ({account.currency} if transactions else set())
    can_convert = all(exchange_rate(bank, currency, month_end) is not None for currency in currencies)

    def converted(amounts: Mapping[str, int]) -> Decimal | None:
        if not can_convert:
            return None
        return sum((to_reporting(bank, CENT * each, name, month_end) or ZERO for name, each in amounts.items()), ZERO)

    has_fees = any(each.fees for each in bank.accounts)
    interest = converted({account.currency: booked["charged"] + penalty} if transactions else {})
    lines = {
        "interest_income": _known(interest, "booked"),
        "penalty_interest": _known(converted({account.currency: penalty} if transactions else {}), "booked"),
        "interest_expense": _known(converted({account.currency: booked["paid"]} if transactions else {}), "booked"),
    }
    for line, kind in (("fee_income", "fee"), ("fee_refund", "refund")):
        amounts = {currency: each for (of_kind, currency), each in taken.items() if of_kind == kind}
        lines[line] = _known(converted(amounts) if has_fees else None, "booked")
    if _has_attached_loan(account, place) and interest is not None:
        lines["interest_income"] = (interest, "partial") if interest else (None, "missing")
    return lines


def _has_attached_loan(account: Account, place: int) -> bool:
    """A loan on an account that is not a loan account: no book has its interest."""
    return account.outstanding_cents[place] > 0 and account.product.side != "loan"


def _price_of_funds(bank: Bank, account: Account, place: int) -> Lines:
    """Loan B(r - FTP)t, deposit B(FTP - r)t: the part with FTP. B is positive on its own side."""
    month_end = MONTH_ENDS[place]
    product = account.product
    price = at(bank.curve().get((account.currency, product.term), {}), month_end)
    basis = "assumed" if account.currency in ASSUMED_CURVE and price is not None else "derived"
    rate = exchange_rate(bank, account.currency, month_end)
    amount = None
    if price is not None and rate is not None and balances_known_from(account) <= month_end:
        days = {
            "act/365": Fraction(month_end.day, 365),
            "act/360": Fraction(month_end.day, 360),
            "30/360": Fraction(30, 360),
        }
        balance = Fraction(account.average_cents[place], 100) * (-1 if product.side == "loan" else 1)
        amount = cents(Fraction(cents(balance * price * days[product.day_count])) * rate)
    if product.side == "none":
        amount, basis = ZERO, "derived"
    charge, credit = (amount, ZERO) if product.side == "loan" else (ZERO, amount)
    if _has_attached_loan(account, place):
        charge = None
    return {"ftp_charge": _known(charge, basis), "ftp_credit": _known(credit, basis)}


def _risk(bank: Bank, account: Account, place: int) -> Lines:
    """PD x LGD x EAD / 12; capital is weight x EAD x ratio."""
    month_end = MONTH_ENDS[place]
    risk = account.risks[place]
    rate = exchange_rate(bank, account.currency, month_end)
    is_exposed = account.outstanding_cents[place] > 0 or (
        account.product.side == "loan" and running_balance(account, month_end) != 0
    )
    loss: Decimal | None = None
    capital: Decimal | None = None
    if risk is None:
        if any(each for other in bank.accounts for each in other.risks) and not is_exposed:
            loss = capital = ZERO
    elif rate is not None:
        exposure = Fraction(risk.ead_cents, 100)
        yearly = Fraction(risk.pd, RATE_UNIT) * Fraction(risk.lgd, RATE_UNIT) * exposure
        loss = cents(Fraction(cents(yearly / 12)) * rate)
        weighted = Fraction(risk.weight, RATE_UNIT) * exposure * parameter("capital_ratio", month_end)
        capital = cents(Fraction(cents(weighted)) * rate)
    return {"expected_loss": _known(loss, "derived"), "economic_capital": _known(capital, "derived")}


def _work(bank: Bank, account: Account, place: int) -> Decimal | None:
    """What the units of the month cost; interest costs no work."""
    month_end = MONTH_ENDS[place]
    start = month_start(month_end)
    units: dict[str, int] = {}
    for transaction in account.transactions:
        if start <= transaction.day <= month_end and transaction.channel != "system":
            driver = f"transaction:{transaction.channel}"
            units[driver] = units.get(driver, 0) + 1
    if account.opened <= month_end and (account.closed is None or account.closed >= start):
        units["account_month"] = 1
    return _cost(bank, place, units) if bank.costs[place] else None


def _cost(bank: Bank, place: int, units: Mapping[str, int]) -> Decimal:
    pools = dict(zip(POOLS, bank.costs[place] or (), strict=True))
    return sum(
        (
            cents(units.get(driver, 0) * Fraction(minutes) * Fraction(pools[pool][0], 100) / pools[pool][1])
            for pool, driver, minutes in ACTIVITIES.values()
        ),
        ZERO,
    )


def _revaluation(bank: Bank, account: Account, place: int) -> Decimal | None:
    """Opening + flows - closing, each at the rate of its day."""
    month_end = MONTH_ENDS[place]
    if account.currency == "CNY":
        return ZERO
    day_before = month_start(month_end) - timedelta(days=1)
    opening = _valued(bank, account, day_before)
    closing = _valued(bank, account, month_end)
    flows = [
        to_reporting(bank, CENT * each.cents, account.currency, each.day)
        for each in account.transactions
        if month_start(month_end) <= each.day <= month_end
    ]
    if opening is None or closing is None or None in flows:
        return None
    signs = [
        1 if each.purpose in CREDITS else -1
        for each in account.transactions
        if month_start(month_end) <= each.day <= month_end
    ]
    return opening + sum((sign * (flow or ZERO) for sign, flow in zip(signs, flows, strict=True)), ZERO) - closing


def _valued(bank: Bank, account: Account, day: date) -> Decimal | None:
    balance = running_balance(account, day)
    return to_reporting(bank, balance, account.currency, day) if balance else ZERO


def _share(amount: Decimal, weight: int) -> Decimal:
    return cents(Fraction(amount) * Fraction(weight, RATE_UNIT))


def _added_up(lines: Iterable[Line]) -> Line:
    """As good as the weakest; the known rest of a line that is missing in part, unless all of it is zero."""
    line = list(lines)
    total = sum((amount or ZERO for amount, _ in line), ZERO)
    weakest = max((basis for _, basis in line), key=BASES.index)
    if weakest != "missing":
        return total, weakest
    return (total, "partial") if any(amount for amount, _ in line) else (None, "missing")


def _twelfth(rate: str, capital: Decimal, month_end: date) -> Decimal:
    return cents(Fraction(capital) * parameter(rate, month_end) / 12)


def _pre_tax(parts: Iterable[Lines], month_end: date) -> Decimal:
    known = list(parts)
    income = sum((sign * (each[line][0] or ZERO) for each in known for line, sign in SIGNS.items()), ZERO)
    capital = sum((each["economic_capital"][0] or ZERO for each in known), ZERO)
    return income + _twelfth("return_on_capital_rate", capital, month_end)


def _nothing(of_source: Iterable[Lines]) -> Lines:
    """Who has no account has contributed nothing, save in lines that the source gives for no account at all."""
    known = list(of_source)
    return {
        line: (None, "missing") if all(lines[line][1] == "missing" for lines in known) else (ZERO, "booked")
        for line in LINES
    }


def _totals(own: list[Lines], nothing: Lines | None, month_end: date) -> dict[str, object]:
    summed = {line: _added_up(lines[line] for lines in (*own, *([nothing] if nothing else []))) for line in LINES}
    amounts = {line: amount or ZERO for line, (amount, _) in summed.items()}
    bases = {line: basis for line, (_, basis) in summed.items()}
    capital = summed["economic_capital"][0]

    interest = sum((SIGNS[line] * amounts[line] for line in list(SIGNS)[:4]), ZERO)
    pre_tax = _pre_tax(own, month_end)
    tax = cents(Fraction(pre_tax) * parameter("tax_rate", month_end))
    charge = None if capital is None else _twelfth("hurdle_rate", capital, month_end)
    return {
        **{f"{line}_amount": amount for line, (amount, _) in summed.items()},
        **{f"{line}_basis": basis for line, basis in bases.items()},
        "net_interest_income_amount": interest,
        "net_interest_income_basis": _basis_of_total(bases[line] for line in list(SIGNS)[:4]),
        "return_on_capital_amount": _twelfth("return_on_capital_rate", amounts["economic_capital"], month_end),
        "direct_profit_after_risk_amount": pre_tax + amounts["operating_cost"],
        "direct_profit_before_risk_amount": pre_tax + amounts["operating_cost"] + amounts["expected_loss"],
        "loaded_profit_before_risk_amount": pre_tax + amounts["expected_loss"],
        "pre_tax_income_amount": pre_tax,
        "tax_amount": tax,
        "net_income_amount": pre_tax - tax,
        "net_income_basis": _basis_of_total(bases[line] for line in SIGNS),
        "capital_charge_amount": charge,
        "economic_profit_amount": None if charge is None else pre_tax - tax - charge,
        "raroc_missing_reason": "capital_missing" if capital is None else None if capital else "no_capital",
        "raroc_rate": Fraction(pre_tax - tax) * 12 / Fraction(capital) if capital else None,
        "missing_lines": ", ".join(line for line in LINES if bases[line] in ("missing", "partial")) or None,
    }


def _basis_of_total(bases: Iterable[str]) -> str:
    weakest = max(bases, key=BASES.index)
    return "partial" if weakest == "missing" else weakest
