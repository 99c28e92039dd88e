"""Plants what goes wrong with extracts in a real bank, and writes each planted thing into the answer key.

The truth stays what it was: a bad row is an additional copy of a good one under an id of its own, and breaks
exactly one rule; what is withheld, wrong, cut off or held back is delivered well in a later month.
Once a year, counted from the first month: transactions that arrive two months late, corrected transactions,
a corrected customer, a cut-off file, a file without a column, a file with a garbled amount that its control
total gives away, a file with a new column. Every fault is planted each year at least once, and more often
the larger the file.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from simulator.answer_key import AnswerKey
from simulator.deliver import Extract, landing_path, text_of
from simulator.exact import Ints
from simulator.faults import DUPLICATED, RowDirt
from simulator.randomness import stream
from simulator.timeline import Month

WITHHELD_SHARE = 0.003
CUT_OFF_SHARE = 0.2
GARBLED_BY = Decimal("1000.00")


@dataclass(frozen=True)
class Incident:
    """Something that happens to a table's file once a year, and how many months later it is put right."""

    table: str
    at: Callable[[int], int]
    lag: int

    def happens(self, month: Month, months: int) -> bool:
        """Whether it happens in a month and can still be put right."""
        at = self.at(min(months, 12))
        return month.index >= at and (month.index - at) % 12 == 0 and month.index + self.lag < months


