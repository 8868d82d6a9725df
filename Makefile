# thirdring: one command runs it, one command tests it. `make help` lists all.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export THIRDRING_VAR ?= $(CURDIR)/var
export PATH := $(THIRDRING_VAR)/bin:$(PATH)

CENTER ?= 金桂园客户服务中心
SOUNDS ?= $(THIRDRING_VAR)/sounds
GOLANGCI := $(THIRDRING_VAR)/bin/golangci-lint
GOLANGCI_VERSION := v2.15.0
UI := web/ui
UI_SOURCES := $(shell find $(UI) -path $(UI)/node_modules -prune -o -path $(UI)/dist -prune -o -path $(UI)/test-results -prune \
	-o -path $(UI)/playwright-report -prune -o -type f -print 2>/dev/null)

.PHONY: help run stop clean distclean test unit ui-unit lint soak bench scenarios prompts ui build parts test-parts e2e-ui dashboards

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: parts build ## install what is missing, then run a whole centre on this machine; Ctrl-C stops it
	exec bin/thirdring demo

stop: ## stop the centre that `make run` started, from any terminal
	@if [ -x bin/thirdring ]; then bin/thirdring demo --stop; fi

clean: stop ## remove everything built or written, but not the parts that were downloaded
	rm -rf bin $(UI)/test-results $(UI)/playwright-report
	find $(UI)/dist -mindepth 1 ! -name .keep -delete 2>/dev/null || true
	cd "$(THIRDRING_VAR)" 2>/dev/null && rm -rf run asterisk redis spool sounds own-prompts test-sounds e2e-ui log || true

distclean: clean ## remove the downloaded parts too
	rm -rf "$(THIRDRING_VAR)" $(UI)/node_modules

test: test-parts ui unit ui-unit dashboards e2e-ui ## all tests from nothing, on real parts, with the races detector

unit: ## Go tests only: units, scenarios, invariants, real Redis, real Asterisk
	go vet -race ./... # as the tests are built, so that a cold run compiles once
	go test -race -timeout 10m -parallel 4 ./...

ui-unit: $(UI)/node_modules/.package-lock.json ## the desktop's own unit tests
	cd $(UI) && npm test

lint: $(GOLANGCI) ## the linters of .golangci.yml, and the shell scripts
	CGO_ENABLED=0 $(GOLANGCI) run ./... # as `make build` is, so that nothing is compiled again
	bash -n deploy/*.sh .ci/run

soak: ## more than a million random events with every feature on, checked after each
	go test ./queue -count=1 -run TestInvariants -rapid.checks 16000 -timeout 60m -v

bench: test-parts build ## the figures of DESIGN.md "Numbers to keep", as ratios in one run
	go test -run '^$$' -bench 'Answer|Agent' -benchtime 200x -timeout 20m ./cmd/thirdring
	go test -run '^$$' -bench 'Overload|Hold|Talk' -benchtime 2x -timeout 20m ./cmd/thirdring
	go test -run '^$$' -bench Rate -benchtime 1x -timeout 20m ./cmd/thirdring
	go test -run '^$$' -bench Recovery -benchtime 3x -timeout 20m ./cmd/thirdring
	go test -run '^$$' -bench . -timeout 20m ./queue ./owner ./record ./ws
	cd $(UI) && THIRDRING_DEMO_PAST=200 npx playwright test --config playwright.bench.config.ts

scenarios: ## rewrite the expected lines of queue/testdata; read the diff afterwards
	go test ./queue -run Scenario -update
	git --no-pager diff --stat -- queue/testdata

prompts: build ## make the prompts: CENTER=name SOUNDS=folder RECORDED=folder
	deploy/install.sh prompts
	bin/thirdring prompts --center-name "$(CENTER)" --out "$(SOUNDS)" $(if $(RECORDED),--recorded "$(RECORDED)")

ui: $(UI)/dist/index.html ## build the desktop that the binary embeds

build: ui ## build bin/thirdring
	CGO_ENABLED=0 go build -o bin/thirdring ./cmd/thirdring

parts:
	@deploy/install.sh asterisk redis prompts

test-parts: parts
	@deploy/install.sh sipp chromium prometheus

dashboards:
	@if compgen -G 'dashboards/*.test.yml' >/dev/null; then promtool test rules dashboards/*.test.yml; fi
	@if compgen -G 'dashboards/*.rules.yml' >/dev/null; then promtool check rules dashboards/*.rules.yml; fi
	promtool check config --syntax-only deploy/prometheus.yml

e2e-ui: build
	cd $(UI) && npx playwright test

$(UI)/node_modules/.package-lock.json: $(UI)/package-lock.json
	cd $(UI) && npm ci --no-audit --no-fund
	@touch $@

$(UI)/dist/index.html: $(UI)/node_modules/.package-lock.json $(UI_SOURCES)
	cd $(UI) && npm run build
	@touch $@

$(GOLANGCI):
	GOBIN=$(dir $(GOLANGCI)) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
