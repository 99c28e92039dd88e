"""How the pipeline's cost compares with plain DuckDB doing the same work, and what one more day costs.

    python -m tests.benchmarks.scale [--transactions 1000000 10000000] [--history 12 24 48] [--folder DIR]

Times alone say little on a noisy machine: each stage stands beside the floor, which is the same work as plain
DuckDB statements (CSV to Parquet, typed table, customer-month aggregate), measured in the same run.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import psutil

WAREHOUSE = Path(sys.executable).with_name("warehouse")
STAGE_LINE = re.compile(r"^  (?P<title>.+?)\s+(?:done|FAILED)\s+(?P<seconds>[\d.]+) s$")
TRANSACTIONS_PER_CUSTOMER_MONTH = 8.0
END = date(2025, 12, 31)
FLOOR = {
    "CSV to Parquet": """
        copy (from read_csv('{landing}/demo/core_banking/*/transaction_*.csv.gz', all_varchar = true,
              union_by_name = true, ignore_errors = true)) to '{folder}/floor.parquet' (format parquet)
    """,
    "typed table": """
        create table typed as select
            transaction_id, account_id, try_cast(booking_date as date) as booking_date,
            try_cast(value_date as date) as value_date, try_cast(amount as decimal(18, 2)) as amount,
            credit_debit, currency, channel, purpose, counterparty_bank, counterparty_account
        from '{folder}/floor.parquet'
    """,
    "customer-month aggregate": """
        create table monthly as
        with holder as (
            from read_csv('{landing}/demo/core_banking/*/account_holder_*.csv', all_varchar = true,
                          union_by_name = true, ignore_errors = true)
            select distinct account_id, customer_id
        )
        select customer_id, date_trunc('month', booking_date) as booking_month, credit_debit, sum(amount), count(*)
        from typed join holder using (account_id) group by all
    """,
}


@dataclass
class Stage:
    """Wall and CPU seconds and the highest resident memory (bytes) of the process and its children."""

    title: str
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0


@dataclass
class Meter:
    """Samples a process tree every 50 ms and books what it uses to the stage that is under way."""

    pid: int
    stages: list[Stage] = field(default_factory=list)
    _cpu_seen: dict[int, float] = field(default_factory=dict)
    _cpu: float = 0.0
    _peak: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self._stop.wait(0.05):
            memory = 0
            try:
                root = psutil.Process(self.pid)
                for process in [root, *root.children(recursive=True)]:
                    times = process.cpu_times()
                    used = times.user + times.system
                    self._cpu += used - self._cpu_seen.get(process.pid, 0.0)
                    self._cpu_seen[process.pid] = used
                    memory += process.memory_info().rss
            except psutil.Error:
                continue
            self._peak = max(self._peak, memory)

    def end_stage(self, title: str, wall: float) -> None:
        self.stages.append(Stage(title, wall, self._cpu, self._peak))
        self._cpu, self._peak = 0.0, 0

    def stop(self) -> None:
        self._stop.set()


def measure(command: list[str], environment: dict[str, str]) -> tuple[list[Stage], Stage]:
    """Run a command; returns its stages, as its progress lines tell them, and the whole.

    Raises:
        RuntimeError: the command failed; the message is the end of its output.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    meter = Meter(process.pid)
    watcher = threading.Thread(target=meter.watch)
    watcher.start()
    lines = []
    for line in process.stdout or []:
        lines.append(line)
        if found := STAGE_LINE.match(line.rstrip()):
            meter.end_stage(found["title"].strip(), float(found["seconds"]))
    code = process.wait()
    meter.stop()
    watcher.join()
    wall = time.monotonic() - began
    meter.end_stage("start and end", wall - sum(stage.wall for stage in meter.stages))
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{''.join(lines[-20:])}")
    stages = meter.stages
    return stages, Stage("total", wall, sum(s.cpu for s in stages), max(s.peak for s in stages))


