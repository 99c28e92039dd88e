# Two commands: `make demo` and `make test`. Needs Python 3.11 to 3.13, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two at a time; the tests of a file share what they have built.
WORKERS ?= -n 2 --dist loadfile
export WAREHOUSE_HOME ?= $(CURDIR)/data

.PHONY: demo test test-all lint format ui clean benchmark

demo: $(VENV)/ready ## simulate the demo bank, build the warehouse, publish it
	@$(BIN)/warehouse demo

test: $(VENV)/ready lint ## lint, types, boundaries and all tests but the slow ones
	$(BIN)/pytest $(WORKERS) -m "not slow"

test-all: $(VENV)/ready lint ## every test
	$(BIN)/pytest $(WORKERS)

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfmt --check --quiet dbt_project/models dbt_project/macros dbt_project/tests
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfmt --quiet dbt_project/models dbt_project/macros dbt_project/tests

ui: $(VENV)/ready ## Dagster's web interface on http://127.0.0.1:3000
	$(BIN)/warehouse ui

benchmark: $(VENV)/ready ## time, memory and ratio to plain DuckDB at 1 and 10 million transactions
	$(BIN)/python -m tests.benchmarks.scale

clean: ## remove the environment and dbt's output; the data stays
	rm -rf $(VENV) dbt_project/target dbt_project/logs

# The lock is compiled by: uv pip compile pyproject.toml --extra dev --universal --generate-hashes
# --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -o requirements.lock
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q -j 0 $(VENV)/lib orchestration expectations lifetime simulator >/dev/null || true
	@touch $@
