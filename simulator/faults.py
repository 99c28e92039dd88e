"""What can be wrong with a row, and the bad copies of good rows that are planted in the extracts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from simulator.answer_key import AnswerKey
from simulator.deliver import SYSTEM_OF, Extract, Planted, csv_line, landing_path, text_of
from simulator.identifiers import with_wrong_check
from simulator.timeline import Month

MISSING, BAD_TYPE, DOMAIN, CHECK = "missing_value", "bad_type", "out_of_domain", "bad_check_digit"
ROWS_PER_FAULT = 100_000
ROWS_PER_DUPLICATE = 50_000
# the place of a digit that the check digit covers
CHECKED_PLACE = {"national_id": 15, "uscc": 10, "lei": 15, "iban": 20}


@dataclass(frozen=True)
class Fault:
    """A bad value in a column. A value of None is a missing one; for a bad check digit it is made from the
    good one."""

    table: str
    column: str
    kind: str
    value: str | None = None


FAULTS = (
    Fault("transaction", "amount", BAD_TYPE, "12.5O"),
    Fault("transaction", "booking_date", BAD_TYPE, "2025-02-30"),
    Fault("transaction", "value_date", MISSING),
    Fault("transaction", "account_id", MISSING),
    Fault("transaction", "channel", DOMAIN, "fax"),
    Fault("transaction", "amount", DOMAIN, "-25.00"),
    Fault("transaction", "credit_debit", DOMAIN, "C"),
    Fault("account_balance", "end_balance", BAD_TYPE, "n/a"),
    Fault("account_balance", "average_balance", MISSING),
    Fault("fee", "amount", DOMAIN, "0.00"),
    Fault("fee", "fee_kind", DOMAIN, "bonus"),
    Fault("loan", "outstanding_amount", BAD_TYPE, "1.000.00"),
    Fault("loan", "days_past_due", MISSING),
    Fault("exchange_rate", "rate", BAD_TYPE, "7,1B"),
    Fault("risk_parameter", "pd_rate", DOMAIN, "1.5000"),
    Fault("interaction", "interaction_date", MISSING),
    Fault("complaint", "opened_date", BAD_TYPE, "yesterday"),
    Fault("complaint", "cause_code", MISSING),
    Fault("customer", "birth_date", BAD_TYPE, "1985-13-01"),
    Fault("customer", "onboarded_date", MISSING),
    Fault("customer", "customer_type", DOMAIN, "robot"),
    Fault("customer", "national_id", CHECK),
    Fault("customer", "uscc", CHECK),
    Fault("customer", "lei", CHECK),
    Fault("account", "iban", CHECK),
    Fault("account", "opened_date", BAD_TYPE, "31/12/2024"),
    Fault("customer_income", "income_date", BAD_TYPE, "2025-00-10"),
    Fault("employee", "role_code", DOMAIN, "wizard"),
    Fault("employee", "hired_date", MISSING),
    Fault("survey_response", "score", BAD_TYPE, "five"),
    Fault("survey_response", "customer_id", MISSING),
    Fault("campaign_contact", "has_responded", BAD_TYPE, "perhaps"),
    Fault("competitor", "competitor_name", MISSING),
    Fault("market_share", "volume_amount", BAD_TYPE, "about 5m"),
    Fault("company_register", "employee_count", BAD_TYPE, "many"),
)
# tables that come with (nearly) every delivery; other tables get their faults at the first delivery of a year
MONTHLY_TABLES = (
    "transaction",
    "account_balance",
    "fee",
    "loan",
    "exchange_rate",
    "risk_parameter",
    "interaction",
    "complaint",
)
# what is no row at all: a record with too many or too few fields, or a broken line
NO_ROWS = ("transaction", "customer", "exchange_rate", "employee", "market_share", "complaint", "interaction")
DUPLICATED = ("transaction", "fee", "interaction")
# id column and prefix of the ids of planted rows; tables without an id of their own keep their key
OWN_IDS = {
    "transaction": ("transaction_id", "T9", 10),
    "fee": ("fee_id", "F9", 9),
    "interaction": ("interaction_id", "I9", 8),
    "complaint": ("complaint_id", "K9", 7),
    "customer": ("customer_id", "C9", 7),
    "account": ("account_id", "A9", 8),
    "employee": ("employee_id", "E9", 4),
    "survey_response": ("response_id", "S9", 9),
    "campaign_contact": ("contact_id", "N9", 7),
    "competitor": ("competitor_id", "Q9", 1),
    "company_register": ("register_number", "G9", 7),
}
CONTRACT_NAMES = {
    "account_id": "account_number",
    "customer_id": "customer_number",
    "channel": "channel_code",
    "credit_debit": "credit_debit_indicator",
    "end_balance": "end_balance_amount",
    "average_balance": "average_balance_amount",
    "rate": "exchange_rate",
}


def _fits(fault: Fault, extract: Extract) -> bool:
    """Whether the file is of the fault's table, and has an identifier to spoil where the fault asks for one."""
    if fault.table != extract.table:
        return False
    column = extract.data[fault.column]
    return fault.kind != CHECK or column.null_count < len(column)


