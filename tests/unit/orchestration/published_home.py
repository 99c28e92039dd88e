"""A home with a published batch made by hand."""

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from orchestration.home import DATABASE, Home
from orchestration.publishing import PUBLIC_NAME, Publication


def published_home(root: Path, sources: tuple[str, ...], statements: str) -> Home:
    """A batch as of 2025-12-31 of the sources, with the tables that the SQL statements make."""
    folder = root / "published" / "v1"
    folder.mkdir(parents=True)
    batch = Publication(1, "b", "2025-12-31", sources, "2026-01-01T00:00:00", {})
    (folder / "batch.json").write_text(json.dumps(asdict(batch)))
    (folder / PUBLIC_NAME).symlink_to(DATABASE)
    (root / "published" / "current").symlink_to("v1")
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("create schema warehouse; create schema marts;" + statements)
    return Home(root)
