"""Delivered files as their manifest declares them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from orchestration.ingestion.declaration import FORM_FIELDS, Declaration, FileForm
from orchestration.ingestion.errors import DeclarationError, one_line

MANIFEST = "manifest.json"
KINDS = ("full", "delta", "late", "correction")
HEAD_FIELDS = ("source", "system", "delivered_on", "files")
FILE_FIELDS = ("table", "file", "business_date", "kind", "rows", "control_column", "control_total", *FORM_FIELDS)


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file in the landing zone and what was declared about it.

    `path` is where it lies, `file` the path that lineage shows: relative to the landing root.
    `rows` counts every data record, `control_total` sums the plain decimal numbers of `control_column`.
    `trouble` says what is wrong with a manifest that cannot be used, which then stands for its whole delivery.
    """

    source: str
    system: str
    table: str
    path: Path
    file: str
    business_date: date
    delivered_on: date
    kind: str
    form: FileForm
    rows: int | None = None
    control_column: str | None = None
    control_total: Decimal | None = None
    trouble: str | None = None

    @property
    def order(self) -> tuple[date, date, str]:
        """Of several deliveries of the same bytes the first in this order gives the lineage."""
        return self.delivered_on, self.business_date, self.file


def read_manifest(path: Path, source: str, folder: str, forms: Mapping[str, FileForm]) -> list[DeliveredFile]:
    """The files that a manifest declares; `folder` is the delivery folder relative to the landing root.

    `forms` says by table how files are written where the manifest does not.
    Raises DeclarationError that names manifest, field and remedy; then nothing of the delivery is read.
    """
    shown = f"{folder}/{MANIFEST}"
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise DeclarationError(
            f"{shown}: cannot be read as JSON ({one_line(error)}); deliver the manifest again"
        ) from error
    if not isinstance(values, dict):
        raise DeclarationError(f"{shown}: is not a JSON object; deliver the manifest again")
    head = Declaration(shown, values)
    head.allow_only(HEAD_FIELDS)
    _agrees(head, "source", source)
    _agrees(head, "system", path.parent.parent.name)
    _agrees(head, "delivered_on", path.parent.name)
    files: dict[str, DeliveredFile] = {}
    for entry in head.parts("files"):
        file = _delivered_file(head, entry, path.parent, folder, forms)
        if file.file in files:
            raise entry.error("file", f"{file.file} is listed twice", "list every file once")
        files[file.file] = file
    return list(files.values())


def _agrees(head: Declaration, key: str, expected: str) -> None:
    value = head.text(key)
    if value != expected:
        raise head.error(
            key, f"is {value!r} but the delivery folder says {expected!r}", "correct the manifest or the folder name"
        )


def _delivered_file(
    head: Declaration, entry: Declaration, folder: Path, shown: str, forms: Mapping[str, FileForm]
) -> DeliveredFile:
    entry.allow_only(FILE_FIELDS)
    table = entry.name("table")
    name = entry.text("file")
    if not name.isprintable() or not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise entry.error("file", f"{name!r} leaves the delivery folder", "name a file that lies beside the manifest")
    delivered_on, business_date = head.day("delivered_on"), entry.day("business_date")
    if business_date > delivered_on:
        raise entry.error(
            "business_date", f"{business_date} lies after delivered_on {delivered_on}", "correct one of the two"
        )
    total = entry.decimal("control_total")
    column = entry.text("control_column") if entry.values.get("control_column") is not None else None
    if total is not None and column is None:
        raise entry.error("control_column", "is missing beside a control_total", "name the column that is summed")
    return DeliveredFile(
        source=head.text("source"),
        system=head.text("system"),
        table=table,
        path=folder / name,
        file=f"{shown}/{Path(name).as_posix()}",
        business_date=business_date,
        delivered_on=delivered_on,
        kind=entry.choice("kind", KINDS),
        form=entry.form(forms.get(table, FileForm())),
        rows=entry.count("rows"),
        control_column=column,
        control_total=total,
    )
