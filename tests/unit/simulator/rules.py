"""What a good row of the demo bank is, written down a second time."""

from collections.abc import Callable

from tests.unit.simulator.check_digits import valid_iban, valid_lei, valid_national_id, valid_uscc
from tests.unit.simulator.landing import Row, is_date, is_decimal

REQUIRED: dict[str, tuple[str, ...]] = {
    "transaction": (
        "account_id",
        "booking_date",
        "value_date",
        "amount",
        "credit_debit",
        "channel",
        "purpose",
    ),
    "account_balance": ("account_id", "month_end", "end_balance", "average_balance", "currency"),
    "fee": ("fee_id", "account_id", "booking_date", "value_date", "fee_kind", "amount"),
    "loan": ("account_id", "outstanding_amount", "arrears_amount", "days_past_due"),
    "risk_parameter": ("account_id", "pd_rate", "lgd_rate", "ead_amount", "risk_weight_rate"),
    "exchange_rate": ("rate_date", "from_currency", "to_currency", "rate"),
    "customer": ("customer_id", "customer_type", "onboarded_date"),
    "account": ("account_id", "product_id", "branch_id", "currency", "opened_date"),
    "employee": ("employee_id", "branch_id", "role_code", "hired_date"),
    "interaction": ("interaction_id", "customer_id", "interaction_date", "channel_code"),
    "complaint": ("complaint_id", "opened_date", "cause_code"),
    "survey_response": ("response_id", "wave_id", "customer_id", "question_code", "response_date", "score"),
    "campaign_contact": ("contact_id", "campaign_id", "customer_id", "is_control", "has_responded"),
    "competitor": ("competitor_id", "competitor_name", "competitor_type"),
    "market_share": ("period_end_date", "product_group", "competitor_id", "volume_amount"),
    "company_register": ("register_number", "company_name"),
}
TYPES: dict[str, Callable[[str], bool]] = {
    "booking_date": is_date,
    "value_date": is_date,
    "month_end": is_date,
    "birth_date": is_date,
    "onboarded_date": is_date,
    "opened_date": is_date,
    "closed_date": is_date,
    "income_date": is_date,
    "hired_date": is_date,
    "interaction_date": is_date,
    "response_date": is_date,
    "amount": is_decimal,
    "end_balance": is_decimal,
    "average_balance": is_decimal,
    "outstanding_amount": is_decimal,
    "rate": is_decimal,
    "pd_rate": is_decimal,
    "score": is_decimal,
    "volume_amount": is_decimal,
    "employee_count": str.isdigit,
    "days_past_due": str.isdigit,
    "has_responded": lambda text: text in ("true", "false"),
}
DOMAINS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("transaction", "amount"): lambda text: float(text) > 0,
    ("fee", "amount"): lambda text: float(text) > 0,
    ("transaction", "credit_debit"): lambda text: text in ("CRDT", "DBIT"),
    ("transaction", "channel"): lambda text: text in ("branch", "atm", "online", "mobile", "phone", "system"),
    ("fee", "fee_kind"): lambda text: text in ("fee", "refund"),
    ("risk_parameter", "pd_rate"): lambda text: 0 <= float(text) <= 1,
    ("customer", "customer_type"): lambda text: (
        text in ("individual", "corporate", "public_body", "financial_institution")
    ),
    ("employee", "role_code"): lambda text: text in ("customer_manager", "teller", "branch_manager", "advisor"),
}
CHECKS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("customer", "national_id"): valid_national_id,
    ("customer", "uscc"): valid_uscc,
    ("customer", "lei"): valid_lei,
    ("account", "iban"): valid_iban,
}


def breaches(table: str, row: Row) -> list[tuple[str, str]]:
    """Every (column, kind) in which a row is not good; empty for a good row."""
    found = []
    for column, text in row.items():
        if text == "":
            if column in REQUIRED.get(table, ()):
                found.append((column, "missing_value"))
        elif column in TYPES and not TYPES[column](text):
            found.append((column, "bad_type"))
        elif (table, column) in DOMAINS and not DOMAINS[table, column](text):
            found.append((column, "out_of_domain"))
        elif (table, column) in CHECKS and not CHECKS[table, column](text):
            found.append((column, "bad_check_digit"))
    return found