LATE = Incident("transaction", lambda months: months // 3, 2)
WRONG_TRANSACTIONS = Incident("transaction", lambda months: months // 2, 1)
WRONG_CUSTOMER = Incident("customer", lambda months: max(months // 3, 1), 2)
CUT_OFF = Incident("account_balance", lambda months: months // 4, 1)
WITHOUT_COLUMN = Incident("fee", lambda months: months // 3, 1)
GARBLED = Incident("risk_parameter", lambda months: months // 2, 1)
NEW_COLUMN = Incident("loan", lambda months: months // 2, 0)


class Dirt:
    """Spreads dirt over the deliveries, month by month."""

    def __init__(self, key: AnswerKey, months: list[Month], seed: int) -> None:
        self.key, self.months, self.seed = key, months, seed
        self.rows = RowDirt(key, len(months))
        self.waiting: dict[int, list[Extract]] = defaultdict(list)
        self.customers: set[str] = set()

    def spread(self, month: Month, extracts: list[Extract]) -> list[Extract]:
        """The extracts of a month with their dirt, and those that were promised for this month."""
        self.month, self.random = month, stream(self.seed, "dirt", month.index)
        self.rows.begin(month, self.random)
        files = {extract.table: extract for extract in extracts}
        spoiled: set[str] = set()
        for incident, happen in (
            (LATE, self._withhold),
            (WRONG_TRANSACTIONS, self._deliver_wrong_transactions),
            (WRONG_CUSTOMER, self._deliver_wrong_customer),
            (CUT_OFF, self._cut_off),
            (WITHOUT_COLUMN, self._drop_column),
            (GARBLED, self._garble),
            (NEW_COLUMN, self._add_column),
        ):
            if incident.table in files and incident.happens(month, len(self.months)):
                files[incident.table] = happen(files[incident.table], incident)
                spoiled.add(incident.table)
        for extract in files.values():
            if extract.table not in spoiled or extract.table in ("transaction", "customer"):
                self.rows.plant(extract)
            if extract.table in DUPLICATED and extract.table not in spoiled:
                self.rows.duplicate(extract)
        self.customers.update(files["customer"].data["customer_id"].to_pylist() if "customer" in files else [])
        return [*files.values(), *self.waiting.pop(month.index, [])]

    def _deliver_later(self, extract: Extract, lag: int) -> None:
        later = self.months[self.month.index + lag]
        self.waiting[later.index].append(extract)
        self.key.out_of_order.append(
            (
                extract.table,
                landing_path(extract, later.end),
                extract.kind,
                extract.business_date.isoformat(),
                later.end.isoformat(),
                extract.data.num_rows,
            )
        )

    def _own_transactions(self, extract: Extract, count: int) -> Ints:
        """Places of some transactions that customers started."""
        candidates = np.flatnonzero(extract.data["is_customer_initiated"].to_numpy())
        return np.sort(self.random.permutation(candidates)[:count])

    def _withhold(self, extract: Extract, incident: Incident) -> Extract:
        rows = extract.data.num_rows
        chosen = self._own_transactions(extract, max(3, int(rows * WITHHELD_SHARE)))
        kept = np.ones(rows, dtype=bool)
        kept[chosen] = False
        late = replace(
            extract,
            data=extract.data.take(pa.array(chosen)),
            kind="late",
            label=f"{extract.label}_late",
            planted=[],
        )
        self._deliver_later(late, incident.lag)
        return replace(extract, data=extract.data.filter(pa.array(kept)))

    def _deliver_wrong_transactions(self, extract: Extract, incident: Incident) -> Extract:
        """Some amounts are wrong, and one booking date: it lies in the month before."""
        data = extract.data
        chosen = self._own_transactions(extract, max(4, data.num_rows // 20_000))
        good = data.take(pa.array(chosen))
        wrong = good.to_pylist()
        for place, row in enumerate(wrong):
            column = "booking_date" if place == 0 else "amount"
            true = row[column]
            day_before = extract.business_date.replace(day=1) - timedelta(days=1)
            row[column] = day_before if column == "booking_date" else row["amount"] + Decimal("100.00")
            self._note_correction(extract, row["transaction_id"], column, row[column], true, incident.lag)
        index = np.arange(data.num_rows)
        index[chosen] = data.num_rows + np.arange(chosen.size)
        mixed = pa.concat_tables([data, pa.Table.from_pylist(wrong, schema=data.schema)]).take(pa.array(index))
        corrected = replace(extract, data=good, kind="correction", label=f"{extract.label}_correction", planted=[])
        self._deliver_later(corrected, incident.lag)
        return replace(extract, data=mixed.combine_chunks())

    def _deliver_wrong_customer(self, extract: Extract, incident: Incident) -> Extract:
        """Of a customer whose row changed this month the employment is wrong, and corrected for this date
        later."""
        data = extract.data
        rows = data.to_pylist()
        changed = [
            place
            for place, row in enumerate(rows)
            if row["customer_id"] in self.customers and row["employment_status"] and row["closed_date"] is None
        ]
        if not changed:
            return extract
        place = changed[0]
        good = data.slice(place, 1)
        true = rows[place]["employment_status"]
        rows[place]["employment_status"] = wrong = "student" if true != "student" else "employed"
        self._note_correction(extract, rows[place]["customer_id"], "employment_status", wrong, true, incident.lag)
        corrected = replace(extract, data=good, kind="correction", label=f"{extract.label}_correction", planted=[])
        self._deliver_later(corrected, incident.lag)
        return replace(extract, data=pa.Table.from_pylist(rows, schema=data.schema))

    def _note_correction(self, extract: Extract, key: str, column: str, wrong: object, true: object, lag: int) -> None:
        corrected_on = self.months[self.month.index + lag].end.isoformat()
        self.key.corrections.append((extract.table, key, column, text_of(wrong), text_of(true), corrected_on))

    def _hold_back(self, bad: Extract, good: Extract, reason: str, lag: int) -> Extract:
        self.key.held_back.append((landing_path(bad, self.month.end), bad.table, reason))
        self._deliver_later(replace(good, kind="late", label=f"{good.label}_again", planted=[]), lag)
        return bad

    def _cut_off(self, extract: Extract, incident: Incident) -> Extract:
        kept = extract.data.num_rows - max(1, int(extract.data.num_rows * CUT_OFF_SHARE))
        bad = replace(extract, data=extract.data.slice(0, kept), declared=extract.data)
        return self._hold_back(bad, extract, "row_count_mismatch", incident.lag)

    def _drop_column(self, extract: Extract, incident: Incident) -> Extract:
        bad = replace(extract, data=extract.data.drop_columns(["value_date"]))
        self.key.changed_columns.append((landing_path(bad, self.month.end), bad.table, "value_date", "missing"))
        return self._hold_back(bad, extract, "missing_column", incident.lag)

    def _garble(self, extract: Extract, incident: Incident) -> Extract:
        """One amount is not what the manifest's control total was made from."""
        rows = extract.data.to_pylist()
        rows[-1]["ead_amount"] += GARBLED_BY
        garbled = pa.Table.from_pylist(rows, schema=extract.data.schema)
        bad = replace(extract, data=garbled, declared=extract.data)
        return self._hold_back(bad, extract, "control_total_mismatch", incident.lag)

    def _add_column(self, extract: Extract, incident: Incident) -> Extract:
        count = extract.data.num_rows
        changed = replace(
            extract, data=extract.data.append_column("collateral_code", pa.repeat(pa.scalar("none"), count))
        )
        path = landing_path(changed, self.month.end)
        self.key.changed_columns.append((path, changed.table, "collateral_code", "new"))
        return changed
