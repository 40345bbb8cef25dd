# Noddfa. `make run` builds and starts it, `make test` proves it; both install what the machine lacks.
#
#   make run       build and start; without a display, open it in memory and leave pictures in out/
#   make test      all tests with the race detector, window tests and fuzzing; ends with "N passed, N failed"
#   make check     format, vet, staticcheck, workflows, tidy modules, known vulnerabilities
#   make build     build/noddfa and build/noddfactl
#   make format    gofumpt on every Go file
#   make texts     sort the files of texts and write docs/welsh.md anew
#   make pictures  make the pictures in docs/ anew, and those that each screen is compared with
#   make soak      the long trials, two minutes of fuzzing for each target, all tests three times in random order
#   make deb       packages for Debian and Fedora, in build/release
#   make windows   programs and installer for Windows, in build/release; needs mingw-w64
#   make windows-tests  tests of the records and the papers as programs for Windows, in build/release/windows-tests
#   make twice     the packages for Linux and Windows in two places, compared byte for byte
#   make app       Noddfa.app, on a Mac
#   make mac-tests  vet and the tests that need no X server, on a Mac
#   make licences  write docs/licences.md anew
#   make clean     remove build/ and out/

.PHONY: run test check build format texts pictures soak deb windows windows-tests twice mac-tests app licences clean setup-build setup-look setup-test
.DEFAULT_GOAL := build
SHELL := /bin/bash

# One compiler and one set of flags everywhere: each change of them would compile all C code again. Clang, because gcc
# needs minutes to read the OpenGL headers.
export CC := clang
export LC_ALL := C.UTF-8
export HOME ?= /root
# An older Go fetches the version that go.mod names.
export GOTOOLCHAIN ?= auto
# A clone that belongs to somebody else has no readable history; then the version is left out of the programs.
export GOFLAGS := -buildvcs=$(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

GO = $(shell scripts/find-go)
# Programs without the checks that Fyne makes for old code; the tests keep them. On Windows and macOS Fyne tells screen
# readers what it can; on Linux we do it ourselves. Without animations the cursor of a field stands still: each step of its
# blinking paints the whole window anew, which without a graphics card takes a tenth of a processor and more.
TAGS := migrated_fynedo,accessibility,no_animations

run: setup-look build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then build/noddfa; else scripts/demo; fi

build: setup-build
	@go="$(GO)"; [ -n "$$go" ] || exit 1; mkdir -p build && "$$go" build -tags $(TAGS) -o build/ ./cmd/...

test: setup-test
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" scripts/with-keyring scripts/test

check: setup-build
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" TAGS=$(TAGS) scripts/check

format:
	@go="$(GO)"; [ -n "$$go" ] || exit 1; mkdir -p build/tools && "$$go" -C tools build -o ../build/tools/ tool && build/tools/gofumpt -w $$(git ls-files '*.go')

texts:
	@go="$(GO)"; [ -n "$$go" ] || exit 1; "$$go" test ./assets -run 'Tidy|Unconfirmed' -count=1 -update && \
	"$$go" test ./assets -run 'Tidy|Unconfirmed' -count=1

pictures: setup-test build
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" scripts/pictures

soak: setup-test
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" NODDFA_SOAK=1 NODDFA_FUZZ=2m NODDFA_COUNT=3 NODDFA_TIMEOUT=4h scripts/with-keyring scripts/test

deb: setup-build
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" TAGS=$(TAGS) scripts/package linux

windows:
	@scripts/setup windows
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" TAGS=$(TAGS) scripts/package windows

windows-tests:
	@scripts/setup windows
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" TAGS=$(TAGS) scripts/package windows-tests

twice: setup-build
	@scripts/setup windows
	@scripts/twice deb windows

mac-tests:
	@go="$(GO)"; [ -n "$$go" ] || exit 1; "$$go" vet ./... && "$$go" test ./assets/... ./data/... ./pdf/... ./ui/...

app:
	@go="$(GO)"; [ -n "$$go" ] || exit 1; GO="$$go" TAGS=$(TAGS) scripts/package macos

licences:
	@go="$(GO)"; [ -n "$$go" ] || exit 1; "$$go" run ./scripts/licences >docs/licences.new && mv docs/licences.new docs/licences.md

clean:
	rm -rf build out

setup-build:
	@scripts/setup build

setup-look:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then scripts/setup build; else scripts/setup look; fi

setup-test:
	@scripts/setup test
