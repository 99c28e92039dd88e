"""The command `warehouse`.

Exit codes: 0 good, 1 the data failed a critical check, 2 wrong use, 3 the environment does not allow it.
"""

import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from orchestration.home import Home, HomeIsBusyError
from orchestration.messages import TRACES, told

if TYPE_CHECKING:
    from orchestration.pipeline import Outcome

DATA_FAILED, WRONG_USE, ENVIRONMENT = 1, 2, 3
DEMO_CUSTOMERS, DEMO_MONTHS, DEMO_SEED = 2000, 24, 1

app = typer.Typer(
    help="A bank's customer warehouse: from landed files to published marts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
explain = typer.Typer(help="Where a published figure, segment or value comes from.", no_args_is_help=True)
app.add_typer(explain, name="explain")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Debug = Annotated[
    bool,
    typer.Option(
        "--debug", help="Show errors in full, at this terminal alone: they may quote rows, which is withheld otherwise."
    ),
]


@app.command()
def run(
    source: Annotated[
        list[str],
        typer.Option("--source", help="A source to load; give it several times for several sources."),
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Nothing later is used. Default: the last business date landed."),
    ] = None,
    landing: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[SOURCE=]DIR",
            help="Where the files are: of one source (SOURCE=DIR, as often as needed), or of all in DIR/<source>. "
            "Default: $WAREHOUSE_HOME/landing/<source>.",
        ),
    ] = None,
    full_refresh: Annotated[bool, typer.Option(help="Build every table anew from the raw zone.")] = False,
    debug: Debug = False,
) -> None:
    """Ingest what has landed, build, check and publish."""
    with _errors(debug):
        _run(source, as_of.date() if as_of else None, landing or [], full_refresh=full_refresh)


@app.command()
def simulate(
    customers: Annotated[int, typer.Option(min=20, help="How many customers.")],
    months: Annotated[int, typer.Option(min=1, help="How many months up to the end date.")],
    out: Annotated[Path, typer.Option(help="Folder for landing/ and answer_key/, for example $WAREHOUSE_HOME.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bank, byte for byte.")] = 1,
    end: Annotated[str, typer.Option(help="The last month's end, YYYY-MM-DD.")] = "2025-12-31",
    extra_days: Annotated[int, typer.Option(min=0, help="Daily deliveries after the last month.")] = 0,
    clean: Annotated[bool, typer.Option("--clean", help="Without dirty rows, late and broken files.")] = False,
    debug: Debug = False,
) -> None:
    """Make a bank of any size whose truth is known (answer_key/, outside landing/)."""
    with _errors(debug):
        _simulate(customers, months, seed, out, end=date.fromisoformat(end), extra_days=extra_days, dirty=not clean)


@app.command()
def demo(debug: Debug = False) -> None:
    """Simulate the demo bank if it is not there, run the pipeline, and show what came out."""
    with _errors(debug):
        began = time.monotonic()
        home = Home.from_environment()
        if not (home.landing / "demo").exists():
            _simulate(
                DEMO_CUSTOMERS,
                DEMO_MONTHS,
                DEMO_SEED,
                home.root,
                end=date(2025, 12, 31),
                extra_days=0,
                dirty=True,
            )
        _run(["demo"], date(2025, 12, 31), [], full_refresh=False)
        from orchestration.summary import print_summary

        print_summary(home, out)
        out.print(f"\nTook {time.monotonic() - began:.0f} s. Next: warehouse status, make ui, or any SQL client.")


@app.command()
def status(debug: Debug = False) -> None:
    """What has landed, what was staged and quarantined, which checks failed, what is published."""
    with _errors(debug):
        from orchestration.summary import print_status

        print_status(Home.from_environment(), out)


@app.command()
def publish(
    version: Annotated[int, typer.Option(min=1, help="A published version: 'warehouse status' lists them.")],
    debug: Debug = False,
) -> None:
    """Go back to a published batch at once. The next run publishes a new version."""
    with _errors(debug):
        from orchestration.publishing import roll_back

        home = Home.from_environment()
        with home.lock():
            link = home.published / "current"
            before = link.readlink().name if link.is_symlink() else "nothing"
            batch = roll_back(home, version)
        out.print(
            f"From {before} to v{version}, batch {batch.batch_id}, as of {batch.as_of}: {link / 'warehouse.duckdb'}",
            soft_wrap=True,
        )


