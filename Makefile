# The two commands of the README are `make demo` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint check format acceptance properties clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(BIN)/.installed-dev: $(BIN)/.installed requirements-dev.txt requirements-postgresql.txt requirements-parquet.txt requirements-frames.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: $(BIN)/.installed ## set up, then crawl the bundled sample newspaper as days pass, and show what was kept
	$(BIN)/archiver demo

test: $(BIN)/.installed-dev ## set up, then run the tests
	$(BIN)/python -m pytest

lint: $(BIN)/.installed-dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## everything that must be green: lint, then the tests; warnings are errors

format: $(BIN)/.installed-dev ## write the code the way `make check` wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

acceptance: $(BIN)/.installed-dev ## the long tests: kill -9, overlap, rebuild (minutes)
	$(BIN)/python -m pytest tests/acceptance --override-ini testpaths=tests/acceptance -m acceptance -s

properties: $(BIN)/.installed-dev ## the property tests with new examples at each run; `make test` takes the same ones
	$(BIN)/python -m pytest tests -m hypothesis --hypothesis-profile searching

clean: ## remove what `make` set up; never the archive
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
