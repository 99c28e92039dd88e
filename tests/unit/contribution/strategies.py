"""Banks by chance: whole numbers only, so that what fails shrinks to something that a person can compute by hand."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.unit.contribution.made_up_bank import (
    AS_OF,
    CURVE_DAYS,
    EUR_DAYS,
    FIRST_DAY,
    MONTH_ENDS,
    POOLS,
    RATE_UNIT,
    TERMS_WITH_A_PRICE,
    UNKNOWN,
    USD_DAYS,
    Account,
    Bank,
    Customer,
    Fee,
    Product,
    Risk,
    Transaction,
)

CUSTOMERS = 3
CHANNELS = ("branch", "online", "atm", "system")
THIRD = 33_333_333
WEIGHTS = (
    (RATE_UNIT,),
    (50_000_000, 50_000_000),
    (RATE_UNIT - 2 * THIRD, THIRD, THIRD),
    (20_000_000, 30_000_000, 50_000_000),
    (0, 50_000_000, 50_000_000),
)

MONTHS = len(MONTH_ENDS)
days = st.integers(0, (AS_OF - FIRST_DAY).days).map(lambda number: FIRST_DAY + timedelta(days=number))
# Days on which a month begins or ends are where mistakes are made.
edge_days = st.sampled_from(
    [day for end in MONTH_ENDS for day in (end.replace(day=1), end)] + [date(2024, 1, 15), date(2024, 2, 9)]
)
some_day = st.one_of(days, edge_days)
small = st.integers(1, 2_000)
large = st.integers(1, 10**12)
amounts = st.one_of(small, large)
balances = st.one_of(st.just(0), st.integers(-2_000, 2_000), st.integers(-(10**13), 10**13))
fractions = st.one_of(st.sampled_from([0, 1, RATE_UNIT // 2, RATE_UNIT]), st.integers(0, RATE_UNIT))
currencies = st.sampled_from(["CNY", "CNY", "USD", "USD", "EUR", "GBP"])

products = st.builds(
    Product,
    st.sampled_from(["deposit", "deposit", "loan", "loan", "none"]),
    st.sampled_from(["act/365", "act/360", "30/360"]),
    st.sampled_from([0, 1, 12, 36]),
)
cash = st.builds(Transaction, some_day, st.sampled_from(["deposit", "withdrawal"]), amounts, st.sampled_from(CHANNELS))
interest = st.builds(
    Transaction, some_day, st.sampled_from(["charged", "paid", "penalty", "given_back"]), amounts, st.just("system")
)
risks = st.builds(Risk, fractions, fractions, amounts, st.one_of(st.just(0), st.integers(0, 2 * RATE_UNIT)))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    currency = draw(currencies)
    opened = draw(st.one_of(st.just(FIRST_DAY), some_day))
    weights = draw(st.sampled_from(WEIGHTS))
    people = draw(st.permutations(range(1, CUSTOMERS + 1)))[: len(weights)]
    fee_currencies = st.sampled_from([currency, currency, "CNY"])
    return Account(
        currency=currency,
        product=draw(products),
        opened=opened,
        closed=draw(st.one_of(st.none(), some_day.filter(lambda day: day >= opened))),
        average_cents=draw(st.tuples(*[balances] * MONTHS)),
        outstanding_cents=draw(
            st.one_of(st.just((0,) * MONTHS), st.tuples(*[st.one_of(st.just(0), amounts)] * MONTHS))
        ),
        risks=draw(st.one_of(st.just((None,) * MONTHS), st.tuples(*[st.one_of(st.none(), risks)] * MONTHS))),
        transactions=tuple(draw(st.lists(st.one_of(cash, interest), max_size=5))),
        fees=tuple(
            draw(
                st.lists(
                    st.builds(Fee, some_day, st.sampled_from(["fee", "refund"]), amounts, fee_currencies), max_size=3
                )
            )
        ),
        holders=((UNKNOWN, RATE_UNIT),) if draw(st.integers(0, 9)) == 9 else tuple(zip(people, weights, strict=True)),
    )


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    onboarded = draw(st.one_of(st.just(FIRST_DAY), some_day))
    closed = draw(st.one_of(st.none(), some_day.filter(lambda day: day >= onboarded)))
    return Customer(onboarded, closed, draw(st.tuples(*[st.integers(0, 90)] * MONTHS)))


costs_of_month = st.one_of(
    st.none(), st.tuples(*[st.tuples(st.integers(0, 10**8), st.integers(1, 10**5))] * len(POOLS))
)
banks = st.builds(
    Bank,
    accounts=st.lists(accounts(), min_size=1, max_size=8).map(tuple),
    customers=st.tuples(*[customers()] * CUSTOMERS),
    usd=st.tuples(*[st.integers(6 * RATE_UNIT, 8 * RATE_UNIT)] * len(USD_DAYS)),
    eur=st.tuples(*[st.integers(7 * RATE_UNIT, 9 * RATE_UNIT)] * len(EUR_DAYS)),
    prices=st.tuples(*[st.tuples(*[st.integers(-2_000_000, 9_000_000)] * len(CURVE_DAYS))] * len(TERMS_WITH_A_PRICE)),
    costs=st.tuples(*[costs_of_month] * MONTHS),
)
