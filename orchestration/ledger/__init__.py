"""The batch ledger of a home: what came of every attempt to build a batch, never edited.

One immutable Parquet file per attempt, chained by SHA-256; the mart batch_audit is built from these files alone.
"""

from orchestration.ledger.attempt import Attempt, AttemptTotals, Status, attempt_totals, record_attempt
from orchestration.ledger.chain import Entry, LedgerError, read_chain

__all__ = [
    "Attempt",
    "AttemptTotals",
    "Entry",
    "LedgerError",
    "Status",
    "attempt_totals",
    "read_chain",
    "record_attempt",
]
