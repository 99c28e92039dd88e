"""What is published of employees: nothing of the person, and no single answer."""

import json

from orchestration.manifest import current_manifest

PUBLISHED = ("warehouse", "marts", "reference")
OF_THE_PERSON = ("gender", "birth", "age", "name", "national_id")


def columns_by_model() -> dict[str, tuple[str, set[str]]]:
    nodes = json.loads(current_manifest().read_text())["nodes"].values()
    return {n["name"]: (n["schema"], set(n["columns"])) for n in nodes if n["resource_type"] == "model"}


def test_employees_show_neither_gender_nor_age_nor_name() -> None:
    shown = {
        f"{name}.{column}"
        for name, (schema, columns) in columns_by_model().items()
        if schema in PUBLISHED and "employee" in name
        for column in columns
        if any(part in column.split("_") for part in OF_THE_PERSON)
    }
    assert shown == set()


def test_no_published_table_has_answers_of_single_employees() -> None:
    models = columns_by_model()
    assert models["fct_employee_survey_response"][0] == "private"
    assert models["employee_answer"][0] == "intermediate"
    assert models["manager_employment_year"][0] == "intermediate"
    assert "employee_key" not in models["employee_satisfaction"][1] | models["employee_turnover"][1]
