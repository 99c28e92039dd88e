"""The raw zone as a DuckDB file of views, for it has no database of its own.

`raw.<source>__<table>` is what a run with this as-of date reads of a table, `raw.receipt` has one row per
file that was delivered (its `<sha256>.json`), held-back ones too.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb

_RECEIPTS = """
create table raw.receipt as
select source as source_system, "table" as table_name, file as source_file, * exclude (source, "table", file)
from read_json({receipts}, format = 'auto', columns = {{
    source: 'varchar', "table": 'varchar', file: 'varchar', sha256: 'varchar', business_date: 'date',
    delivered_on: 'date', rows_declared: 'bigint', rows_landed: 'bigint', rows_parsed: 'bigint',
    rows_rejected: 'bigint', status: 'varchar', reason: 'varchar'
}})
where delivered_on <= {until} and business_date <= {until}
"""


def build_raw_views(database: Path, raw_root: Path, sources: Sequence[str], as_of: date) -> None:
    """Writes the database anew; what has no file gets no view."""
    database.unlink(missing_ok=True)
    until = f"date '{as_of.isoformat()}'"
    folders = [folder for source in sources for folder in (raw_root / source).glob("*") if folder.is_dir()]
    receipts = _list(path for folder in folders for path in folder.glob("*.json"))
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema raw")
        for folder in folders:
            rows = _list(path for path in folder.glob("*.parquet") if not path.match("*.rejects.parquet"))
            if rows:
                connection.execute(
                    f'create view raw."{folder.parent.name}__{folder.name}" as'
                    f" select * from read_parquet({rows}, union_by_name = true)"
                    f" where _delivered_on <= {until} and _business_date <= {until}"
                )
        if receipts:
            connection.execute(_RECEIPTS.format(receipts=receipts, until=until))


def _list(paths: Iterable[Path]) -> str:
    """A DuckDB list of file names; the empty text where there are none."""
    names = sorted(path.absolute().as_posix().replace("'", "''") for path in paths)
    return "[" + ", ".join(f"'{name}'" for name in names) + "]" if names else ""
