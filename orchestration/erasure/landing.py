"""Which delivered files hold an erased customer, and where they lie."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.erasure.classification import ACCOUNT, CUSTOMER
from orchestration.erasure.masking import names_erased
from orchestration.erasure.suppression import Suppression
from orchestration.home import Home
from orchestration.ingestion import LandedFile
from orchestration.ingestion.fingerprints import Fingerprints
from orchestration.ingestion.manifest import MANIFEST
from orchestration.ingestion.raw_zone import RawZone
from orchestration.ingestion.sql import pattern

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class LandingFiles:
    """Delivered files that hold an erased customer, by their names.

    `inside` lie in the home and are in the raw zone, `held_back` lie in the home and are not; `outside` were
    delivered from elsewhere.
    """

    inside: tuple[str, ...]
    held_back: tuple[str, ...]
    outside: tuple[str, ...]


def find_landing_files(home: Home, suppression: Suppression, holding: Iterable[LandedFile]) -> LandingFiles:
    """The delivered files with an erased customer; `holding` are the records of landed files that had rows of it."""
    source = suppression.pseudonyms.source
    held = {str(record.sha256): record.file for record in holding}
    known = {path.stem for path in (home.raw / source).glob("*/*.json")}
    inside, held_back, found = [], [], set()
    seen = Fingerprints.read(RawZone(home.raw / source).fingerprints)
    for path in inside_landing(home, source):
        sha256 = seen.of(path).sha256
        shown = str(path.relative_to(home.root))
        if sha256 in held:
            inside.append(shown)
            found.add(sha256)
        elif sha256 not in known and path.name != MANIFEST and _holds(path, suppression):
            held_back.append(shown)
    outside = sorted({file for sha256, file in held.items() if sha256 not in found})
    return LandingFiles(tuple(inside), tuple(held_back), tuple(outside))


def inside_landing(home: Home, source: str) -> Iterator[Path]:
    """The delivered files of a source that really lie in the home, links not followed out of it."""
    root = home.root.resolve()
    for path in sorted((home.landing / source).rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(root):
            yield path


def decoded(content: bytes) -> Iterator[str]:
    """A content as the texts that it may be: UTF-8, and where it is not that, GB 18030 and UTF-16 too."""
    yield content.decode("utf-8", "replace")
    try:
        content.decode("utf-8")
        is_text = b"\0" not in content
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
            yield content.decode(encoding, "replace")


def unpacked(path: Path) -> bytes:
    """The bytes of a file, decompressed where it is gzip; damaged gzip as far as it goes."""
    content = path.read_bytes()
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError):
        return zlib.decompressobj(wbits=31).decompress(content)


def _holds(path: Path, suppression: Suppression) -> bool:
    """Whether a file that did not land names an erased customer anywhere."""
    content = unpacked(path)
    if content.startswith(PARQUET):
        with duckdb.connect(":memory:") as connection:
            rows = connection.execute(f"SELECT columns(*)::VARCHAR FROM read_parquet({pattern(path)})").fetchall()
        texts: Iterable[str] = (value for row in rows for value in row if value is not None)
    else:
        texts = decoded(content)
    return any(names_erased(suppression, (CUSTOMER, ACCOUNT), text) for text in texts)
