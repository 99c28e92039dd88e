"""Fault tests start from the same small bank as the integration tests."""

from tests.integration.conftest import bank, demo_home

__all__ = ["bank", "demo_home"]
