# Two commands matter: `make run` and `make demo`. All others are for those who build.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DESK := web/desk/dist/index.html
# Compiled kernels are kept with the environment, so no request ever pays for them.
export NUMBA_CACHE_DIR := $(CURDIR)/$(VENV)/.numba_cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP = $$($(BIN)/python -m pip --version >/dev/null 2>&1 \
	&& echo "$(BIN)/python -m pip" || echo "$(PYTHON) -m pip --python $(BIN)/python")

.DEFAULT_GOAL := help
.PHONY: help install run demo test check fix bench chaos record lock

help: ## show this list
	@echo 'Doorstep 家门口: 两条命令就够: make run, make demo'
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED) ## make .venv with the console script doorstep

run: $(INSTALLED) $(DESK) ## start everything on an embedded PostgreSQL (PORT=8000, SCALE=small or prefecture)
	@exec $(BIN)/python -m deploy.cli run

demo: $(INSTALLED) ## print the five stories, from the running platform or one of its own
	@$(BIN)/python -m deploy.cli demo

test: check $(DESK) ## everything, as CI runs it
	$(BIN)/python -m pytest

check: $(INSTALLED) ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m deploy.desk check

fix: $(INSTALLED) ## put right what a program can put right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED) ## speed beside peers, and quality; files in benchmarks/results
	@$(PIP) install --quiet 'duckdb>=2.0' 'ortools>=9.15' \
		|| echo 'DuckDB and OR-tools could not be had; the run goes on without them.'
	$(BIN)/python -m benchmarks

chaos: $(INSTALLED) ## kill everything under writes, three seeds, and count what is lost
	$(BIN)/python -m tests.chaos $(if $(MUTANT),"$(MUTANT)")
	$(if $(MUTANT),,$(BIN)/python -m pytest -m drill tests/chaos)

record: $(INSTALLED) ## rewrite the recorded contracts; review the diff
	$(BIN)/python -m tests.contracts.record

lock: ## rewrite requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml deploy/build.in --extra tests --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--quiet -o requirements.lock

# Where Node is missing or too old it comes by pip. A desk that cannot be built keeps
# nobody from the rest of the platform; the check and the tests fail without it.
$(DESK): $(INSTALLED) web/desk/package-lock.json $(shell \
		find web/desk/src web/desk/public -type f -not -name schema.d.ts)
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
		process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null \
		|| $(PIP) install --quiet --require-hashes -r web/desk/node.lock
	@$(BIN)/python -m deploy.desk || true

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo '需要 Python 3.11 或更新版本。Python 3.11 or newer is needed.'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null \
		|| $(PYTHON) -m venv --without-pip $(VENV)
	@echo '正在安装，第一次要一两分钟。Installing, one or two minutes the first time.'
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation \
		--config-settings editable_mode=compat -e .
	@$(BIN)/python -m deploy.warm
	@touch $@
