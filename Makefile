# AIF Explorer. `make` lists what there is; the first `make run` or `make test` builds .venv.

VENV  := .venv
PY    := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PIP   := $(PY) -m pip --quiet --disable-pip-version-check
ARGS  ?=

# python3 where it is new enough, else the newest one found.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

.DEFAULT_GOAL := help
.PHONY: help install run test branches check lint types layers man completions bench soak bundle docs pictures release coverage audit mutate lock clean clean-all

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(STAMP) ## open the explorer (ARGS="…" is passed on to aif)
	@$(VENV)/bin/aif $(ARGS)

test: $(STAMP) ## run the tests (ARGS="…" is passed on to pytest)
	@$(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: lint types layers branches ## run all that CI runs: format, lint, types, layers, tests

lint: $(STAMP) ## check format and style
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check

types: $(STAMP) ## check the types
	@$(PY) -m mypy

layers: $(STAMP) ## check that imports point one way
	@$(VENV)/bin/lint-imports --no-logo

man: $(STAMP) ## write the manual page anew from the program
	@$(PY) -m tools.manpage

completions: $(STAMP) ## write the completions of shells anew from the program
	@$(PY) -m tools.completions

soak: $(STAMP) ## let the robot press 200,000 keys, draw 100 sequences, close 100 windows (three hours)
	@AIF_SEQUENCES=100 AIF_HANGUPS=100 $(PY) -m pytest tests/explorer/test_typed_ahead.py tests/explorer/test_far_end.py
	@$(PY) -m tools.monkey.memory
	@$(PY) -m tools.monkey --keys 200000 --jobs 4 $(ARGS)

bench: $(STAMP) ## measure speed and memory (ARGS="--quick")
	@$(PY) -m tools.bench $(ARGS)

bundle: $(STAMP) ## write dist/aif.pyz, one file that runs with any Python 3.11 or later
	@$(PY) -m tools.bundle --every-python

pictures: $(STAMP) ## draw the pictures of the documentation anew, from the program
	@$(PY) -m tools.pictures

# Rendered from copies that lie as in the checkout, so that links between pages hold in both.
PAGES := README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md CODE_OF_CONDUCT.md CHANGELOG.md

branches: $(STAMP) ## run the tests and demand that they take nine branches of ten in every room
	@PYTEST_PLUGINS=tools.branches $(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

# A second opinion. From Python 3.14 on the interpreter tells which branches are taken, at little cost.
coverage: $(STAMP) ## the same by coverage.py, lines too, of the whole (slow before 3.14)
	@COVERAGE_CORE=$$($(PY) -c 'import sys; print("sysmon" if sys.version_info >= (3, 14) else "ctrace")') \
		$(PY) -m pytest --numprocesses auto --cov --cov-fail-under=90 $(ARGS)

# The advisory left out is on folders in /tmp that pytest shares below 9.0.3, which the plugin for
# snapshots does not allow yet; tests/conftest.py gives it a folder of its own.
audit: build/audit/.installed ## ask the advisory database about every pinned package (needs the network)
	@build/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock \
		--ignore-vuln GHSA-6w46-j5rx-g56g

mutate: $(STAMP) build/mutate/.installed ## change query and findings here and there: do the tests notice? (hours)
	@$(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> "$$(build/mutate/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/project.pth"
	@build/mutate/bin/mutmut run $(ARGS)
	@build/mutate/bin/mutmut results

docs: build/docs/.installed ## render README and docs/ as a site in build/site
	@rm -rf build/pages build/site
	@mkdir -p build/pages/data
	@cp $(PAGES) build/pages
	@cp data/README.md build/pages/data
	@cp -R docs build/pages/docs
	@build/docs/bin/zensical build --strict

# Each of these tools has an environment of its own: nobody needs it to work on the program.
build/%/.installed: pyproject.toml
	@"$(PYTHON)" -m venv build/$*
	@build/$*/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@build/$*/bin/python -m pip install --quiet --disable-pip-version-check --group $*
	@touch $@

release: check ## check version, changelog, lock and docs, and build all of dist/
	@$(PY) -m tools.release

install: $(STAMP) ## make .venv without running anything

# Made again when the lock file or the project's metadata changes; else nothing is fetched.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "AIF Explorer needs Python 3.11 or later; none was found." >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { \
		echo "Making $(VENV); this happens once and takes about a minute." >&2; \
		"$(PYTHON)" -m venv --clear $(VENV) || { \
			echo "'$(PYTHON) -m venv' does not work here; install the venv package of your system." >&2; exit 1; }; }
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

lock: ## write requirements.lock anew from pyproject.toml (needs the network)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed." >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear build/lock
	@build/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
	@{ echo "# Every package that 'make' installs, pinned. Written by 'make lock'; edit pyproject.toml instead."; \
		build/lock/bin/uv pip compile pyproject.toml --quiet --all-extras --group dev --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url --no-header; } > build/requirements.lock
	@mv build/requirements.lock requirements.lock
	@rm -rf build/lock

clean: ## remove caches and built packages
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache snapshot_report.html
	find tui tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

clean-all: clean ## remove .venv as well
	rm -rf $(VENV)
