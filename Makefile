# Everything runs in .venv, with the exact versions of requirements.lock.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check install bench lock

run: install
	@$(BIN)/python -m bot

test: install
	$(BIN)/python -m pytest --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include='scoring/*,bot/conversation/*' --fail-under=100

check: install
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Only a developer who changes a dependency needs this; it wants uv on the path.
lock:
	uv pip compile --quiet --universal --generate-hashes --group dev --no-header -o requirements.lock pyproject.toml
