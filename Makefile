# Two commands: `make up` runs Everloop on this machine, `make test` runs all the tests. Both install what they need.
PYTHON ?= python3
PORT ?= 8700
DATA ?= .everloop
BIN := .venv/bin

.PHONY: setup setup-dev site up demo test test-web lint format bench openapi clean

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

site: setup
	@$(BIN)/python web/scripts/build.py

up: setup
	@$(BIN)/python web/scripts/build.py || echo "Everloop is served with the site as it was before, or without one."
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

test: lint test-web
	$(BIN)/pytest

test-web: site
	@command -v npm > /dev/null || { echo "Node is not here: the web site's own tests are left out."; exit 0; }; cd web && npm run --silent check

bench: setup-dev
	$(BIN)/python -m tests.bench.run

openapi: setup-dev
	$(BIN)/python -m tests.http.openapi
	@command -v npm > /dev/null || exit 0; $(BIN)/python web/scripts/build.py --install && cd web && npm run --silent api

clean:
	rm -rf web/node_modules layers/core/python/everloop/site .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
