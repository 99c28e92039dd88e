"""The truth about a simulated bank, for tests alone: it lies outside landing and no pipeline may read it."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator import columns as c
from simulator.bookings import Rows
from simulator.books import LINES, MonthResult
from simulator.core_extracts import customer_ids
from simulator.deliver import SOURCE
from simulator.exact import Ints, count_by, total_by
from simulator.laws import Laws
from simulator.people import Customers
from simulator.rates import CURRENCIES
from simulator.timeline import Month

CONTRIBUTION_SCHEMA = pa.schema(
    [("customer_number", pa.string()), ("month_end_date", pa.date32())]
    + [(line, pa.decimal128(18, 2)) for line in LINES]
)


class AnswerKey:
    """Collects the truth while the bank is made; close() writes what was not written on the way."""

    def __init__(self, folder: Path, customers: Customers) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.customers = folder, customers
        self.dirty_rows: list[tuple[str, str, str, str, str]] = []
        self.held_back: list[tuple[str, str, str]] = []
        self.duplicates: Counter[str] = Counter()
        self.out_of_order: list[tuple[str, str, str, str, str, int]] = []
        self.corrections: list[tuple[str, str, str, str, str, str]] = []
        self.changed_columns: list[tuple[str, str, str, str]] = []
        self.totals: list[tuple[str, str, int, str]] = []
        self.statement_differences: list[tuple[str, str, str, str]] = []
        self.contribution = pq.ParquetWriter(folder / "contribution.parquet", CONTRIBUTION_SCHEMA)

    def add_transactions(self, end: date, rows: Rows, currency: Ints) -> None:
        """True number and amount of the transactions booked up to `end` since the last call, by currency."""
        code = currency[rows.account]
        counts = count_by(code, len(CURRENCIES))
        amounts = total_by(code, np.abs(rows.amount), len(CURRENCIES))
        for place, name in enumerate(CURRENCIES):
            if counts[place]:
                total = f"{amounts[place] // 100}.{amounts[place] % 100:02d}"
                self.totals.append((end.isoformat(), name, int(counts[place]), total))

    def add_month(self, month: Month, rows: Rows, currency: Ints, result: MonthResult) -> None:
        """A month's transactions and everybody's contribution."""
        self.add_transactions(month.end, rows, currency)
        who = result.customers
        columns = [customer_ids(who), c.dates(np.full(who.size, month.last))]
        columns += [c.money(result.lines[line][who]) for line in LINES]
        self.contribution.write_table(pa.Table.from_arrays(columns, schema=CONTRIBUTION_SCHEMA))

    def add_statement(self, month: Month, customers: Ints, true: Ints, stated: Ints) -> None:
        """The customers of whom the bank's own statement tells another net income than the true one."""
        wrong = true != stated
        numbers = customer_ids(customers[wrong]).to_pylist()
        amounts = (c.money(values[wrong]).to_pylist() for values in (stated, true))
        for number, said, was in zip(numbers, *amounts, strict=True):
            self.statement_differences.append((number, month.end.isoformat(), str(said), str(was)))

    def add_dirty_row(self, table: str, file: str, column: str, kind: str) -> None:
        """A row that must end in quarantine for exactly this reason."""
        self.dirty_rows.append((SOURCE, table, file, column, kind))

    def close(self, laws: Laws, customers: int, months: int, seed: int, extra_days: int) -> None:
        """Write parameters and lists."""
        self.contribution.close()
        parameters = {
            "customers": customers,
            "months": months,
            "seed": seed,
            "extra_days": extra_days,
            "laws": laws.as_dict(),
        }
        text = json.dumps(parameters, indent=2, ensure_ascii=False) + "\n"
        (self.folder / "parameters.json").write_text(text, encoding="utf-8")
        self._write("dirty_rows.csv", ("source", "table", "file", "column", "kind"), self.dirty_rows)
        self._write("held_back_files.csv", ("file", "table", "reason"), self.held_back)
        self._write("duplicates.csv", ("table", "rows"), sorted(self.duplicates.items()))
        self._write(
            "out_of_order_files.csv",
            ("table", "file", "kind", "business_date", "delivered_on", "rows"),
            self.out_of_order,
        )
        self._write(
            "corrections.csv",
            ("table", "key", "column", "delivered_value", "true_value", "corrected_on"),
            self.corrections,
        )
        self._write(
            "statement_differences.csv",
            ("customer_number", "month_end_date", "stated_net_income_amount", "true_net_income_amount"),
            self.statement_differences,
        )
        self._write("changed_columns.csv", ("file", "table", "column", "change"), self.changed_columns)
        self._write("transactions.csv", ("period_end_date", "currency", "transactions", "amount"), self.totals)
        customer = np.arange(self.customers.count)
        latent = pa.table(
            {
                "customer_number": customer_ids(customer),
                "satisfaction": self.customers.satisfaction,
                "usage_rate": self.customers.usage_rate,
                "usage_death_date": c.dates(np.minimum(self.customers.usage_death, 60_000)),
                "closed_date": c.dates(self.customers.closed),
            }
        )
        pq.write_table(latent, self.folder / "latent.parquet")

    def _write(self, name: str, header: Sequence[str], rows: Iterable[Any]) -> None:
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
