# `make` alone lists what there is. Needs GNU make, a POSIX shell and Python 3.11 or newer.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
BOOTSTRAP = $(PYTHON) tools/bootstrap.py
UV = $(shell command -v uv || echo $(BIN)/uv)
COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
PYTEST_ARGS ?=
NAME ?= rescore
N ?= 10000

export PORT LEADS RESET
.DEFAULT_GOAL := help
.PHONY: help demo test check test-services bench format messages lock clean dev

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-15s %s\n", $$1, $$2 }'

demo: ## Run the whole product with made-up leads (PORT=8000, LEADS=file.csv, RESET=1)
	@$(BOOTSTRAP) requirements/runtime.txt
	@exec $(BIN)/python -m demo

test: dev ## Run the whole suite on throw-away servers
	@tools/chromium.sh
	$(BIN)/pytest -n auto $(PYTEST_ARGS)

# Every tool runs, so that one round shows all that is wrong.
check: dev ## Format, lint, types, layers, templates, migrations, deploy checks, dependencies
	@$(BIN)/python -m tools.check

test-services: dev ## Run the suite on Debian's own PostgreSQL, Redis and dovecot
	@tools/with_services.sh $(BIN)/pytest -n auto -m "not e2e" $(PYTEST_ARGS)

bench: dev ## Measure one thing: NAME=rescore N=100000
	@$(BIN)/python -m benchmarks $(NAME) --n $(N)

format: dev ## Rewrite code and templates in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

messages: dev ## Collect translatable texts in locale/django.pot; LANGUAGE=de updates that language, too
	$(BIN)/python -m tools.messages $(if $(LANGUAGE),--language "$(LANGUAGE)")

lock: ## Pin what pyproject.toml asks for; UPGRADE=1 takes the newest of everything
	$(COMPILE) --extra demo --output-file requirements/runtime.txt
	$(COMPILE) --extra demo --extra learning --group dev --constraint requirements/runtime.txt --no-annotate --output-file requirements/dev.txt

clean: ## Delete caches; keeps .venv and the demo's data
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache staticfiles test-results
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

dev:
	@$(BOOTSTRAP) requirements/dev.txt
