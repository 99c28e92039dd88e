"""Arrow columns of the extracts from plain numpy arrays. Dates beyond NO_DATE and NEVER become nulls."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator.exact import NEVER, NO_DATE, Flags, Ints


def identifiers(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """prefix + zero-padded number, for example C0000042."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def decimals(units: Ints, scale: int, present: Flags | None = None) -> pa.Array:
    """Scaled integers as decimals: units 12345 with scale 2 is 123.45."""
    words = np.empty((units.size, 2), dtype=np.int64)
    words[:, 0] = units
    words[:, 1] = units >> 63
    column = pa.Array.from_buffers(pa.decimal128(18, scale), units.size, [None, pa.py_buffer(words.tobytes())])
    return column if present is None else only(column, present)


def money(cents: Ints, present: Flags | None = None) -> pa.Array:
    """Cents as decimals with two places."""
    return decimals(cents, 2, present)


def whole(numbers: Ints, present: Flags | None = None) -> pa.Array:
    """Whole numbers."""
    column = pa.array(numbers)
    return column if present is None else only(column, present)


def dates(days: Ints) -> pa.Array:
    """Day numbers as dates; NO_DATE and NEVER as null."""
    present = (days > NO_DATE) & (days < NEVER)
    return pa.array(np.where(present, days, 0).astype(np.int32), mask=~present).cast(pa.date32())


def labels(codes: Ints, names: Sequence[str]) -> pa.Array:
    """The name of each code; a negative code as null."""
    return pa.array(names, pa.string()).take(pa.array(np.where(codes < 0, 0, codes), mask=codes < 0))


def texts(values: Sequence[str | None]) -> pa.Array:
    """Strings as they are."""
    return pa.array(values, pa.string())


def flags(values: Flags) -> pa.Array:
    """Booleans."""
    return pa.array(values)


def constant(value: str, count: int) -> pa.Array:
    """The same text in every row."""
    return pa.repeat(pa.scalar(value, pa.string()), count)


def only(column: pa.Array, present: Flags) -> pa.Array:
    """The column with null where not present."""
    return pc.if_else(pa.array(present), column, pa.nulls(len(column), column.type))
