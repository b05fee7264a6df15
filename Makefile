# `make run` is a chat with the bot, `make test` is everything that must hold. Both install what is missing, or say the
# one line that does, before they begin.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test soak fuzz bench bench-full image fresh fmt tools

# What is needed beside a Rust toolchain: a program, or another that does as well, and the packages of Debian that have it.
RUN_NEEDS := cc:gcc,libc6-dev ffmpeg:ffmpeg
TEST_NEEDS := $(RUN_NEEDS) initdb:postgresql pg_dump:postgresql-client sqlite3:sqlite3 virtualenv:virtualenv pgbouncer:pgbouncer chromium,google-chrome:chromium chromedriver:chromium-driver faketime:faketime icecast2:icecast2 docker-compose:docker-compose
BENCH_NEEDS := taskset:util-linux python3:python3-venv npm:npm

# Where the simulated Telegram and its chat page are, for `make run` without a token.
LISTEN ?= 127.0.0.1:8089

# Debian keeps PostgreSQL's server programs out of PATH, and pgbouncer out of that of a plain user.
export PATH := $(PATH):/usr/sbin$(subst $() ,,$(patsubst %,:%,$(wildcard /usr/lib/postgresql/*/bin)))

CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR

help: ## Say what there is to make.
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: ## Chat with the bot: on Telegram where a token is configured, else on a simulated one in the browser.
	@$(call require,$(RUN_NEEDS))
	@if [ -n "$${REPRISE_BOT__TOKEN:-}$${REPRISE_BOT__TOKEN_FILE:-}" ] || \
		grep -qsE '^[^#]*\btoken(_file)? *=' config.toml; \
	then exec cargo run --locked; fi; \
	cargo build --locked --workspace; \
	$(simulated)

# One thread more for every two cores than there is by default: some tests wait for a minute of radio, or for ffmpeg.
test: ## Everything that must hold: format, lints, documentation, all tests on SQLite and PostgreSQL.
	@$(call require,$(TEST_NEEDS))
	@$(call require_components)
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps --document-private-items
	RUST_TEST_THREADS=$$(($$(nproc) * 3 / 2)) tests/with-postgres.sh cargo test --locked --workspace

soak: ## The full number of made-up models, changes by hand and curves, of zones and years, of updates between copies that are killed and to one that is not; an hour of radio and renders.
	@$(call require,$(TEST_NEEDS) $(BENCH_NEEDS))
	REPRISE_TEST_MODELS=500 REPRISE_TEST_UPDATES=10000 REPRISE_TEST_CURVES=200 tests/with-postgres.sh cargo test --locked --test it -- autogenerate::property copies sound::curve
	PROPTEST_CASES=2000 cargo test --locked --lib -- domain::schedule::properties
	cargo build --locked --release --package reprise --package simulator --package bench
	$$CARGO_TARGET_DIR/release/bench --only soak
	$$CARGO_TARGET_DIR/release/bench --only hour

# How long each body is fuzzed, in seconds.
FUZZ_SECONDS ?= 60

# With the versions of the bot, and without a sanitizer, since nothing of ours is unsafe: so it tries more.
fuzz: ## Look for texts that break what reads them, by coverage; needs a nightly compiler and cargo-fuzz.
	cp Cargo.lock fuzz/Cargo.lock
	cd fuzz; for body in corpus/*; do \
		REPRISE_FUZZ=$${body##*/} cargo +nightly fuzz run --sanitizer none body $$(mktemp -d) $$body -- \
			-max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1; \
	done

bench: ## Measure the bot beside others that do the same, and its migrations beside Alembic and dbmate.
	@$(call require,$(RUN_NEEDS) $(BENCH_NEEDS) initdb:postgresql virtualenv:virtualenv)
	cargo build --locked --release --package reprise --package simulator --package bench
	$$CARGO_TARGET_DIR/release/bench

bench-full: bench ## The same, and radio and schedules with a million rows on both databases.
	tests/with-postgres.sh cargo bench --locked --bench radio --bench schedules

image: ## Do the Dockerfile's steps without Docker, talk to the result and weigh it (as root, with debootstrap).
	deploy/try.py image

fresh: ## Run `make run` and `make test` in Debian's smallest system with a Rust toolchain (as root, with debootstrap).
	deploy/try.py fresh

fmt: ## Format the code.
	cargo fmt --all

tools: ## Install what `make test` needs (as root).
	@$(call require,$(TEST_NEEDS))

# The bot on a Telegram of your own. That one forgets everything when it ends, so the bot begins afresh as well.
define simulated
exec 3< <(exec $$CARGO_TARGET_DIR/debug/simulator --listen $(LISTEN)); simulator=$$!; \
trap "kill $$simulator 2> /dev/null || true" EXIT; \
read -r line <&3; address=$${line##* }; \
rm -rf data/simulated; \
export REPRISE_DATABASE__URL=sqlite://data/simulated/reprise.db REPRISE_WEB__LISTEN=127.0.0.1:0 REPRISE_LOG__FILTER=warn; \
export REPRISE_BOT__API_URL=$$address REPRISE_BOT__TOKEN=424242:SIMULATED-TOKEN-0123456789-ABCDEFGH REPRISE_BOT__OWNERS=1003; \
printf '\nOpen %s and say /start. Ctrl-C stops it.\n\n' "$$address"; \
$$CARGO_TARGET_DIR/debug/reprise run
endef

# Installs what is missing of $(1), or stops before anything began and says the one line that installs it.
define require
missing=; for need in $(1); do \
	programs=$${need%%:*}; packages=$${need#*:}; \
	[ -n "$$(command -v $${programs//,/ })" ] || missing+=" $${packages//,/ }"; \
done; \
if [ -n "$$missing" ]; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $$missing; \
	else \
		echo "Something is missing here. On Debian or Ubuntu this line installs it:"; \
		echo "    sudo apt-get install --no-install-recommends$$missing"; \
		exit 1; \
	fi; \
fi; \
$(require_rust)
endef

# The Rust toolchain is not installed for anybody: which one it is, is their choice.
define require_rust
wanted=$$(sed -n 's/^rust-version = "\([0-9.]*\)".*/\1/p' Cargo.toml); found=$$(cargo --version 2> /dev/null || true); \
if [ "$$(printf '%s\n' "$$wanted" "$$(cut -d' ' -f2 <<< "$$found")" | sort -V | head -n1)" != "$$wanted" ]; then \
	echo "Rust $$wanted or newer is needed ($${found:-none} is here): https://rustup.rs installs it, 'rustup update' renews it."; \
	exit 1; \
fi
endef

# A minimal toolchain comes without these two.
define require_components
for component in rustfmt clippy; do \
	cargo "$${component/rust/}" --version > /dev/null 2>&1 || rustup component add "$$component" || \
		{ echo "$$component is needed beside cargo: install it from where your Rust came from."; exit 1; }; \
done
endef
