"""Random streams: one per purpose and month, so that no part of the bank depends on how much another part
draws."""

from zlib import crc32

import numpy as np


def stream(seed: int, purpose: str, month: int = 0) -> np.random.Generator:
    """The generator of a purpose in a month; the same for the same arguments on every run."""
    return np.random.default_rng([seed, crc32(purpose.encode()), month])
