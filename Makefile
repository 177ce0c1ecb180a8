# Milepost, from the outside. `make run` is all it takes; `make help` tells the rest.
#
# Everything is installed into .venv, once, from pinned and hashed lists: a second `make run`
# installs nothing. To choose the Python: `make clean`, then `make run PYTHON=/path/to/python3`.

.PHONY: help run demo quick test test-postgres coverage check format pictures bench lock clean
.DELETE_ON_ERROR:

# Where it is set, every start compiles everything anew; the tests start the app dozens of times.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile


# ---- Use it

run: .venv/ready-to-run ## Serve the app on http://localhost:8000 (README.md: PORT, HOST, DATABASE_URL …)
	@.venv/bin/python -m tracker.serve

demo: .venv/ready-to-run ## Serve a separate database with people to sign in as (`MENTEES=200`: so many for the coach)
	@MENTEES="$(MENTEES)" .venv/bin/python -m tracker.serve --demo


# ---- Trust it

quick: .venv/ready-to-test ## Run the tests that take less than a minute together: no browser, no Java, no file that takes long
	@.venv/bin/pytest -m "not browser and not slow"

test: .venv/ready-to-test ## Run all tests; what they need beside Python is installed where it is missing
	@.venv/bin/python -m tests.browser.chromium
	@.venv/bin/python -m tests.library.publishing
	@.venv/bin/python -m tests.jobs.redis_server
	@.venv/bin/python -m tests.openid.provider
	@.venv/bin/pytest

test-postgres: .venv/ready-to-test ## Run all tests on a real PostgreSQL, started for them and stopped after
	@.venv/bin/python -m tests.browser.chromium
	@.venv/bin/python -m tests.library.publishing
	@.venv/bin/python -m tests.jobs.redis_server
	@.venv/bin/python -m tests.openid.provider
	@.venv/bin/python -m tests.postgres -- .venv/bin/pytest

check: .venv/ready-to-test ## Check style, types, templates, the rules of the house and the guides
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/pytest --numprocesses=0 tests/test_rules.py
	SECRET_KEY=$$(.venv/bin/python -c "import secrets; print(secrets.token_hex(32))") .venv/bin/flask --app wsgi guides check

coverage: .venv/ready-to-test ## Say which lines of tracker/ the tests without a browser never reach
	@.venv/bin/coverage erase
	@.venv/bin/coverage run -m pytest -m "not browser"
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage report


# ---- Work on it

format: .venv/ready-to-test ## Let ruff put imports and layout in order
	@.venv/bin/ruff check --select I --fix
	@.venv/bin/ruff format

pictures: .venv/ready-to-test ## Take the README's pictures of the real pages
	@.venv/bin/python -m tests.browser.chromium
	@.venv/bin/python -m tests.browser.pictures

bench: .venv/ready-to-test ## Measure the pages against a bare Flask view on the same server
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.discovery

lock: .venv/ready-to-test ## Pin what pyproject.toml asks for (`make lock UPGRADE=1`: the newest of it)
	@$(PIN) pyproject.toml --output-file requirements.txt
	@$(PIN) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

PIN = .venv/bin/uv pip compile --quiet --no-config --universal --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

clean: ## Remove .venv and what tools left; your data in instance/ stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis htmlcov test-results .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +


# ---- How .venv comes to be
#
# requirements-dev.txt holds every pin of requirements.txt too, so whoever is ready to test is
# ready to run. Each stamp is older than its list exactly when the list has changed.

INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.venv/ready-to-run: requirements.txt | .venv/bin/pip
	@echo "Installing what the app runs on …"
	@$(INSTALL) --requirement requirements.txt
	@touch $@

.venv/ready-to-test: requirements-dev.txt | .venv/bin/pip
	@echo "Installing what the tests and checks need …"
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@ .venv/ready-to-run

# pip is the last thing that venv puts in place: while it is missing, .venv is half made.
.venv/bin/pip:
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
		if $$python -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
			echo "Making .venv with $$($$python --version) …"; \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "Milepost needs Python 3.11 or newer with its venv module, and found none as: $(or $(PYTHON),python3.13, python3.12, python3.11, python3)." >&2; \
	echo "On Debian or Ubuntu: apt install python3-venv. Elsewhere: make run PYTHON=/path/to/python3" >&2; \
	exit 1
