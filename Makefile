# Six verbs. Each sets up what it needs: a .venv with the hash-pinned packages of requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo run test bench check format lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(READY) ## the whole bot against a local Telegram in your browser: no account, no token
	$(BIN)/kindreds demo

run: $(READY) ## run the bot for real (reads .env)
	$(BIN)/kindreds run

test: $(READY) ## every test, on all processors
	$(BIN)/python -m pytest -n auto --dist worksteal $(if $(KINDREDS_NO_SKIPS),--no-skips) $(ARGS)

bench: $(READY) ## measure the speed; CI=1 fails past a floor, ARGS=replies takes one measure
	$(BIN)/python -m tests.bench $(ARGS)

check: $(READY) ## format, lint, types, imports, migrations, architecture, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/kindreds migrate --check
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_documents.py

format: $(READY) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## pin every package anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--constraint requirements.lock pyproject.toml -o deploy/requirements.lock

setup: $(READY) ## only set up

clean: ## remove what setup made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kindreds needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
