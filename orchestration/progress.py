"""What a person at the terminal sees of a run: one line when a step ends, and one for a file held back."""

import logging
import sys
import time

import dagster as dg

HELD_BACK = "held back: "  # begins the message about a file that was not taken in
TITLES = {
    "ingest": "ingest",
    "check_raw": "check raw",
    "build_staging": "stage",
    "check_staging": "check staging",
    "build_warehouse": "build warehouse",
    "check_warehouse": "check warehouse",
    "build_marts": "build marts",
    "check_marts": "check marts",
    "ledger__batch": "write ledger",
    "build_audit": "build audit",
    "published__warehouse": "publish",
    "docs__expectations": "write data docs",
}


class ProgressHandler(logging.Handler):
    """Turns Dagster's step events, and what ingestion tells of files held back, into lines on standard error."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._began: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for a step's end or a file held back; say nothing else."""
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None:
            message = getattr(record, "dagster_meta", {}).get("orig_message", "")
            if message.startswith(HELD_BACK):
                say(message)
            return
        title = _title(event.step_key or "")
        if not title:
            return
        if event.event_type == dg.DagsterEventType.STEP_START:
            self._began[title] = time.monotonic()
        elif event.event_type in (dg.DagsterEventType.STEP_SUCCESS, dg.DagsterEventType.STEP_FAILURE):
            seconds = time.monotonic() - self._began.get(title, time.monotonic())
            mark = "done" if event.event_type == dg.DagsterEventType.STEP_SUCCESS else "FAILED"
            say(f"{title:<18} {mark:>6} {seconds:6.1f} s")


def say(text: str) -> None:
    """Write an indented line on standard error."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def _title(step: str) -> str:
    if step.startswith("ingest_"):
        return f"ingest {step.removeprefix('ingest_')}"
    return TITLES.get(step, "")


@dg.logger({}, description="Lines for a person at a terminal")
def progress_logger(_context: dg.InitLoggerContext) -> logging.Logger:
    """The logger 'progress' of a run's configuration."""
    logger = logging.Logger("warehouse", logging.DEBUG)
    logger.addHandler(ProgressHandler())
    return logger
