# Two commands: `make up` runs Everloop on this machine, `make test` runs all the tests. Both install what they need.
PYTHON ?= python3
PORT ?= 8700
DATA ?= .everloop
BIN := .venv/bin

.PHONY: setup setup-dev up demo test lint format bench openapi clean

setup: .venv/.setup
setup-dev: .venv/.setup-dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Everloop needs Python 3.11 or later; $(PYTHON) is older. Say which with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.setup: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[map]'
	@touch $@

.venv/.setup-dev: pyproject.toml .venv/.setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[map,dev]'
	@touch $@

up: setup
	@exec $(BIN)/everloop up --port $(PORT) --data $(DATA)

demo: setup
	@exec $(BIN)/everloop demo --data $(DATA)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint
	$(BIN)/pytest

bench: setup-dev
	$(BIN)/python -m tests.bench.run

openapi: setup-dev
	$(BIN)/python -m tests.http.openapi

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
