"""What an engine says of its error is told, what it quotes of a row is not. The errors are DuckDB's own."""

import duckdb
import pytest

from expectations.engine_errors import engine_error

NAME = "Xeniah O'Quilt 110101199003076974"


def said(statement: str) -> str:
    with duckdb.connect() as connection:
        connection.execute("create table person (name varchar primary key, born varchar)")
        connection.execute("insert into person values (?, ?)", [NAME, NAME.split()[2]])
        with pytest.raises(duckdb.Error) as raised:
            connection.execute(statement).fetchall()
    return str(raised.value)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("select cast(name as integer) from person", "Conversion Error: Could not convert string … to INT32"),
        ("select cast(name as date) from person", "Conversion Error: invalid date field format"),
        ("insert into person from person", "Constraint Error: Duplicate key … violates primary key constraint"),
        ("select strptime(name, '%Y') from person", "Invalid Input Error: Could not parse string …"),
        ("select cast(born as hugeint)::tinyint from person", "Conversion Error: "),
        ("select error(name) from person", "Invalid Input Error: …"),
    ],
)
def test_a_value_of_a_row_is_withheld(statement: str, told: str) -> None:
    original = said(statement)
    assert any(word in original for word in NAME.split()), original
    shown = engine_error(original)
    assert shown is not None
    assert shown.startswith(told)
    assert not any(word in shown for word in NAME.split())


def test_names_of_columns_and_tables_are_told() -> None:
    assert "nowhere" in (engine_error(said("select nowhere from person")) or "")
    assert "crowd" in (engine_error(said("from crowd")) or "")


def test_a_text_without_an_error_of_the_engine_is_none() -> None:
    assert engine_error(f"{NAME} is not here") is None
