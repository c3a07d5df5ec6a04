# Everything runs in .venv, with the exact versions of requirements.lock.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check install soak bench lock

run: install
	@$(BIN)/python -m bot

test: install
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include='scoring/*,bot/conversation/*' --fail-under=100

check: install
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

# The long proofs, three to nine minutes: the bot killed at random under fifty chats, and a thousand chats at once.
soak: install
	$(BIN)/python -m pytest --soak -s tests/channels/test_telegram_soak.py tests/channels/test_telegram_trouble.py

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
	uv pip compile --quiet --universal --generate-hashes --no-header --constraint requirements.lock -o deploy/requirements.lock pyproject.toml