@app.command()
def prune(
    keep: Annotated[str, typer.Option(metavar="AGE", help="Days or weeks, for example 30d or 8w.")],
    debug: Debug = False,
) -> None:
    """Remove published versions older than this, never the current one. Readers keep what they have open."""
    with _errors(debug):
        from orchestration.publishing import prune as prune_published

        age = _age(keep)
        home = Home.from_environment()
        with home.lock():
            removed = prune_published(home, age, datetime.now(UTC))
        for batch, size in removed:
            out.print(f"Removed v{batch.version}, published {batch.published_at}: {size:,} bytes", soft_wrap=True)
        out.print(f"{len(removed)} versions older than {keep} removed, {sum(size for _, size in removed):,} bytes")


@app.command()
def erase(
    customer: Annotated[str, typer.Argument(help="Its number in the source, source:number, or a customer_key.")],
    reason: Annotated[str, typer.Option(help="Why, for the certificate; without numbers and names of the customer.")],
    debug: Debug = False,
) -> None:
    """Erase a customer: from raw, landing, builds and published batches; its rows and amounts stay, without it.

    What was cut short is completed by the same command.
    """
    with _errors(debug):
        _erase(customer, reason)


@explain.command("contribution")
def explain_contribution(
    customer: Annotated[str, typer.Argument(help="Its number in the source, source:number, or a customer_key.")],
    month: Annotated[str, typer.Argument(help="2025-03, or its last day 2025-03-31.")],
    debug: Debug = False,
) -> None:
    """Each line of a customer's month with the accounts, balances, bookings and rules that made it."""
    with _errors(debug):
        from orchestration.explain.contribution import print_contribution

        print_contribution(Home.from_environment(), customer, month, out)


@explain.command("segment")
def explain_segment(
    customer: Annotated[str, typer.Argument(help="Its number in the source, source:number, or a customer_key.")],
    scheme: Annotated[str, typer.Argument(help="A segmentation scheme, for example organisation.")],
    day: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="2025-03-31. Default: the as-of date of the batch.")
    ] = None,
    debug: Debug = False,
) -> None:
    """A customer's segment on a day, the reason and rule, the reference rows, and the history in the scheme."""
    with _errors(debug):
        from orchestration.explain.segment import print_segment

        print_segment(Home.from_environment(), customer, scheme, day, out)


@explain.command("lifetime-value")
def explain_lifetime_value(
    customer: Annotated[str, typer.Argument(help="Its number in the source, source:number, or a customer_key.")],
    debug: Debug = False,
) -> None:
    """A customer's lifetime value: what goes in, usage, survival, the path, the interval, and how wrong it has been."""
    with _errors(debug):
        from orchestration.explain.lifetime_value import print_lifetime_value

        print_lifetime_value(Home.from_environment(), customer, out)


@app.command()
def ui(port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 3000, debug: Debug = False) -> None:
    """Open Dagster's web interface, with its schedule and sensors, on this machine alone."""
    with _errors(debug):
        home = Home.from_environment()
        os.environ["DAGSTER_HOME"] = str(home.dagster())
        os.environ["WAREHOUSE_HOME"] = str(home.root)
        dagster = str(Path(sys.executable).with_name("dagster"))
        os.execv(  # noqa: S606
            dagster, [dagster, "dev", "-h", "127.0.0.1", "-p", str(port), "-m", "orchestration.definitions"]
        )


def _run(sources: list[str], as_of: date | None, landing: list[str], *, full_refresh: bool) -> None:
    from orchestration.ingestion import available_connectors

    unknown = sorted(set(sources) - set(available_connectors()))
    if unknown:
        raise typer.BadParameter(
            f"unknown source {', '.join(unknown)}; there are: {', '.join(available_connectors())}",
            param_hint="--source",
        )
    folders = _landing_folders(landing, sources)
    from orchestration.pipeline import execute

    home = Home.from_environment()
    outcome = execute(home, sources, as_of, folders, full_refresh=full_refresh)
    if outcome.publication is None:
        raise typer.Exit(_tell_failure(home, outcome))
    publication = outcome.publication
    what = "Published" if outcome.is_new else "Nothing new:"
    out.print(
        f"{what} v{publication.version}, batch {publication.batch_id}, as of {publication.as_of}: "
        f"{home.published / 'current' / 'warehouse.duckdb'}",
        soft_wrap=True,
    )


def _age(text: str) -> timedelta:
    """The length of time that 30d or 8w names."""
    found = re.fullmatch(r"(\d{1,5})([dw])", text)
    if not found:
        raise typer.BadParameter(f"{text} is no length of time: write days as 30d or weeks as 8w", param_hint="--keep")
    return timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1))


