"""Equal rows of one file are one row, or, in a table without a number of its own, events that differ."""

import duckdb

from tests.unit.marts.rendered_project import RenderedProject

PROJECT = RenderedProject()


def test_equal_rows_of_a_file_have_places_and_the_next_file_has_the_same() -> None:
    place = PROJECT.macro("place_among_equals")([{"name": "day"}, {"name": "company"}])
    rows = duckdb.execute(
        f"""
        select source_file_sha256, source_row_number, {place} as place
        from (values
            ('a', 1, '2016-02-01', 'Bank'), ('a', 2, '2016-02-01', 'Bank'), ('a', 3, '2016-02-01', null),
            ('a', 4, '2016-02-01', null), ('b', 1, '2016-02-01', 'Bank'), ('b', 7, '2016-02-01', 'Bank')
        ) as delivered(source_file_sha256, source_row_number, text_1, text_2)
        order by all
        """
    ).fetchall()
    assert [place for *_, place in rows] == [1, 2, 1, 2, 1, 2]
