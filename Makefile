# Every target does its own set-up; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
PROMPT ?= Create a circle that transforms into a square
unexport PROMPT
export PROMPT_TEXT := $(value PROMPT)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install latex servers run serve test check lint types imports format bench index clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

install: .venv/installed  ## set up .venv with everything (system packages too, where that is allowed)

.venv/installed: pyproject.toml constraints.txt setup/system-packages.sh setup/python-packages.sh
	@setup/system-packages.sh build
	@setup/python-packages.sh
	@touch $@

latex:  # formulas need it; without it everything else works
	@setup/system-packages.sh latex || true

servers:  # some tests start nginx, PostgreSQL and a browser; without them those are skipped, the rest runs
	@setup/system-packages.sh tests || true

run: install  ## make a video: make run PROMPT="a triangle that becomes a star"
	@test -d "$${ROTATOR_DATA:-data}/index" || $(BIN)/rotator index build & setup/system-packages.sh latex || true; wait
	@$(BIN)/rotator generate -- "$$PROMPT_TEXT"

serve: install latex  ## serve the page and the HTTP API on 127.0.0.1:8000
	@$(BIN)/rotator serve

index: install  ## build the index where it is missing or stale
	@$(BIN)/rotator index build

test: install latex servers  ## run all tests, the slow ones too
	@$(BIN)/pytest -n auto --dist worksteal

check: lint types imports test  ## what CI runs: lint, types, import contracts, tests

lint: install  ## ruff over the project, and over the scene library as drafts are held to
	@$(BIN)/ruff check .
	@$(BIN)/ruff check --isolated --select E9,F --ignore F403,F405 --line-length 110 knowledge/scenes
	@$(BIN)/ruff format --check .

types: install  ## mypy --strict
	@$(BIN)/mypy

imports: install
	@$(BIN)/lint-imports --no-logo

format: install  ## let ruff tidy the source
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: install  ## measure: where a run spends its time, rendering against the manim command, the check, retrieval, the inspector, the server under load, workers that are killed
	@$(BIN)/python bench/startup.py
	@$(BIN)/python bench/render.py
	@$(BIN)/python bench/check.py
	@$(BIN)/python bench/retrieval.py
	@$(BIN)/python bench/prompt_cache.py
	@$(BIN)/python bench/index_size.py
	@$(BIN)/python bench/inspection.py --all
	@$(BIN)/python bench/load.py
	@$(BIN)/python bench/kill.py --kills 20

clean:  ## remove the environment and the caches, not the data
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -not -path './data/*' -prune -exec rm -rf {} +
