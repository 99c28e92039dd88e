"""A batch is named by what it is built from, and a build database is built upon only where that is right."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.run import BuildState, needs_full_refresh, resolve_batch

AS_OF = date(2025, 12, 31)


def test_a_batch_has_one_name_for_the_same_inputs_and_another_for_others(tmp_path: Path) -> None:
    home = Home(tmp_path)
    batch = resolve_batch(home, ["demo", "berka"], AS_OF)
    assert resolve_batch(Home(tmp_path / "elsewhere"), ["demo", "berka"], AS_OF) == batch
    other_currency = resolve_batch(home, ["berka", "demo"], AS_OF)
    assert (batch.reporting_currency, other_currency.reporting_currency) == ("CNY", "CZK")
    others = [other_currency, resolve_batch(home, ["demo"], AS_OF), resolve_batch(home, ["demo"], date(2025, 12, 30))]
    assert len({batch.batch_id, *(other.batch_id for other in others)}) == 4


def test_all_is_built_anew_unless_the_code_is_the_same_and_the_date_no_earlier(tmp_path: Path) -> None:
    home = Home(tmp_path)
    batch = resolve_batch(home, ["demo"], AS_OF)
    assert needs_full_refresh(BuildState.read(home, batch.sources), batch)
    BuildState.of(batch, is_rebuilding=False).write(home, batch.sources)
    state = BuildState.read(home, batch.sources)
    assert state is not None
    assert not needs_full_refresh(state, batch)
    assert not needs_full_refresh(state, replace(batch, as_of=date(2026, 1, 1)))
    assert needs_full_refresh(state, replace(batch, as_of=date(2025, 12, 30)))
    assert needs_full_refresh(state, replace(batch, code_version="other"))
    assert needs_full_refresh(replace(state, is_rebuilding=True), batch)


@pytest.mark.parametrize(
    "left",
    ["", '{"as_of": "2025-12', "[]", "{}", '{"as_of": "x", "code_version": "c", "is_rebuilding": false}', "null"],
)
def test_state_that_cannot_be_read_means_that_all_is_built_anew(tmp_path: Path, left: str) -> None:
    home = Home(tmp_path)
    batch = resolve_batch(home, ["demo"], AS_OF)
    BuildState.of(batch, is_rebuilding=False).write(home, batch.sources)
    (tmp_path / "build" / "demo" / "state.json").write_text(left)
    assert needs_full_refresh(BuildState.read(home, batch.sources), batch)
