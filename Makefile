# Wardwise: `make run` shows the sample place, `make test` passes the tests.
# `make help` lists the rest.

PORT   ?= 8080
PLACE  ?= place/sample
# Name a real data folder to run the tests that need it: make test DATA=../shared/data
DATA   ?= $(firstword $(wildcard ../shared/data ../../shared/data))

TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
WARDWISE   := $(TARGET_DIR)/debug/wardwise
# Where the tools that Wardwise is timed beside are put, outside the tree.
PEERS      ?= $(abspath $(TARGET_DIR))/peers
# Where the clients of the standards are put, outside the tree.
CLIENTS    ?= $(abspath $(TARGET_DIR))/clients
WEB_STAMP  := web/dist/.vite/manifest.json
WEB_INPUTS := $(shell find web/src web/package.json web/package-lock.json web/vite.config.* web/tsconfig*.json -type f 2>/dev/null)

export WARDWISE_DATA := $(abspath $(DATA))
# Cases of the property tests are the same in every run; name another seed to try others.
export PROPTEST_RNG_SEED ?= 2018

.DEFAULT_GOAL := help
.PHONY: help run build test test-clients test-rust test-web check bless lint fmt doc bench bench-peers bench-files bench-ogc fuzz sample web e2e release clean-place

help: ## List these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build everything, stand up the sample place and serve it (PORT=8080)
	@.ci/ensure run
	@$(MAKE) --no-print-directory build
	$(WARDWISE) import data/sample/sample.toml --source data/sample --place $(PLACE)
	$(WARDWISE) serve --place $(PLACE) --port $(PORT)

build: web ## Build the program with its web pages inside
	cargo build

test: ## Run every test: core, readers, service, kill tests, pages in a browser
	@.ci/ensure test
	@$(MAKE) --no-print-directory web
	@$(MAKE) --no-print-directory test-rust
	@$(MAKE) --no-print-directory test-web

test-rust: ## Run the Rust tests alone
	@if [ -z "$(DATA)" ]; then echo "No real data folder found: the tests that need it are skipped (name one with DATA=...)"; fi
	@rm -rf $(TARGET_DIR)/tmp/real-files
	@if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --no-fail-fast; \
	else echo "cargo-nextest is not installed: falling back to cargo test"; cargo test --no-fail-fast --lib --bins --test it; fi
	cargo test --doc
	@echo "Tests on real files: $$(ls $(TARGET_DIR)/tmp/real-files/ran 2>/dev/null | wc -l) ran, $$(ls $(TARGET_DIR)/tmp/real-files/skipped 2>/dev/null | wc -l) skipped"

test-web: e2e ## Run the front end's unit tests, type check and browser tests

e2e: web ## Drive the served sample place in a real browser
	cd web && npm run --silent check && npm run --silent test:unit
	cargo build
	rm -rf $(TARGET_DIR)/e2e-place
	$(WARDWISE) import data/sample/sample.toml --source data/sample --place $(TARGET_DIR)/e2e-place --quiet
	cd web && WARDWISE_BIN=$(abspath $(WARDWISE)) WARDWISE_PLACE=$(abspath $(TARGET_DIR)/e2e-place) npm run --silent test:browser

test-clients: build $(CLIENTS)/venv/installed ## Try QGIS, GDAL, OWSLib and schemathesis on the served places (CLIENTS=folder)
	$(CLIENTS)/venv/bin/python tests/clients/run.py --binary $(abspath $(WARDWISE)) --data "$(WARDWISE_DATA)"

$(CLIENTS)/venv/installed: tests/clients/requirements.txt
	@.ci/ensure clients
	python3 -m venv $(CLIENTS)/venv
	$(CLIENTS)/venv/bin/pip install --quiet --requirement tests/clients/requirements.txt
	touch $@

check: ## Type-check everything quickly
	cargo check --all-targets
	@if [ -d web/node_modules ]; then cd web && npm run --silent check; else echo "web/node_modules is absent: run 'make web' to check the front end too"; fi

bless: ## Accept changed snapshots after you have read the difference
	INSTA_UPDATE=always cargo test --test it

