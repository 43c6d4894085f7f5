# make demo   the whole story on an embedded mail server      make test   everything, as CI runs it
.DEFAULT_GOAL := help
.PHONY: prove-harness generated clients servers help setup demo bench test check lint types layers docs fmt dovecot wheel lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PYTEST ?= $(BIN)/python -m pytest
# Extra arguments for pytest: make test ARGS="-k journal"
ARGS ?=
APT ?= yes
# Mail to measure on: a folder with manifest.jsonl.
CORPORA ?=
KEEP ?=
# Where Courier and Cyrus are unpacked.
PACKAGES ?= build/packages

help:
	@echo "make demo          tell the whole story on an embedded mail server (KEEP=1 leaves the server running)"
	@echo "make test          install what is needed and run everything, as CI does (as root on Debian: Dovecot by apt, unless APT=no)"
	@echo "make lint types layers    one check alone        make fmt    format the code"
	@echo "make evaluate      measure recognition and reading (CORPORA=DIR: also on mail unpacked there)"
	@echo "make bench         measure speed against bare sockets and other libraries, in one table (RECEIVED=, ROUNDS=)"
	@echo "make clients       real mail programs (Thunderbird, Roundcube, mutt) against Dovecot; installs them by apt as root, unless APT=no"
	@echo "make servers       the mailbox contract and a season on Courier and Cyrus, unpacked by apt below build/ and not installed"
	@echo "make generated     mail that Postfix, Exim, Sieve, mailbot and vacation generate, read by inspect (KEEP=DIR keeps it); by apt as root, unless APT=no"
	@echo "make docs          write again what docs/ takes from the program: help, keys, pictures"
	@echo "make wheel         build dist/mailwatch-*.whl     make lock   pin the dependencies again     make clean  start afresh"

setup: $(READY)

$(READY): requirements-dev.txt pyproject.toml
	@tools/venv "$(PYTHON)" "$(VENV)" "$(APT)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: setup
	@$(BIN)/mailwatch demo $(if $(KEEP),--keep)

# Sizes: make bench RECEIVED=1000000 ROUNDS=1 (see benchmarks/run.py)
bench: setup dovecot
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.table

dovecot:
	@tools/dovecot "$(APT)"

fmt: setup
	@$(BIN)/ruff format mailwatch tests benchmarks tools
	@$(BIN)/ruff check --fix mailwatch tests benchmarks tools

lint: setup
	@$(BIN)/ruff format --check mailwatch tests benchmarks tools
	@$(BIN)/ruff check mailwatch tests benchmarks tools
	@tools/lint-dockerfile $(BIN)

types: setup
	@$(BIN)/mypy

layers: setup
	@$(BIN)/lint-imports

test: setup dovecot lint types layers
	$(PYTEST) -n 2 --dist loadscope $(ARGS)
	@tools/test-wheel "$(PYTHON)" $(BIN)

# What proves docs/trust.md, in order of risk; goes on where it stopped (.prove.json)
prove: setup dovecot
	@$(BIN)/python -m tests.proof.prove $(or $(MINUTES),90)

# Twelve bugs planted in copies of the package: the tests must turn red for each
prove-harness: setup dovecot
	@$(BIN)/python -m tests.proof.seeded_bugs

# Real mail programs open, edit, send and delete drafts: mutt in tmux, Thunderbird under Xvfb, Roundcube in Chromium
clients: setup dovecot
	@tools/clients "$(APT)"
	MAILWATCH_CLIENTS=yes $(PYTEST) tests/clients $(ARGS)

# Courier and Cyrus unpacked beside Dovecot: the mailbox contract and a season on each
servers: setup dovecot
	@tools/servers "$(PACKAGES)"
	MAILWATCH_SERVERS=yes MAILWATCH_PACKAGES="$(abspath $(PACKAGES))" $(PYTEST) tests/servers -n 2 --dist loadscope $(ARGS)

# Mail servers and answering programs on loopback generate mail; KEEP=DIR keeps it
generated: setup dovecot
	@tools/generators "$(PACKAGES)" "$(APT)"
	MAILWATCH_GENERATED=yes MAILWATCH_KEEP="$(KEEP)" MAILWATCH_PACKAGES="$(abspath $(PACKAGES))" $(PYTEST) tests/generated $(ARGS)

check: test

# The libraries to compare with are laid beside the checkout; where they cannot be had the table says so
evaluate: setup
	@[ -e build/peers.ready ] || { $(BIN)/python -m pip install --quiet --disable-pip-version-check --target build/peers -r benchmarks/peers.txt && touch build/peers.ready; } || true
	PYTHONPATH=build/peers $(BIN)/python -W ignore benchmarks/evaluate_all.py $(CORPORA)
	$(if $(CORPORA),$(BIN)/python benchmarks/evaluate_new_text.py $(CORPORA))
	$(BIN)/python benchmarks/evaluate_received.py $(CORPORA)
	$(BIN)/python benchmarks/evaluate_attribution.py $(CORPORA)

docs: setup
	@$(BIN)/python tools/docs.py
	@$(BIN)/python tools/picture.py fr > docs/pictures/demo.fr.svg
	@$(BIN)/python tools/picture.py en > docs/pictures/demo.en.svg

wheel: setup
	@$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null
	@ls dist/*.whl

lock:
	@tools/lock $(BIN)

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