def _erase(customer: str, reason: str) -> None:
    from orchestration.erasure.classification import personal_columns
    from orchestration.erasure.erase import Eraser, StillThereError, utc_now
    from orchestration.erasure.wording import outcome_lines
    from orchestration.manifest import current_manifest
    from orchestration.pipeline import execute

    def build(home: Home, sources: Sequence[str], as_of: date) -> str:
        outcome = execute(home, sources, as_of, {})
        if outcome.publication is None:
            code = _tell_failure(home, outcome)
            err.print("The erasure is not complete: mend this and give the same command again.", soft_wrap=True)
            raise typer.Exit(code)
        return f"v{outcome.publication.version}"

    home = Home.from_environment()
    eraser = Eraser(
        home, home.key_secret(), lambda source: personal_columns(current_manifest(), source), build, utc_now
    )
    try:
        for erasure in eraser.erase(customer, reason):
            for line in outcome_lines(erasure):
                out.print(line, markup=False, soft_wrap=True)
    except StillThereError as error:
        for finding in error.findings:
            err.print(f"Still there: {finding.text}", markup=False, soft_wrap=True)
        err.print(
            "Not certified: remove or mend these files and give the same command again.", markup=False, soft_wrap=True
        )
        raise typer.Exit(ENVIRONMENT) from None


def _landing_folders(options: list[str], sources: list[str]) -> dict[str, Path]:
    """The landing folder of each source for which one is named; SOURCE=DIR goes before DIR for all."""
    for_all: dict[str, Path] = {}
    for_one: dict[str, Path] = {}
    for option in options:
        source, separator, folder = option.partition("=")
        if not separator or Path(option).is_dir():
            source, folder = "", option
        if source and source not in sources:
            raise typer.BadParameter(f"{source} is no --source of this run", param_hint="--landing")
        if not Path(folder).is_dir():
            raise typer.BadParameter(f"{folder} is not a folder", param_hint="--landing")
        if source in for_one or (not source and for_all):
            raise typer.BadParameter(
                f"names the folder of {source or 'all sources'} twice; name others as SOURCE=DIR",
                param_hint="--landing",
            )
        if source:
            for_one[source] = Path(folder)
        else:
            for_all = dict.fromkeys(sources, Path(folder))
    return for_all | for_one


def _tell_failure(home: Home, outcome: "Outcome") -> int:
    """Say at the terminal, and to whoever gets alerts, why nothing was published; returns the exit code."""
    from orchestration.alerts import send_alert
    from orchestration.publishing import REMEDY, PublicationError, current_publication

    try:
        previous = current_publication(home)
        kept = f"v{previous.version} as of {previous.as_of} stays published" if previous else "nothing is published"
    except PublicationError as error:
        kept = f"{error}: {REMEDY}"
    checks = [f"failed {check.detail or check.table} ({check.table}: {check.name})" for check in outcome.failed_checks]
    reason = f"{len(checks)} critical check(s) failed" if checks else "a step failed"
    lines = [*(checks or outcome.failed_steps), f"Not published: {reason}; {kept}."]
    for line in lines:
        err.print(line, markup=False, soft_wrap=True)
    send_alert("\n".join(lines))
    return DATA_FAILED if checks else ENVIRONMENT


def _simulate(customers: int, months: int, seed: int, folder: Path, *, end: date, extra_days: int, dirty: bool) -> None:
    from simulator import simulate as make_bank

    with _progress_bar() as advance:
        summary = make_bank(
            customers, months, seed, folder, end=end, extra_days=extra_days, dirty=dirty, progress=advance
        )
    out.print(
        f"Simulated {summary.customers:,} customers, {summary.accounts:,} accounts and {summary.transactions:,} "
        f"transactions over {summary.months} months: {summary.files:,} files, with {summary.dirty_rows:,} bad rows, "
        f"{summary.duplicate_rows:,} repeated rows and {summary.held_back_files:,} broken files planted",
        soft_wrap=True,
    )


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("")

        def advance(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        yield advance


@contextmanager
def _errors(debug: bool) -> Iterator[None]:
    """Say what went wrong in one line; the trace is for --debug."""
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    if debug:
        os.environ[TRACES] = "1"
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        raise
    except HomeIsBusyError as error:
        err.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(ENVIRONMENT) from None
    except Exception as error:
        if debug:
            raise
        from orchestration.faults import machine_fault
        from orchestration.ingestion import IngestionError
        from orchestration.publishing import REMEDY, PublicationError

        is_ours = isinstance(error, ValueError | IngestionError)
        message = f"{error}; {REMEDY}" if isinstance(error, PublicationError) else told(error)
        if not is_ours:
            message = machine_fault(str(error), Home.from_environment().root) or message
        err.print(message.splitlines()[0], markup=False, soft_wrap=True)
        raise typer.Exit(WRONG_USE if is_ours else ENVIRONMENT) from None


def main() -> None:
    """Entry point of the command."""
    os.umask(0o077)  # a home holds personal data: nothing in it is for other users
    sys.exit(app())
