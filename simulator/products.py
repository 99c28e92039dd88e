"""The products of the bank."""

from dataclasses import dataclass

import numpy as np

from simulator.rates import TENORS

GROUPS = (
    "current",
    "savings",
    "term_deposit",
    "mortgage",
    "consumer_loan",
    "corporate_loan",
    "credit_card",
    "fund",
    "payment",
)
DEPOSIT, LOAN, NO_SIDE = range(3)
SIDES = ("deposit", "loan", "none")
ACT_365, ACT_360, THIRTY_360 = range(3)
DAY_COUNTS = ("act/365", "act/360", "30/360")


@dataclass(frozen=True)
class Product:
    """A product; rate in millionths at the start, tenor in months (0: on demand). Loans: risk in % and
    hundredths."""

    code: str
    name: str
    name_zh: str
    group: str
    side: int
    day_count: int
    tenor: int
    rate: int
    is_complex: bool = False
    is_self_directed: bool = False
    yearly_cut: int = 0
    risk_weight: int = 0
    loss_given_default: int = 0


PRODUCTS = (
    Product("P101", "Current account", "活期账户", "current", DEPOSIT, ACT_360, 0, 2_000, yearly_cut=500),
    Product(
        "P102",
        "Business current account",
        "对公活期账户",
        "current",
        DEPOSIT,
        ACT_360,
        0,
        2_500,
        yearly_cut=500,
    ),
    Product("P111", "Savings account", "储蓄账户", "savings", DEPOSIT, ACT_360, 0, 5_500, yearly_cut=500),
    Product("P121", "Term deposit 3 months", "三个月定期存款", "term_deposit", DEPOSIT, THIRTY_360, 3, 13_500),
    Product("P122", "Term deposit 12 months", "一年定期存款", "term_deposit", DEPOSIT, THIRTY_360, 12, 16_500),
    Product("P123", "Term deposit 36 months", "三年定期存款", "term_deposit", DEPOSIT, THIRTY_360, 36, 19_500),
    Product(
        "P201",
        "Mortgage",
        "个人住房贷款",
        "mortgage",
        LOAN,
        THIRTY_360,
        240,
        38_500,
        yearly_cut=1_000,
        risk_weight=50,
        loss_given_default=25,
    ),
    Product(
        "P211",
        "Consumer loan",
        "个人消费贷款",
        "consumer_loan",
        LOAN,
        ACT_365,
        36,
        72_000,
        risk_weight=75,
        loss_given_default=55,
    ),
    Product(
        "P221",
        "Corporate term loan",
        "企业中期贷款",
        "corporate_loan",
        LOAN,
        ACT_360,
        60,
        43_500,
        risk_weight=100,
        loss_given_default=40,
    ),
    Product(
        "P222",
        "Corporate revolving credit",
        "企业循环贷款",
        "corporate_loan",
        LOAN,
        ACT_360,
        12,
        41_000,
        is_complex=True,
        risk_weight=100,
        loss_given_default=45,
    ),
    Product(
        "P231",
        "Credit card",
        "信用卡",
        "credit_card",
        LOAN,
        ACT_365,
        1,
        150_000,
        is_self_directed=True,
        risk_weight=75,
        loss_given_default=65,
    ),
    Product(
        "P301",
        "Fund account",
        "基金账户",
        "fund",
        NO_SIDE,
        ACT_365,
        0,
        0,
        is_complex=True,
        is_self_directed=True,
    ),
    Product("P311", "Merchant payments", "商户收单", "payment", NO_SIDE, ACT_365, 0, 0),
)
INDEX = {product.code: index for index, product in enumerate(PRODUCTS)}
SIDE = np.array([product.side for product in PRODUCTS])
DAY_COUNT = np.array([product.day_count for product in PRODUCTS])
TENOR_INDEX = np.array([TENORS.index(product.tenor) for product in PRODUCTS])
YEARLY_CUT = np.array([product.yearly_cut for product in PRODUCTS])
RISK_WEIGHT = np.array([product.risk_weight for product in PRODUCTS])
LOSS_GIVEN_DEFAULT = np.array([product.loss_given_default for product in PRODUCTS])


def products_of(group: str) -> list[int]:
    """Indexes of the products of a group."""
    return [index for index, product in enumerate(PRODUCTS) if product.group == group]
