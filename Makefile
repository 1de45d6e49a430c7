# Every command of the project; `make help` lists them. Needs python3.11 (or a later python3) with pip, and make: nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
# What `make bench` compares with, installed apart.
PANDAS := .bench
# What `make fuzz` feeds readers with, installed apart, and seconds for each reader.
FUZZER := .fuzz
SECONDS_EACH ?= 60
# What drives the Chromium of the machine in `make check-all` and `make pictures`, installed apart.
BROWSER := .browser

# `make run` works on a copy of the sample, whose last month this is.
WORKSPACE ?= espace
MONTH     ?= 2026-06
# Test processes at the same time.
WORKERS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check-all cases bench fuzz lint format docs pictures lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: $(STAMP) ## install what the lock names in .venv, and the project in place (instant once done)

# pip is told to install into the environment from outside: a Debian without python3-venv has no pip to put inside.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv --without-pip --clear $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(PANDAS)/.ready: bench/requirements.lock
	$(PYTHON) -m venv --without-pip --clear $(PANDAS)
	$(PYTHON) -m pip --python $(PANDAS)/bin/python install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.lock
	@touch $@

$(FUZZER)/.ready: tests/fuzz/requirements.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target $(FUZZER) -r $<
	@touch $@

$(BROWSER)/.ready: tests/browser/requirements.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target $(BROWSER) -r $<
	@touch $@

run: setup ## run the month MONTH on a copy of the sample (WORKSPACE, made if absent), recorded in Prefect
	@test -d $(WORKSPACE) || cp -R data/sample $(WORKSPACE)
	$(BIN)/cibles run --prefect --workspace $(WORKSPACE) --month $(MONTH)

# By file: what its tests share is made once. (Groups across files are not honoured by xdist 3.8 under pytest 9.2.)
test: setup ## tests, without the long ones (under 5 minutes)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not long"

check-all: setup $(PANDAS)/.ready $(BROWSER)/.ready lint ## everything: style, long tests too; a skipped test fails
	PYTHONPATH=$(BROWSER) $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-skips

cases: setup ## the cases of the rules alone (tests/cases)
	$(BIN)/python -m pytest tests/cases

bench: setup $(PANDAS)/.ready ## time and memory of regions of 1,000 and 6,400 establishments, written in docs/performance.md (BENCH: options)
	$(BIN)/python -m bench.run $(BENCH)

fuzz: setup $(FUZZER)/.ready ## feed damaged bytes to each reader of files, SECONDS_EACH of them (atheris)
	for reader in header pivot text sheets members whole; do \
		PYTHONPATH=$(FUZZER) $(BIN)/python -m tests.fuzz.run $$reader -max_total_time=$(SECONDS_EACH) || exit 1; done

lint: setup ## style, without changing anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup ## style, corrected in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## write again the generated pages of docs/ and the French catalogue of the command line
	$(BIN)/python -m flows.generate_docs

pictures: setup $(BROWSER)/.ready ## take the pictures of the README again (docs/images), from a run of the sample in Chromium
	PYTHONPATH=$(BROWSER) $(BIN)/python -m tests.browser.pictures

lock: ## write requirements.lock, and those of the bench, of fuzzing and of the browser, again from pyproject.toml (versions kept unless UPGRADE=--upgrade)
	$(PYTHON) -m venv --without-pip --clear .lock
	$(PYTHON) -m pip --python .lock/bin/python install --quiet --disable-pip-version-check pip pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" .lock/bin/pip-compile --quiet $(UPGRADE) --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements.lock pyproject.toml
	for extra in bench tests/fuzz tests/browser; do \
		sed -n "/^$${extra##*/} = \[/,/^]/s/^ *\"\(.*\)\",/\1/p" pyproject.toml > .lock/extra.in; \
		CUSTOM_COMPILE_COMMAND="make lock" .lock/bin/pip-compile --quiet $(UPGRADE) --generate-hashes --no-annotate \
			--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
			--output-file $$extra/requirements.lock .lock/extra.in || exit 1; done
	rm -rf .lock

clean: ## remove the environment, the caches and the copy of the sample
	rm -rf $(VENV) $(PANDAS) $(FUZZER) $(BROWSER) .lock espace build *.egg-info .pytest_cache .ruff_cache .hypothesis .prefect
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
