"""The sha256 of delivered files, remembered for as long as a file's size, times and inode stand still."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

SETTLED = 2_000_000_000  # ns; a file that changed a moment ago may change again within one tick of its clock


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's content, and its size, times and inode when it was read."""

    sha256: str
    state: tuple[int, int, int, int]

    @property
    def bytes(self) -> int:
        return self.state[0]


@dataclass(slots=True)
class Fingerprints:
    """Remembered fingerprints by path; forgetting them costs time and nothing else."""

    known: dict[str, list[int | str]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def read(cls, path: Path) -> Fingerprints:
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            return cls({k: v for k, v in known.items() if isinstance(v, list) and len(v) == 5})
        except (OSError, ValueError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps(self.known, separators=(",", ":"))

    def of(self, path: Path) -> Fingerprint:
        """The fingerprint of a file; raises OSError where it cannot be read."""
        state = state_of(path)
        remembered = self.known.get(str(path))
        if remembered is not None and tuple(remembered[:4]) == state:
            return Fingerprint(str(remembered[4]), state)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if state_of(path) == state and time.time_ns() - state[2] > SETTLED:
            self.known[str(path)] = [*state, sha256]
            self.changed = True
        return Fingerprint(sha256, state)


def state_of(path: Path) -> tuple[int, int, int, int]:
    """Size, times and inode: what changes when a file is written."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
