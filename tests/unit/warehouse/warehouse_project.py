"""The warehouse layer as a dbt project of its own, whose contract is plain tables that a test fills."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.conftest import REPOSITORY

DBT_PROJECT = REPOSITORY / "dbt_project"
LAYERS = ("models/private", "models/warehouse/dimensions", "models/warehouse/bridges", "models/warehouse/facts")
# The day on which a row became true: the contract shows it from then on.
EVENT_DATES = {
    "account": "opened_date",
    "account_balance": "month_end_date",
    "exchange_rate": "rate_date",
    "fee": "booking_date",
    "loan": "month_end_date",
    "transaction": "booking_date",
}


@dataclass(frozen=True)
class Delivery:
    """A file for an entity of the contract; its name stands for its sha256."""

    file: str
    entity: str
    business_date: date
    delivered_on: date
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class WarehouseProject:
    folder: Path

    def build(self, database: Path, as_of: date, *arguments: str) -> None:
        """Run dbt on a database file as of a day."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "WAREHOUSE_BUILD": str(database),
            "WAREHOUSE_AS_OF": as_of.isoformat(),
            "WAREHOUSE_REPORTING_CURRENCY": "CNY",
            "WAREHOUSE_KEY_SECRET": "tests",
            "WAREHOUSE_TEMP": str(self.folder / "spill"),
            # A target for each database: dbt parses again when the path in its profile changes.
            "DBT_TARGET_PATH": str(self.folder / "target" / database.stem),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        dbt = str(Path(sys.executable).with_name("dbt"))
        places = ["--project-dir", str(self.folder), "--profiles-dir", str(self.folder)]
        done = subprocess.run([dbt, "-q", *arguments, *places], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def compiled(self, database: Path, model: str) -> str:
        """The SQL of a model in its last run on a database."""
        return next((self.folder / "target" / database.stem / "compiled").rglob(f"{model}.sql")).read_text()


def make_project(
    folder: Path,
    layers: Sequence[str] = LAYERS,
    event_dates: Mapping[str, str] = EVENT_DATES,
    parameters: Mapping[str, str] | None = None,
) -> WarehouseProject:
    """A project of some folders and files of models; parameters replace values of the reference table of that name."""
    for name in ("dbt_project.yml", "profiles.yml"):
        text = (DBT_PROJECT / name).read_text()
        (folder / name).write_text(text.replace("../seeds/reference", "seeds"))
    shutil.copytree(REPOSITORY / "seeds" / "reference", folder / "seeds")
    for code, value in (parameters or {}).items():
        seed = folder / "seeds" / "parameter.csv"
        seed.write_text(re.sub(rf"(?m)^({code},[^,]*,[^,]*),[^,]*", rf"\g<1>,{value}", seed.read_text()))
    shutil.copytree(DBT_PROJECT / "macros", folder / "macros")
    shutil.copytree(DBT_PROJECT / "tests" / "generic", folder / "tests" / "generic")
    shutil.copy(DBT_PROJECT / "models" / "contract" / "_recurring_columns.md", _made(folder / "models" / "contract"))
    for notes in (DBT_PROJECT / "models" / "warehouse").glob("*.md"):
        shutil.copy(notes, _made(folder / "models" / "warehouse"))
    for layer in layers:
        if (DBT_PROJECT / layer).is_dir():
            shutil.copytree(DBT_PROJECT / layer, folder / layer)
        else:
            shutil.copy(DBT_PROJECT / layer, _made((folder / layer).parent))
    for entity in contract():
        sql = (
            f"select * from delivered.{entity} where greatest(business_date, delivered_on, "
            f"{event_dates.get(entity, 'business_date')}) <= {{{{ as_of_date() }}}}"
        )
        (folder / "models" / "contract" / f"contract_{entity}.sql").write_text(sql)
    return WarehouseProject(folder)


def contract() -> dict[str, dict[str, str]]:
    """Columns and types of every entity of the contract."""
    entities: dict[str, dict[str, str]] = {}
    for path in (DBT_PROJECT / "models" / "contract").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text())["models"]:
            columns = {column["name"]: column["data_type"] for column in model["columns"]}
            entities[model["name"].removeprefix("contract_")] = columns
    return entities


def make_database(path: Path) -> None:
    """An empty contract."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema delivered")
        for entity, columns in contract().items():
            declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"create table delivered.{entity} ({declared})")


def deliver(path: Path, delivery: Delivery) -> None:
    """Add the rows of a file to the contract."""
    with duckdb.connect(str(path)) as connection:
        for number, row in enumerate(delivery.rows, start=1):
            whole = {
                "source_file_sha256": delivery.file,
                "source_row_number": number,
                "business_date": delivery.business_date,
                "delivered_on": delivery.delivered_on,
                **row,
            }
            marks = ", ".join("?" for _ in whole)
            connection.execute(
                f"insert into delivered.{delivery.entity} ({', '.join(whole)}) values ({marks})",
                list(whole.values()),
            )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
