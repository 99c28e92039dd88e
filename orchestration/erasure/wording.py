"""What an erasure says at the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.erasure.erase import Erasure


def outcome_lines(erasure: Erasure) -> Iterator[str]:
    """A few lines about an erasure, without the person."""
    progress = erasure.progress
    if progress is None:
        yield f"Already erased on {erasure.erased_on}: {erasure.pseudonym}"
        return
    rows = sum(counts["rows"] for counts in progress.tables.values())
    yield f"Erased: {erasure.pseudonym} stands for the customer in {progress.source}, its rows and amounts stay"
    yield f"Raw: {rows:,} rows of {len(progress.files)} files in {len(progress.tables)} tables rewritten"
    if progress.landing_removed:
        yield f"Landing: {len(progress.landing_removed)} files removed, their rows are in raw"
    for file in progress.held_back_removed:
        yield f"Removed {file}: was held back, ask for it again without the customer"
    if progress.landing_outside:
        files = len(progress.landing_outside)
        yield f"To be erased by their keeper: {files} delivered files outside the home, named in the certificate"
    if erasure.shared:
        yield f"Left where others bear them too: {erasure.shared} names, telephone numbers or the like"
    if progress.published:
        removed = len(progress.versions_removed)
        yield f"Published anew as {progress.published}, {removed} older versions removed"
    yield f"Searched every file of the home, nothing was found: {erasure.certificate}"
