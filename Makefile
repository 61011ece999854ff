# What people do here; `make help` lists it. CONTRIBUTING.md says when to use which.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell \
  $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))) python3)
# One that is given empty counts as one that is not given.
override HOST := $(or $(strip $(HOST)),0.0.0.0)
override PORT := $(or $(strip $(PORT)),8000)
override BOTS := $(or $(strip $(BOTS)),0)
BIN := .venv/bin
PY := $(BIN)/python
PYTEST := $(BIN)/pytest -q -rs
# Some machines keep no bytecode: each of a story's processes would read every source anew.
export PYTHONDONTWRITEBYTECODE :=
# The node that requirements-dev.txt brings goes first, the system's is used when there is none.
export PATH := $(CURDIR)/.venv/node/bin:$(PATH)
JS := frontend/node_modules/.bin
.PHONY: help install demo test check check-all lint js e2e slow faults bench format messages clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

install: ## what the tests and checks need, into .venv
	@$(PYTHON) config/preflight.py requirements-dev.txt

# So few simulated people would leave every city unranked with the usual 100.
demo: export BOARD_LEAST_PEOPLE ?= 10
demo: ## a contest on this machine: PORT=8000 HOST=0.0.0.0 BOTS=0
	@$(PYTHON) config/preflight.py requirements.txt "$(HOST)" "$(PORT)"
	@exec $(PY) manage.py demo --host "$(HOST)" --port "$(PORT)" --bots "$(BOTS)"

test: install ## the tests that need no browser and no servers, Python and JavaScript
	$(PYTEST) -n 2
	node --test 'tests/js/**/*.test.js'

lint: install js ## style, types, arrows, templates, front end; fastest first
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check --lint frontend/templates
	cd frontend && node_modules/.bin/biome ci .
	cd tests/js && ../../$(JS)/biome ci .
	$(JS)/tsc -p frontend
	$(BIN)/mypy

# TESTED=1 leaves out the tests that have just run (.ci/run).
# A check that cannot run (no parser, no program) fails here instead of being skipped.
check check-all: export HOUSE := strict
check: lint $(if $(TESTED),,test) ## lint, tests, migrations and a production environment
	$(PY) manage.py makemigrations --check --dry-run
	$(PYTHON) tests/house/deploy_check.py

check-all: check slow e2e faults ## everything: also browser, faults, PostgreSQL and Redis

slow: install ## the tests that take longer, without browsers and servers
	$(PYTEST) -n 2 --dist worksteal -m 'slow and not browser and not faults and not redis and not postgres and not servers'

e2e: install ## stories in a real Chromium
	$(PY) -m tests.twice browser 3

faults: install ## killed servers, cut lines, demo, tiny bench, PostgreSQL and Redis
	$(PY) -m tests.twice 'faults or redis or postgres or servers' 3

js: install ## the checkers of the front end, into frontend/node_modules
	@cmp -s frontend/package.json frontend/node_modules/.installed || (cd frontend && \
	  node ../.venv/node/lib/node_modules/npm/bin/npm-cli.js install --silent --no-package-lock && \
	  cp package.json node_modules/.installed)

bench: install ## the measurements, as a table with ratios
	$(PY) -m bench

format: install js ## let the tools write
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	-$(BIN)/djlint --quiet --reformat frontend/templates
	cd frontend && node_modules/.bin/biome check --write .
	cd tests/js && ../../$(JS)/biome check --write .

messages: install ## new texts into the catalogues, and the catalogues compiled
	$(PY) manage.py messages

clean: ## away with what was made, except var/ (the data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
	  frontend/node_modules staticfiles