lint: ## Formatting and lints, warnings as errors
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

fmt: ## Format the code
	cargo fmt

doc: ## Build the documentation of the library
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

bench: ## Run the benches (docs/benchmarks.md says what they mean)
	cargo bench

bench-peers: $(PEERS)/venv/installed ## Time other tools on the same shapes, side by side (PEERS=folder)
	cargo bench --bench overlay --bench points --bench near --no-run
	$(PEERS)/venv/bin/python benches/peers/run.py $(PEERS)/pairs
	cargo bench --bench points -- --write $(PEERS)/points
	cargo bench --bench points -- --report
	$(PEERS)/venv/bin/python benches/peers/points_geopandas.py $(PEERS)/points
	cargo bench --bench near -- --write $(PEERS)/near
	cargo bench --bench near
	$(PEERS)/venv/bin/python benches/peers/near_scipy.py $(PEERS)/near

bench-ogc: $(PEERS)/ogc/installed $(PEERS)/martin/bin/martin ## Time the OGC interface beside pygeoapi, tipg and martin on Birmingham (PEERS=folder)
	@.ci/ensure bench-ogc
	cargo build --release
	rm -rf $(PEERS)/birmingham
	$(TARGET_DIR)/release/wardwise import data/places/birmingham.toml --source "$(WARDWISE_DATA)" --place $(PEERS)/birmingham --quiet
	$(PEERS)/ogc/bin/python benches/peers/ogc.py --binary $(TARGET_DIR)/release/wardwise --place $(PEERS)/birmingham \
	  --layer wards_2018 --layer oa_2011 --martin $(PEERS)/martin/bin/martin

# pygeoapi needs a Python whose SQLite loads extensions, as that of Debian does.
$(PEERS)/ogc/installed: benches/peers/requirements-ogc.txt
	/usr/bin/python3 -m venv $(PEERS)/ogc
	$(PEERS)/ogc/bin/pip install --quiet --requirement benches/peers/requirements-ogc.txt
	touch $@

$(PEERS)/martin/bin/martin:
	CARGO_TARGET_DIR=$(PEERS)/martin/target cargo install martin --version 1.14.0 --locked --no-default-features --features postgres --root $(PEERS)/martin

bench-files: $(PEERS)/venv/installed $(PEERS)/country/small_areas.geojson ## Time whole processes from boundary files to a CSV, beside other tools (PEERS=folder)
	cargo build --release
	@for ending in fgb geojson; do \
	  $(PEERS)/venv/bin/python benches/peers/run_files.py $(PEERS)/country/small_areas.$$ending $(PEERS)/country/wards.$$ending code code \
	    --wardwise $(TARGET_DIR)/release/wardwise \
	    --files-bench "$$(cargo bench --bench files --no-run --message-format=json 2>/dev/null | sed -n 's/.*"executable":"\([^"]*\/files-[^"]*\)".*/\1/p')" || exit 1; \
	done

# A made-up country in both formats: GDAL writes the GeoJSON, with the decimals the files have.
$(PEERS)/country/small_areas.geojson:
	cargo run --release -- sample --out $(PEERS)/country --scale national --quiet
	for layer in wards small_areas; do \
	  rm -f $(PEERS)/country/$$layer.geojson; \
	  ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=2 $(PEERS)/country/$$layer.geojson $(PEERS)/country/$$layer.fgb || exit 1; \
	done

$(PEERS)/venv/installed: benches/peers/requirements.txt
	python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --requirement benches/peers/requirements.txt
	touch $@

fuzz: ## Mutate files of every format for a minute each
	WARDWISE_FUZZ_SECONDS=60 cargo test --test it fuzz -- --nocapture

sample: ## Make the committed sample place's files again
	cargo run -- sample --out data/sample

web: $(WEB_STAMP) ## Build the web front end into web/dist

$(WEB_STAMP): $(WEB_INPUTS)
	cd web && npm ci --no-audit --no-fund && npm run --silent build

release: web ## Build the optimised program for deployment
	cargo build --release

clean-place: ## Remove the place that `make run` made
	rm -rf $(PLACE)
