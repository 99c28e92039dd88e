"""From delivered files to the raw zone: content-addressed Parquet, text as delivered, with lineage.

A file lands once however often it is delivered or the run is started, and appears whole or not at all.
What does not hold what its manifest declares is held back and told, everything else goes on.
"""

from orchestration.ingestion.catalog import LandedFile, landed_files
from orchestration.ingestion.connector import Connector, Table, available_connectors, load_connector
from orchestration.ingestion.errors import DeclarationError, IngestionError
from orchestration.ingestion.ingest import Progress, ingest
from orchestration.ingestion.landing import find_delivered
from orchestration.ingestion.report import FileResult, IngestReport

__all__ = [
    "Connector",
    "DeclarationError",
    "FileResult",
    "IngestReport",
    "IngestionError",
    "LandedFile",
    "Progress",
    "Table",
    "available_connectors",
    "find_delivered",
    "ingest",
    "landed_files",
    "load_connector",
]
