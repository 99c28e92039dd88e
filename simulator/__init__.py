"""Makes a bank of any size with a known truth: files as its systems would deliver them, and an answer key."""

from simulator.bank import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
