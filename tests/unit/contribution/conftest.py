"""The chain is compiled once for all tests of contribution."""

import pytest

from tests.unit.contribution.contribution_chain import Chain
from tests.unit.contribution.made_up_bank import AS_OF


@pytest.fixture(scope="package")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return Chain(tmp_path_factory.mktemp("contribution"), AS_OF, "CNY")
