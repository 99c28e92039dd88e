"""Which folder each source of a run lands from."""

from pathlib import Path

import pytest
import typer

from orchestration.cli import _landing_folders


def test_one_folder_is_for_all_and_a_named_one_goes_before(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    bank = tmp_path / "bank"
    sources = ["demo", "fdic_sod"]
    assert _landing_folders([], sources) == {}
    assert _landing_folders([str(tmp_path)], sources) == {"demo": tmp_path, "fdic_sod": tmp_path}
    assert _landing_folders([f"fdic_sod={bank}"], sources) == {"fdic_sod": bank}
    assert _landing_folders([f"fdic_sod={bank}", str(tmp_path)], sources) == {"demo": tmp_path, "fdic_sod": bank}


def test_a_folder_with_an_equals_sign_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "year=2021"
    folder.mkdir()
    assert _landing_folders([str(folder)], ["demo"]) == {"demo": folder}
    assert _landing_folders([f"demo={folder}"], ["demo"]) == {"demo": folder}


def test_what_cannot_be_meant_is_told(tmp_path: Path) -> None:
    for options, says in (
        ([f"berka={tmp_path}"], "berka is no --source"),
        ([f"demo={tmp_path}/nowhere"], "is not a folder"),
        ([f"demo={tmp_path}", f"demo={tmp_path}"], "names the folder of demo twice"),
    ):
        with pytest.raises(typer.BadParameter, match=says):
            _landing_folders(options, ["demo"])
