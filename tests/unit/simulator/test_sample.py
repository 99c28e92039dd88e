"""The sample in seeds/demo_bank is what the simulator makes, and small enough to look at."""

from pathlib import Path

import pytest

from simulator import simulate
from tests.unit.simulator.landing import landed_files

SAMPLE = Path(__file__).resolve().parents[3] / "seeds" / "demo_bank"


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sample")
    simulate(60, 6, 2025, home)
    return home


def test_sample_holds_what_the_simulator_delivers(remade: Path) -> None:
    # records, not bytes: another build of zlib or Arrow may write the same records in other bytes
    assert list(landed_files(SAMPLE / "landing")) == list(landed_files(remade / "landing"))


def test_sample_has_the_answers_of_the_simulator(remade: Path) -> None:
    lists = sorted(path.name for path in (remade / "answer_key").glob("*.csv"))
    assert lists == sorted(path.name for path in (SAMPLE / "answer_key").glob("*.csv"))
    for name in [*lists, "parameters.json"]:
        assert (SAMPLE / "answer_key" / name).read_bytes() == (remade / "answer_key" / name).read_bytes()


def test_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 5_000_000


def test_readme_of_the_sample_tells_its_numbers() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    lines = {
        name: (SAMPLE / "answer_key" / name).read_text().splitlines()[1:]
        for name in ("dirty_rows.csv", "duplicates.csv")
    }
    assert f"{len(lines['dirty_rows.csv'])} bad rows" in text
    assert f"{sum(int(line.split(',')[1]) for line in lines['duplicates.csv'])} rows that come twice" in text
    stated = (SAMPLE / "answer_key" / "statement_differences.csv").read_text().splitlines()[1:]
    assert len(stated) == 4
    assert "net income than the true one of four customers" in text
    for file in (SAMPLE / "answer_key" / "held_back_files.csv").read_text().splitlines()[1:]:
        assert f"`{Path(file.split(',')[0]).name.split('.')[0]}`" in text
