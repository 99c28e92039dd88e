"""Made-up accounts with several holders, and what their customers contribute by definition, in Python's Decimal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import strategies as st

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
INCOME = ("interest_income", "ftp_credit", "fee_income")
EXPENSE = ("interest_expense", "ftp_charge", "fee_refund", "expected_loss", "operating_cost")
TOTALS = ("return_on_capital", "pre_tax_income", "tax", "net_income", "capital_charge")
UNKNOWN = -1
CUSTOMERS = {"demo": (1, 2, 3, 4), "plain": (5, 6)}
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Holder:
    customer: int
    role: str
    weight: Decimal


@dataclass(frozen=True)
class Account:
    """The lines are amounts in the order of LINES, None where missing."""

    key: int
    source: str
    product: int
    branch: int
    holders: tuple[Holder, ...]
    lines: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Part:
    customer: int
    account: int
    source: str
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Rates:
    tax: Decimal
    hurdle: Decimal
    return_on_capital: Decimal


money = st.decimals(min_value=-(10**8), max_value=10**8, places=2)
rates = st.builds(Rates, *[st.decimals(min_value=0, max_value=1, places=8)] * 3)
lines = st.lists(
    st.one_of(st.none(), money, st.decimals(min_value=-1, max_value=1, places=2)),
    min_size=len(LINES),
    max_size=len(LINES),
).map(lambda amounts: (*amounts[:9], amounts[9] if amounts[9] is None else abs(amounts[9]), amounts[10]))


@st.composite
def holders(draw: st.DrawFn, source: str) -> tuple[Holder, ...]:
    """Weights of 8 decimals that sum to exactly 1; some are zero. At times nobody is known, or nobody primary."""
    if draw(st.integers(0, 3)) == 0:
        return (Holder(UNKNOWN, "unknown", Decimal(1)),)
    customers = draw(st.lists(st.sampled_from(CUSTOMERS[source]), min_size=1, max_size=4, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, 10**8), min_size=len(customers) - 1, max_size=len(customers) - 1)))
    weights = [Decimal(high - low) / 10**8 for low, high in zip([0, *cuts], [*cuts, 10**8], strict=True)]
    roles = [draw(st.sampled_from(["primary", "joint"])), *["joint"] * (len(customers) - 1)]
    return tuple(map(Holder, customers, roles, weights))


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    """Up to eight accounts of two sources."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        source = draw(st.sampled_from(["demo", "plain"]))
        product, branch = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        found.append(Account(101 + number, source, product, branch, draw(holders(source)), draw(lines)))
    return found


def source_of(customer: int) -> str:
    """Where a known customer comes from."""
    return "demo" if customer in CUSTOMERS["demo"] else "plain"


def to_the_cent(exact: Decimal) -> Decimal:
    """Rounded half away from zero."""
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def shared(account: Account) -> list[Part]:
    """Further holders get their weight, rounded; the first one, primary or else smallest key, what they leave."""
    first, *further = sorted(account.holders, key=lambda holder: (holder.role != "primary", holder.customer))
    given = [
        [None if amount is None else to_the_cent(amount * holder.weight) for amount in account.lines]
        for holder in further
    ]
    left = [
        None if amount is None else amount - sum((share[place] or NOTHING for share in given), NOTHING)
        for place, amount in enumerate(account.lines)
    ]
    return [
        Part(holder.customer, account.key, account.source, tuple(amounts))
        for holder, amounts in zip([first, *further], [left, *given], strict=True)
    ]


def contact(customer: int, source: str, cost: Decimal) -> Part:
    """A contact costs by customer and is no account."""
    amounts = tuple(cost if line == "operating_cost" else NOTHING for line in LINES)
    return Part(customer, -1, source, amounts)


def totals(parts: Iterable[Part], rates: Rates) -> dict[tuple[int, str], dict[str, Decimal]]:
    """Every line and total of each customer and source, by definition: rounded once, whatever its parts are."""
    summed: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(LINES, NOTHING))
    for part in parts:
        for line, amount in zip(LINES, part.amounts, strict=True):
            summed[part.customer, part.source][line] += amount or NOTHING
    with localcontext(prec=60):
        for customer in summed.values():
            capital = customer["economic_capital"]
            customer["return_on_capital"] = to_the_cent(capital * rates.return_on_capital / 12)
            customer["capital_charge"] = to_the_cent(capital * rates.hurdle / 12)
            customer["pre_tax_income"] = (
                sum(customer[line] for line in INCOME)
                - sum(customer[line] for line in EXPENSE)
                + customer["return_on_capital"]
            )
            customer["tax"] = to_the_cent(customer["pre_tax_income"] * rates.tax)
            customer["net_income"] = customer["pre_tax_income"] - customer["tax"]
    return dict(summed)
