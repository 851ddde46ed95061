# Everything installs into .venv; the stamp files make a second call cost nothing.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PINS := pyproject.toml constraints.txt
# A process of the tests a processor; each may hold a browser, and waits for it often.
WORKERS = $(shell n=$$(nproc); echo $$((n < 2 ? 2 : n > 4 ? 4 : n)))

.PHONY: help demo test check format bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Serve the wall with a synthetic district at http://127.0.0.1:8050/ (PORT, HOST; ARGS="--rate 3 --seed 1 --speed 20")
	@exec $(BIN)/gridscope demo $(ARGS)

test: $(INSTALLED_DEV) ## Run every test; browser, Redis and PostgreSQL included (ARGS go to pytest)
	@.ci/install
	$(BIN)/pytest $(or $(ARGS),-n $(WORKERS) --dist loadfile)

check: $(INSTALLED_DEV) ## Format, lint, types and import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(INSTALLED_DEV) ## Rewrite the code to the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(INSTALLED_DEV) ## Run the benchmarks, one after another
	@set -e; for script in $(sort $(filter-out benchmarks/harness.py benchmarks/served.py,$(wildcard benchmarks/[a-z]*.py))); do \
		echo "== $$script"; $(BIN)/python "$$script"; \
	done

clean: ## Remove .venv, build output and caches; the data in var/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

$(INSTALLED): $(PINS)
	@.ci/venv $(VENV)
	@touch $@

$(INSTALLED_DEV): $(PINS)
	@.ci/venv $(VENV) dev
	@touch $(INSTALLED) $@
