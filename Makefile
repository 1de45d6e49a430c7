# Every command of the project; `make help` lists them. Needs python3.11 (or a later python3) with pip, and make: nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

# `make run` works on a copy of the sample, whose last month this is.
WORKSPACE ?= espace
MONTH     ?= 2026-06
# Test processes at the same time.
WORKERS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check-all cases bench lint format docs lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: $(STAMP) ## install what the lock names in .venv, and the project in place (instant once done)

# pip is told to install into the environment from outside: a Debian without python3-venv has no pip to put inside.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv --without-pip --clear $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## run the month MONTH on a copy of the sample (WORKSPACE, made if absent), recorded in Prefect
	@test -d $(WORKSPACE) || cp -R data/sample $(WORKSPACE)
	$(BIN)/cibles run --prefect --workspace $(WORKSPACE) --month $(MONTH)

test: setup ## tests, without the long ones (under 5 minutes)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not long"

check-all: setup lint ## everything: style, long tests too; a skipped test fails
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-skips

cases: setup ## the cases of the rules alone (tests/cases)
	$(BIN)/python -m pytest tests/cases

bench: setup ## time and memory for 1,000 establishments, against an unchecked copy by DuckDB
	$(BIN)/python bench/run.py

lint: setup ## style, without changing anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup ## style, corrected in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## write again the generated pages of docs/ and the French catalogue of the command line
	$(BIN)/python -m flows.generate_docs

lock: ## write requirements.lock again from pyproject.toml (versions kept unless UPGRADE=--upgrade)
	$(PYTHON) -m venv --without-pip --clear .lock
	$(PYTHON) -m pip --python .lock/bin/python install --quiet --disable-pip-version-check pip pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" .lock/bin/pip-compile --quiet $(UPGRADE) --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements.lock pyproject.toml
	rm -rf .lock

clean: ## remove the environment, the caches and the copy of the sample
	rm -rf $(VENV) .lock espace build *.egg-info .pytest_cache .ruff_cache .hypothesis .prefect
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
