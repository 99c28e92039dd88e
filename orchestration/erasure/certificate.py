"""What an erasure leaves behind: its state while it goes on, and the certificate when it is complete."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.erasure.search import Searched
from orchestration.erasure.suppression import write_private
from orchestration.home import Home


@dataclass
class Progress:
    """An erasure that goes on, without the person: what will be done is written down before it is done."""

    source: str
    pseudonym: str
    reason: str
    begun_at: str
    as_of: str | None
    sources: tuple[str, ...]
    is_planned: bool = False
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()
    landing_removed: tuple[str, ...] = ()
    held_back_removed: tuple[str, ...] = ()
    landing_outside: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    versions_removed: tuple[str, ...] = ()
    published: str | None = None
    done: tuple[str, ...] = ()


def read_progress(home: Home) -> Progress | None:
    """The erasure that is not complete, if there is one."""
    path = _pending(home)
    if not path.exists():
        return None
    values = json.loads(path.read_text(encoding="utf-8"))
    values["files"] = tuple((table, sha256) for table, sha256 in values["files"])
    lists = ("sources", "landing_removed", "held_back_removed", "landing_outside", "databases", "versions_removed")
    return Progress(**{**values, **{name: tuple(values[name]) for name in (*lists, "done")}})


def write_progress(home: Home, progress: Progress) -> None:
    """Write down what is done and what will be."""
    write_private(_pending(home), json.dumps(asdict(progress), indent=1) + "\n")


def forget_progress(home: Home) -> None:
    """Nothing is pending any more."""
    _pending(home).unlink(missing_ok=True)


def certify(home: Home, progress: Progress, searched: Searched, completed_at: str) -> Path:
    """Write the next certificate, mode 0600, and end the erasure."""
    number = 1 + max((int(path.stem) for path in _folder(home).glob("*.json") if path.stem.isdecimal()), default=0)
    values: dict[str, Any] = {
        "number": number,
        "completed_at": completed_at,
        "begun_at": progress.begun_at,
        "reason": progress.reason,
        "source": progress.source,
        "pseudonym": progress.pseudonym,
        "raw_files_rewritten": len(progress.files),
        "raw_rows_rewritten": progress.tables,
        "landing_files_removed": progress.landing_removed,
        "held_back_files_removed": progress.held_back_removed,
        "landing_files_outside_the_home_to_be_erased_by_their_keeper": progress.landing_outside,
        "databases_removed_and_built_anew": progress.databases,
        "published_versions_removed": progress.versions_removed,
        "published_anew_as": progress.published,
        "searched": {
            "files": searched.files,
            "tables": searched.tables,
            "left_out": "raw zones and landing folders of other sources",
            "found": len(searched.findings),
        },
    }
    path = _folder(home) / f"{number}.json"
    write_private(path, json.dumps(values, indent=1, ensure_ascii=False) + "\n")
    forget_progress(home)
    return path


def _folder(home: Home) -> Path:
    return home.root / "erasures"


def _pending(home: Home) -> Path:
    return _folder(home) / "pending.json"
