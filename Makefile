# CertDesk: `make run` brings the desk up, `make test` proves that it works. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PG := .run/postgres
PYTEST_WORKERS ?= 2
DATABASE_TESTS := tests/cases tests/stages tests/journeys tests/jobs tests/crash tests/adapters/job_queue tests/web

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# -- environment: locked, hashed, nothing outside .venv
.venv/.made:
	@tools/environment.sh "$(PYTHON)"
	@touch $@

.venv/.run-ready: requirements/run.txt pyproject.toml | .venv/.made
	@test -e .venv/.dev-ready || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-ready: requirements/dev.txt pyproject.toml | .venv/.made
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# -- the desk
.PHONY: run
run: .venv/.run-ready ## Set everything up and run the desk (Ctrl-C stops it; again goes on where it was)
	@$(BIN)/certdesk setup --rehearsal
	@exec $(BIN)/certdesk serve --with-worker

.PHONY: rehearse
rehearse: .venv/.run-ready ## Walk one application from the mail to the verified letter, without a browser
	@$(BIN)/certdesk rehearse

# -- the proof
.PHONY: test
test: .venv/.dev-ready ## Everything: style, types, architecture, all tests on SQLite and on PostgreSQL
	@tools/debian_packages.sh || { test -z "$$CI" || exit 1; echo "make test: tests that need them will be skipped and say so"; }
	@$(MAKE) --no-print-directory lint types architecture
	@$(MAKE) --no-print-directory test-sqlite test-postgresql

.PHONY: test-sqlite
test-sqlite: .venv/.dev-ready
	@echo "== tests on SQLite"
	@$(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadfile --cov=certdesk.rules --cov-report=term:skip-covered --cov-fail-under=100

.PHONY: test-postgresql
test-postgresql: .venv/.dev-ready
	@echo "== tests on PostgreSQL"
	@url=$$(tools/postgres.sh start $(PG)) || { test -z "$$CI" || exit 1; echo "make test: PostgreSQL is not here, its tests did not run"; exit 0; }; \
	trap 'tools/postgres.sh stop $(PG)' EXIT; \
	DATABASE_URL="$$url" $(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadfile $(DATABASE_TESTS)

.PHONY: check
check: .venv/.dev-ready lint types architecture ## The fast part, for daily work: style, types, architecture, pure tests
	@$(BIN)/pytest -q tests/rules tests/guide tests/architecture tests/cli

.PHONY: lint
lint: .venv/.dev-ready
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

.PHONY: types
types: .venv/.dev-ready
	@$(BIN)/mypy

.PHONY: architecture
architecture: .venv/.dev-ready
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

.PHONY: format
format: .venv/.dev-ready ## Put the code into the house's form
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

.PHONY: bench
bench: .venv/.dev-ready ## Measure mails in, letters out, and the worklist (see bench/README.md)
	@$(BIN)/python -m bench

.PHONY: lock
lock: .venv/.dev-ready ## Lock the newest allowed dependencies with their hashes
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet --extra openvino -c requirements/run.txt pyproject.toml -o requirements/openvino.txt

.PHONY: clean
clean: ## Remove the environment (the desk's data in var/ stays)
	@rm -rf .venv .run .mypy_cache .ruff_cache .pytest_cache .hypothesis
