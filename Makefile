# Two commands: `make up` runs Everloop on this machine, `make test` runs all the tests. Both install what they need.
PYTHON ?= python3
PORT ?= 8700
DATA ?= .everloop
BIN := .venv/bin

.PHONY: setup setup-dev site up demo test test-deployed test-journeys test-parts test-web lint format bench openapi synth deploy admin destroy batch-image clean

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

site: | .venv/bin/python
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

# Three lots of tests at a time: each waits for disks, browsers and emulators most of its time. The site's own fill the end.
test:
	@$(MAKE) --no-print-directory -j2 lint site
	@$(MAKE) --no-print-directory -j3 test-deployed test-journeys test-parts test-web

test-deployed: setup-dev
	$(BIN)/pytest --quiet tests/deployed

test-journeys: setup-dev
	$(BIN)/pytest --quiet tests/browser tests/journeys

test-parts: setup-dev
	$(BIN)/pytest --ignore=tests/deployed --ignore=tests/browser --ignore=tests/journeys

test-web: site
	@command -v npm > /dev/null || { echo "Node is not here: the web site's own tests are left out."; exit 0; }; cd web && npm run --silent check

bench: setup-dev
	$(BIN)/python -m tests.bench.run

openapi: setup-dev
	$(BIN)/python -m tests.http.openapi
	@command -v npm > /dev/null || exit 0; $(BIN)/python web/scripts/build.py --install && cd web && npm run --silent api

# On AWS. STAGE=stage.json describes the deployment (infra/stage.py); without it the defaults are deployed.
CDK := JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1 npx --yes aws-cdk@2.1148.0
CONTEXT := $(if $(STAGE),-c stage=$(STAGE))

# Only makes the templates. It does without a network where Node has this CDK already, and the layers are built or STAGE says
# "wheels": false.
synth: setup-dev
	$(CDK) synth --all --quiet $(CONTEXT)

deploy: setup-dev
	@$(BIN)/python web/scripts/build.py || echo "The site is published as it was before, or as one page that names the API."
	$(CDK) deploy --all --require-approval never $(CONTEXT)
	@$(BIN)/python -m infra.publish $(STAGE)

admin: setup-dev
	@$(BIN)/python -m infra.admit "$(EMAIL)" $(STAGE)

destroy: setup-dev
	@$(BIN)/python -m infra.remains $(STAGE)
	$(CDK) destroy --all $(CONTEXT)

# The container of SageMaker's jobs: IMAGE=<account>.dkr.ecr.<region>.amazonaws.com/everloop:1, then "batch_image" in STAGE.
batch-image:
	docker buildx build --platform linux/amd64 --file functions/batch_job/Dockerfile --tag $(IMAGE) --push .

clean:
	rm -rf web/node_modules layers/core/python/everloop/site .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
