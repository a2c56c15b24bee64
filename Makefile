# QMSDesk: `make run` and `make test` are all a newcomer needs; each sets up what it uses.
PYTHON ?= python3
PY := .venv/bin/python
WORKERS ?= auto

# With this set, every start of the program would compile its own modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup setup-test test lint check bench faults package screenshots pins messages clean

help:
	@echo "make run          open the window on the sample enterprise (without a display: run the demo job)"
	@echo "make test         all tests"
	@echo "make check        lint, types, layers, tests"
	@echo "make bench        measure against raw floors; faults: kills, full disk, changed bytes"
	@echo "make package      frozen program in dist/, started by a smoke test"
	@echo "make screenshots  every page in out/screenshots"

run: setup
	@$(PY) -m installer.run

setup: .venv/stamp

.venv/stamp: requirements-dev.txt pyproject.toml installer/setup_env.py
	@$(PYTHON) installer/setup_env.py

setup-test: .venv/stamp-test

.venv/stamp-test: .venv/stamp
	@$(PYTHON) installer/setup_env.py --tests && touch $@

test: setup-test
	$(PY) -m pytest -q -n $(WORKERS) --maxprocesses 8 --dist loadfile

lint: setup
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

check: lint test

bench: setup
	$(PY) -m tests.bench.run

faults: setup
	$(PY) -m tests.faults.run

package: setup-test
	@$(PYTHON) installer/setup_env.py --package
	$(PY) -m installer.package

screenshots: setup
	$(PY) -m installer.screenshots

# New pins after a change of the dependencies; needs uv. Its lock file names download hosts and stays out of git.
pins:
	uv lock --quiet
	uv export --quiet --format requirements.txt --no-header --no-emit-project --no-dev -o requirements.txt
	uv export --quiet --format requirements.txt --no-header --no-emit-project -o requirements-dev.txt

messages: setup
	$(PY) -m installer.messages

clean:
	rm -rf build dist out .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
