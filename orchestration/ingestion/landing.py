"""Finding what was delivered: folders with a manifest, or files under fixed names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.ingestion.connector import Connector
from orchestration.ingestion.declaration import FileForm
from orchestration.ingestion.errors import DeclarationError, IngestionError
from orchestration.ingestion.manifest import MANIFEST, DeliveredFile, read_manifest

BAD_MANIFEST = "manifest"  # the table under which a manifest that cannot be used is told


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the landing zone holds of a source: files in the order of delivery, and the folders they are in."""

    files: list[DeliveredFile]
    folders: frozenset[str]


def find_delivered(landing: Path, connector: Connector, tables: Collection[str] | None = None) -> Delivered:
    """All files declared for the source, whether they exist or not; raises IngestionError when there is no delivery.

    `landing` is the landing root, which holds a folder named after the source, or that folder itself.
    """
    for name in tables or ():
        if name not in connector.tables:
            known = ", ".join(sorted(connector.tables))
            raise IngestionError(f"connector {connector.source}: there is no table {name!r}; use some of {known}")
    folder = _source_folder(landing, connector)
    delivered = _by_manifest(folder, connector) if connector.delivery == "manifest" else _by_name(folder, connector)
    left_out = set(connector.tables) - set(tables) if tables is not None else set()
    files = [file for file in delivered.files if file.trouble or file.table not in left_out]
    return Delivered(sorted(files, key=lambda file: file.order), delivered.folders)


def _source_folder(landing: Path, connector: Connector) -> Path:
    if (landing / connector.source).is_dir():
        return landing / connector.source
    if connector.delivery == "manifest":
        found = any(landing.glob(f"*/*/{MANIFEST}"))
    else:
        found = any((landing / str(table.file)).exists() for table in connector.tables.values())
    if found:
        return landing
    raise IngestionError(
        f"{landing}: nothing of {connector.source} was delivered here; "
        f"put its files into {landing / connector.source} or name another landing folder"
    )


def _by_manifest(folder: Path, connector: Connector) -> Delivered:
    forms = {table.name: table.form for table in connector.tables.values()}
    files: list[DeliveredFile] = []
    folders = set()
    for path in sorted(folder.glob(f"*/*/{MANIFEST}")):
        shown = f"{connector.source}/{path.parent.parent.name}/{path.parent.name}"
        folders.add(shown)
        try:
            files.extend(read_manifest(path, connector.source, shown, forms))
        except DeclarationError as error:
            files.append(_bad_manifest(path, connector.source, shown, str(error)))
    return Delivered(files, frozenset(folders))


def _bad_manifest(path: Path, source: str, folder: str, trouble: str) -> DeliveredFile:
    """The manifest in the place of its files, dated by its folder, or 0001-01-01 where that is no date."""
    try:
        day = date.fromisoformat(path.parent.name)
    except ValueError:
        day = date.min
    return DeliveredFile(
        source=source,
        system=path.parent.parent.name,
        table=BAD_MANIFEST,
        path=path,
        file=f"{folder}/{MANIFEST}",
        business_date=day,
        delivered_on=day,
        kind="full",
        form=FileForm(),
        trouble=trouble,
    )


def _by_name(folder: Path, connector: Connector) -> Delivered:
    if connector.business_date is None:
        raise IngestionError(f"connector {connector.source}: business_date is missing; write it as YYYY-MM-DD")
    files = [
        DeliveredFile(
            source=connector.source,
            system=table.system,
            table=table.name,
            path=folder / str(table.file),
            file=f"{connector.source}/{table.file}",
            business_date=connector.business_date,
            delivered_on=connector.business_date,
            kind="full",
            form=table.form,
        )
        for table in connector.tables.values()
    ]
    return Delivered(files, frozenset({connector.source}))
