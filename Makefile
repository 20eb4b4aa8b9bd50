# Two commands matter: `make run` serves the portal, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test lint format messages compile lock lighthouse bench clean venv venv-dev

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: venv ## prepare everything and serve the portal (HOST, PORT, SAMPLE=0, DATABASE_URL: see .env.example)
	@$(PY) manage.py prepare --serve

test: venv-dev ## all tests: SQLite, PostgreSQL where there is one, a real browser
	@$(PY) tools/test.py

lint: venv-dev ## style, deployment checks, migrations, Vietnamese catalogue
	@sh tools/lint.sh

format: venv-dev ## rewrite Python and templates in the house style
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format . && find templates -name '*.html' -exec .venv/bin/djade {} +

messages: venv-dev ## collect the texts of the code into locale/ (needs gettext)
	@$(PY) manage.py check_catalogue --write

compile: venv-dev ## compile the catalogues, in locale/ and locale_vendor/
	@$(PY) manage.py check_catalogue --compile

lock: venv-dev ## write requirements*.txt from requirements*.in
	@for name in requirements requirements-dev; do \
	  .venv/bin/uv pip compile $$name.in --upgrade --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o $$name.txt || exit 1; \
	done

lighthouse: venv ## measure pages as on an adopted installation (needs Node and Chromium)
	@$(PY) tools/lighthouse.py

bench: venv ## measure the pages of land with 1,000 and 100,000 parcels, as ratios in one run
	@$(PY) tools/bench/run.py

clean: ## remove what commands made, but not var/, which holds the data
	@rm -rf .venv .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@$(PYTHON) tools/install.py requirements.txt

venv-dev:
	@$(PYTHON) tools/install.py requirements.txt requirements-dev.txt