class RowDirt:
    """Plants bad and repeated rows, month by month, and notes them in the answer key."""

    def __init__(self, key: AnswerKey, months: int) -> None:
        self.key, self.months = key, months
        self.numbers: dict[str, int] = defaultdict(int)
        self.due: list[Fault] = []
        self.due_no_rows: list[str] = []
        self.seen: dict[str, tuple[int, dict[str, Any]]] = {}

    def begin(self, month: Month, random: np.random.Generator) -> None:
        """Turn to a month; with each year all faults are due again."""
        self.month, self.random = month, random
        if month.index % 12 == 0:
            self.due, self.due_no_rows = list(FAULTS), list(NO_ROWS)

    def plant(self, extract: Extract) -> None:
        """Plant the faults that are due in a file."""
        for fault in [fault for fault in self.due if self._is_time(fault) and _fits(fault, extract)]:
            for _ in range(1 + extract.data.num_rows // ROWS_PER_FAULT):
                self._plant_fault(extract, fault)
            self.due.remove(fault)
        if extract.table in self.due_no_rows and self.month.index % 12 >= self._slot(NO_ROWS.index(extract.table)):
            for _ in range(1 + extract.data.num_rows // ROWS_PER_FAULT):
                self._plant_no_row(extract)
            self.due_no_rows.remove(extract.table)

    def _slot(self, number: int) -> int:
        return number % min(self.months, 12)

    def _is_time(self, fault: Fault) -> bool:
        return fault.table not in MONTHLY_TABLES or self.month.index % 12 >= self._slot(FAULTS.index(fault))

    def _record(self, extract: Extract, column: str | None = None) -> dict[str, Any]:
        """A random row as values by column; one in which `column` has a value, where there is one."""
        start = int(self.random.integers(extract.data.num_rows))
        if column is not None:
            filled = np.flatnonzero(pc.is_valid(extract.data[column]).to_numpy(zero_copy_only=False))
            start = int(filled[start % filled.size]) if filled.size else start
        record: dict[str, Any] = extract.data.slice(start, 1).to_pylist()[0]
        return record

    def _place(self, extract: Extract) -> int:
        return int(self.random.integers(extract.data.num_rows + 1))

    def _with_own_id(self, table: str, record: dict[str, Any]) -> dict[str, Any]:
        if table not in OWN_IDS:
            return record
        column, prefix, width = OWN_IDS[table]
        self.numbers[table] += 1
        return record | {column: f"{prefix}{self.numbers[table]:0{width}d}"}

    def _plant_fault(self, extract: Extract, fault: Fault) -> None:
        record = self._with_own_id(extract.table, self._record(extract, fault.column))
        bad = fault.value
        if fault.kind == CHECK:
            bad = with_wrong_check(record[fault.column], CHECKED_PLACE[fault.column])
        extract.planted.append(Planted(self._place(extract), record | {fault.column: bad}))
        self._note(extract, CONTRACT_NAMES.get(fault.column, fault.column), fault.kind)

    def _plant_no_row(self, extract: Extract) -> None:
        record = self._with_own_id(extract.table, self._record(extract))
        if extract.file_format == "jsonl":
            broken, kind = f'{{"{next(iter(record))}": "{next(iter(record.values()))}", "customer', "not_json"
        else:
            fields = [text_of(value) for value in record.values()]
            fields = [*fields, "?"] if self.random.random() < 0.5 else fields[:-1]
            broken, kind = csv_line(fields, SYSTEM_OF[extract.table].delimiter), "wrong_column_count"
        extract.planted.append(Planted(self._place(extract), broken))
        self._note(extract, "", kind)

    def _note(self, extract: Extract, column: str, kind: str) -> None:
        self.key.add_dirty_row(extract.table, landing_path(extract, self.month.end), column, kind)

    def duplicate(self, extract: Extract) -> None:
        """Rows that stand twice in the file, and a row of an earlier file that comes once more."""
        if extract.table == "transaction" or self.month.index % 3 == DUPLICATED.index(extract.table) % 3:
            for _ in range(1 + extract.data.num_rows // ROWS_PER_DUPLICATE):
                extract.planted.append(Planted(self._place(extract), self._record(extract)))
                self.key.duplicates[extract.table] += 1
        earlier = self.seen.get(extract.table)
        if earlier is not None and self.month.index - earlier[0] >= 2:
            extract.planted.append(Planted(self._place(extract), earlier[1]))
            self.key.duplicates[extract.table] += 1
            del self.seen[extract.table]
        elif earlier is None:
            self.seen[extract.table] = (self.month.index, self._record(extract))