def floor(landing: Path, folder: Path) -> dict[str, float]:
    """Seconds of each plain statement, two threads, in one connection."""
    seconds = {}
    with duckdb.connect(str(folder / "floor.duckdb"), config={"threads": 2, "memory_limit": "8GB"}) as connection:
        for title, statement in FLOOR.items():
            began = time.monotonic()
            connection.execute(statement.format(landing=landing, folder=folder))
            seconds[title] = time.monotonic() - began
    return seconds


def simulate(folder: Path, customers: int, months: int, extra_days: int = 0, end: date = END) -> list[Stage]:
    command = [
        str(WAREHOUSE),
        "simulate",
        "--customers",
        str(customers),
        "--months",
        str(months),
        "--out",
        str(folder),
    ]
    command += ["--end", end.isoformat(), "--extra-days", str(extra_days)]
    return [measure(command, dict(os.environ))[1]]


def run(home: Path, as_of: date) -> tuple[list[Stage], Stage]:
    environment = {**os.environ, "WAREHOUSE_HOME": str(home)}
    return measure([str(WAREHOUSE), "run", "--source", "demo", "--as-of", as_of.isoformat()], environment)


def full_build(folder: Path, transactions: int, months: int = 24) -> None:
    """Simulate, build, and print each stage beside the floor."""
    customers = round(transactions / months / TRANSACTIONS_PER_CUSTOMER_MONTH)
    home = folder / f"home_{transactions}"
    (simulated,) = simulate(home, customers, months)
    plain = floor(home / "landing", folder)
    stages, total = run(home, END)
    with duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True) as connection:
        (rows,) = connection.execute("select count(*) from warehouse.fct_transaction").fetchone() or (0,)
    print(f"\n{rows:,} transactions, {customers:,} customers, {months} months")
    print(f"  {'stage':<28}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}")
    for stage in [Stage("simulate", simulated.wall, simulated.cpu, simulated.peak), *stages, total]:
        print(f"  {stage.title:<28}{stage.wall:>9.1f}{stage.cpu:>9.1f}{stage.peak / 2**20:>10,.0f}")
    for title, seconds in plain.items():
        print(f"  floor: {title:<21}{seconds:>9.1f}")
    lowest = sum(plain.values())
    print(f"  floor in all {lowest:.1f} s; full build is {total.wall / lowest:.1f} times the floor")
    shutil.rmtree(home)
    for path in folder.glob("floor*"):
        path.unlink()


def one_more_day(folder: Path, months: int, customers: int) -> None:
    """Build months of history, deliver one day more, and print its cost beside the full build's."""
    home, longer = folder / f"history_{months}", folder / f"history_{months}_longer"
    simulate(home, customers, months)
    simulate(longer, customers, months, extra_days=1)
    _, full = run(home, END)
    for delivery in sorted(longer.glob("landing/demo/*/*")):
        target = home / delivery.relative_to(longer)
        if not target.exists():
            shutil.copytree(delivery, target)
    stages, day = run(home, END + timedelta(days=1))
    print(
        f"\n{months} months of history, {customers:,} customers: full build {full.wall:.1f} s (CPU {full.cpu:.1f} s),"
    )
    print(f"  one more day {day.wall:.1f} s (CPU {day.cpu:.1f} s), {day.wall / full.wall:.1%} of the full build")
    for stage in stages:
        print(f"    {stage.title:<26}{stage.wall:>9.1f}{stage.cpu:>9.1f}{stage.peak / 2**20:>10,.0f}")
    shutil.rmtree(home)
    shutil.rmtree(longer)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transactions", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--history", type=int, nargs="*", default=[12, 24, 48])
    parser.add_argument("--history-customers", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=None, help="needs about 10 GB; default: a temporary folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for transactions in arguments.transactions:
            full_build(Path(folder), transactions)
        for months in arguments.history:
            one_more_day(Path(folder), months, arguments.history_customers)


if __name__ == "__main__":
    main()
