# The commands of the project. `make demo` and `make test` are all that a newcomer needs.

.PHONY: demo test check web web-check rust-test e2e town contract docs-sync needs bench crash release-check

# Builds everything and serves the demo town on http://127.0.0.1:8080 (ARGS="--today 2026-10-30" and the like).
demo: web
	cargo run --profile demo -p wenming -- demo --data demo-data $(ARGS)

# Every test: rules, both databases, the web's units, and the journeys in Chromium.
# The town of the journeys is made while the web is checked, as each leaves a core idle.
test: needs
	$(MAKE) -O -j2 web-check town
	$(MAKE) rust-test e2e

# What the tests need from the system, said by name.
needs:
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v fc-list >/dev/null && fc-list | grep -q "Noto Sans CJK" || missing="$$missing fonts-noto-cjk fontconfig"; \
	command -v cargo-nextest >/dev/null || echo "cargo-nextest is missing: cargo install cargo-nextest --locked"; \
	if [ -n "$$missing" ]; then \
	  echo "missing:$$missing — apt-get install -y --no-install-recommends$$missing" >&2; exit 1; fi

web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch web/node_modules

web: web/node_modules
	cd web && npm run build

web-check: web/node_modules
	cd web && npm run types && npm run lint && npm test

rust-test:
	.ci/postgres.sh cargo nextest run --no-fail-fast

# The program with the features that tests give it, so that nothing is built twice.
e2e: web
	cargo build --bins --tests
	node e2e/run.mjs

# The demo town that the journeys walk in, where it is not made yet.
town: web/node_modules
	cargo build --bins --tests
	node e2e/world/town.mjs

# The API's document against the program, longer than the tests do it (EXAMPLES=50 SEED=7).
contract: web
	cargo build --bins --tests
	CONTRACT_EXAMPLES=$(or $(EXAMPLES),50) CONTRACT_SEED=$(or $(SEED),1) node e2e/run.mjs contract

# What continuous integration adds to the tests: format, lints, licences, dead links between docs and code.
check:
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo deny check bans licenses sources
	cargo nextest run guards::docs

# Writes the committed copies that guards compare: the API's document, both schemas, the rights as text.
docs-sync:
	WENMING_UPDATE=1 .ci/postgres.sh cargo nextest run -p wenming guards

# What the program costs, beside its limits; docs/benchmarks.md tells how (ARGS="register list", ARGS=--small).
bench: web
	cargo build --release -p wenming -p wenming-bench
	WENMING_TEST_FSYNC=on .ci/postgres.sh target/release/wenming-bench measure $(ARGS)

# Kills the program a hundred times while many write to it, and looks what is left (ARGS="--times 10").
crash:
	cargo build --profile demo -p wenming -p wenming-bench
	target/demo/wenming-bench --binary target/demo/wenming crash $(ARGS)

# Before a release: everything built as it is shipped, its tests, licences and advisories, and what it weighs
# (DENY="bans licenses sources" where the database of advisories cannot be reached).
release-check: needs web
	cargo build --release --workspace --all-features
	.ci/postgres.sh cargo nextest run --cargo-profile release --workspace --all-features --no-fail-fast
	cargo deny check $(DENY)
	@ls -l target/release/wenming | awk '{ printf "%s: %.1f MB\n", $$NF, $$5 / 1048576 }'
