"""A disk in memory that can be made small, full and read-only, where the system lets us mount one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs of its own."""

    root: Path

    def used(self) -> int:
        """Bytes in use."""
        done = subprocess.run(["df", "--output=used", "-B1", self.root], capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])

    def remount(self, option: str) -> None:
        """Change an option: size=BYTES, ro, rw."""
        subprocess.run(["mount", "-o", f"remount,{option}", self.root], check=True, capture_output=True)


@contextmanager
def small_disk(root: Path, size: int) -> Iterator[SmallDisk | None]:
    """A disk of `size` bytes at `root`; None, and an ordinary folder, where mounting is not allowed."""
    root.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", root], capture_output=True)
    if mounted.returncode:
        yield None
        return
    try:
        yield SmallDisk(root)
    finally:
        subprocess.run(["umount", "-l", root], check=True)
