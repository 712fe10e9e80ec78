# `make run` needs make and Python 3.11 or newer; everything else is set up here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# tools/precompile.py compiles what is imported, which is a small part of what is installed.
INSTALL := $(PIP) install --quiet --no-compile
PRECOMPILE := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m tools.precompile
SOURCES := $(shell find app.py core callbacks dashboard layouts -name '*.py')
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header

ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 NUMBA_NUM_THREADS=1 POLARS_MAX_THREADS=1

# OpenMP threads that spin while they wait slow down whatever else runs; set before numpy is imported.
export OMP_WAIT_POLICY ?= passive

.PHONY: run test lint bench requirements screenshots setup setup-dev deep

run: setup
	$(BIN)/gunicorn app:server

# What there is to compile is compiled while the linters are installed and run. Two processes of one
# thread each are done sooner than two that share two cores between their threads.
test: $(VENV)/.installed
	$(MAKE) --jobs 2 lint setup
	$(ONE_THREAD) $(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/browser
	$(BIN)/python -m pytest -n 2 tests/browser

lint: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The pages' scripts, in Node 18 or newer with its own test runner.
.PHONY: scripts
test: scripts
scripts:
	PYTHON=$(PYTHON) bash tools/system-packages node
	node --test tests/assets/*.test.js

bench: setup-dev
	for file in benchmarks/[!_]*.py; do $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; done

# Adds the method that needs JAX; a running server finds it when it is started again.
deep: setup
	$(INSTALL) --require-hashes -r requirements-deep.txt
	$(PRECOMPILE)

# Keeps the pins there are; `make requirements UPGRADE=--upgrade` takes the newest.
requirements: setup-dev
	$(COMPILE) $(UPGRADE) --output-file requirements.txt
	$(COMPILE) $(UPGRADE) --extra deep --constraints requirements.txt --output-file requirements-deep.txt
	$(COMPILE) $(UPGRADE) --extra deep --extra dev --constraints requirements-deep.txt \
		--output-file requirements-dev.txt

screenshots: setup-dev
	$(BIN)/python -m docs.screenshots

setup: $(VENV)/.precompiled
setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/.made
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(INSTALL) --require-hashes -r requirements-dev.txt
	touch $@

# Kernels and libraries take a minute, our own modules a moment: these follow every change.
$(VENV)/.precompiled: $(VENV)/.kernels $(SOURCES)
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q app.py core callbacks dashboard layouts
	touch $@

$(VENV)/.kernels: $(VENV)/.installed $(filter %kernels.py,$(SOURCES))
	$(PRECOMPILE)
	touch $@

$(VENV)/.made:
	PYTHON=$(PYTHON) bash tools/system-packages
	$(PYTHON) -m venv $(VENV)
	touch $@
