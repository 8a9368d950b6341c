# Two commands do everything on a fresh machine with Swift 6.2 or later: `make site` and `make test`.

SHELL := /bin/bash
BUILD := .build/debug
# No debugger's tables: they cost a part of the first build. The same everywhere, or all is built twice.
FLAGS := -debug-info-format none
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# On Linux the toolchain ships its own modules of swift-syntax, built for release; with them a first build takes half as long. Package.swift reads
# the variable. `make LESSONS_TOOLCHAIN_MODULES=` builds the package instead, as a plain `swift build` does.
ifeq ($(shell uname),Linux)
HOST_MODULES := $(shell swiftc -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p' | head -1)/host
export LESSONS_TOOLCHAIN_MODULES ?= $(if $(wildcard $(HOST_MODULES)/SwiftIDEUtils.swiftmodule $(HOST_MODULES)/libSwiftIDEUtils.so),$(HOST_MODULES))
endif

# The attention library and the tool are optimized in debug builds as well, for the tests. Package.swift reads the variable; it is no dependent's concern.
export LESSONS_OPTIMIZED ?= 1

.PHONY: help site test swift-tests test-all check current format format-check pdf docs snippets client browser sanitize fuzz edits mutants variations broken notebooks install benchmarks bench-attention tools clean floats

## site: install what is missing, build the tool, run and check the lessons, write site/
# The lessons' library is built beside the tool, which would else build it afterwards while one core is idle. If that
# fails, the tool says why. Each module of the tool is compiled as a whole, and nothing is optimized: the quickest way to a first site.
site: tools
	LESSONS_KIT=1 swift build -c release --product LessonKit --scratch-path .build-lessonkit >/dev/null 2>&1 & \
	  swift build -c release -Xswiftc -Onone $(FLAGS) --product lessons; built=$$?; wait; exit $$built
	.build/release/lessons build

# How `test` checks the lessons: for pull requests with --sandbox.
CHECK_FLAGS ?=

## test: install what the tests need, run them, and check the lessons
test: tools format-check
	swift build $(FLAGS) --build-tests
	$(BUILD)/lessons check $(CHECK_FLAGS)
	$(MAKE) -j2 --no-print-directory swift-tests browser client
	$(MAKE) --no-print-directory docs snippets

# The Swift tests alone, of what was built.
swift-tests:
	swift test $(FLAGS) --skip-build

## test-all: what `test` runs, the sanitizers, a quarter of an hour of fuzzing, exp of all floats, wrong variants of the lessons' formulas, 500 edits,
## all pages at every width and with every key, pages that compute at 1,000 inputs, notebooks in Jupyter, and kernels that are broken on purpose
test-all: test sanitize fuzz floats mutants edits notebooks broken
	BROWSER_TESTS=all LIVE_TURNS=1000 Tests/Browser/run

## edits: after each of 500 random edits, a build that keeps parts of the last site writes the same bytes as a complete one
edits: tools
	swift build $(FLAGS) --build-tests
	RANDOM_EDITS=500 swift test $(FLAGS) --skip-build --disable-xctest --filter IncrementalTests

## notebooks: have Jupyter's own tools read the exported lessons and show their outputs, without a Swift kernel
notebooks: tools
	swift build $(FLAGS) --product lessons
	Tests/Notebooks/run

## broken: break the kernels on purpose, one fault at a time: each must turn a test of the library red (over an hour)
broken: tools
	Tests/Kernels/broken

## floats: compare exp of all floats with double precision, on each instruction set
floats: tools
	swift build $(FLAGS) --build-tests
	ALL_FLOATS=1 swift test $(FLAGS) --skip-build --disable-xctest --filter ExponentialTests

## mutants: count the wrong variants of the lessons' formulas that the checks notice
mutants: tools
	swift build $(FLAGS) --product lessons
	$(BUILD)/lessons check --mutants

## variations: check the lessons' formulas at a hundred other inputs than the usual ones: no true formula may disagree (half an hour)
variations: tools
	swift build $(FLAGS) --product lessons
	for first in 101 121 141 161 181; do $(BUILD)/lessons check --vary 20 --vary-seed $$first || exit 1; done

## check: prove that every output, formula, shape and link of the lessons holds
check: tools
	swift build $(FLAGS) --product lessons
	$(BUILD)/lessons check

## current: prove that the committed site/ is what the lessons give today
current: tools
	swift build $(FLAGS) --product lessons
	rm -rf .build/site-today
	$(BUILD)/lessons build --output .build/site-today
	diff -r site .build/site-today && echo "site/ is current"

# What the build needs besides Swift. Says what it installs; silent when all is there.
LINUX_PACKAGES := libcmark-dev pkg-config fonts-texgyre-math woff2
MAC_PACKAGES := cmark pkgconf woff2

tools:
	@# Modules that a plain `swift build` has made of the package would come before the toolchain's.
	@[ -z "$$LESSONS_TOOLCHAIN_MODULES" ] || rm -rf {$(BUILD),.build/release}/Modules/{Swift*.swift*,_Swift*}
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is missing: see swift.org/install, then call make again"; exit 1; }
	@if [ "$$(uname)" = Darwin ]; then \
	  command -v brew >/dev/null || { echo "Homebrew is missing: see brew.sh, then call make again"; exit 1; }; \
	  for package in $(MAC_PACKAGES); do \
	    brew list $$package >/dev/null 2>&1 || { echo "installing $$package"; brew install $$package; } || exit 1; \
	  done; \
	elif command -v apt-get >/dev/null; then \
	  missing=""; \
	  for package in $(LINUX_PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || exit 1; \
	  fi; \
	else \
	  echo "no apt-get here: install libcmark (with headers), pkg-config, woff2 and the TeX Gyre Math fonts by hand"; \
	  pkg-config --exists libcmark || exit 1; \
	fi

# Not the fixtures: one is a program that the tool writes.
SWIFT_FILES := Package.swift Sources $(wildcard Tests/*Tests) Tests/Fuzz

## format: format the Swift sources
format:
	swift-format format --in-place --recursive --parallel $(SWIFT_FILES)

## format-check: prove that they are formatted
format-check:
	@rm -rf .build/formatted && mkdir -p .build/formatted && tar ch $(SWIFT_FILES) .swift-format | tar x -C .build/formatted
	@cd .build/formatted && swift-format format --in-place --recursive --parallel $(SWIFT_FILES)
	@for each in $(SWIFT_FILES); do diff -r $$each .build/formatted/$$each || { echo "not formatted: call make format"; exit 1; }; done

## client: prove that a package may depend on the Attention library alone
client:
	Tests/Client/run

## browser: look at the pages as readers do
browser:
	Tests/Browser/run

## sanitize: the library's tests, kernels and threads among them, with the sanitizers for addresses, undefined behavior and threads
# Leaks aren't looked for: the checker takes globals of Swift whose pointers carry tags for lost. What is undefined in C traps: swiftc on Linux links
# no library that would report it. A process has a thread more with the sanitizer for threads, which the test that counts them can't have.
SANITIZED := LESSONS_KIT=tests LESSONS_TOOLCHAIN_MODULES= swift test --disable-xctest -c release -Xswiftc -enable-testing
sanitize:
	ASAN_OPTIONS=detect_leaks=0 $(SANITIZED) --sanitize=address --scratch-path .build-address
	$(SANITIZED) -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=all --scratch-path .build-undefined
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/thread.supp $(SANITIZED) --sanitize=thread --scratch-path .build-thread \
	  --skip "a copy of the process"

## fuzz: look for formulas and lessons that crash or hang the tool, each kind for FUZZ_SECONDS (300)
FUZZ_SECONDS ?= 300
fuzz: tools
	swift build $(FLAGS) --product lessons
	Tests/Fuzz/run.sh $(FUZZ_SECONDS) syntax
	Tests/Fuzz/run.sh $(FUZZ_SECONDS) formula
	Tests/Fuzz/lessons --seconds $(FUZZ_SECONDS)

## install: the tool, built for release, and what the lessons' library is built from, below PREFIX (/usr/local)
PREFIX ?= /usr/local
KIT := CAttentionKernels Attention CellOutputs LessonRuntime AttentionAdapters LessonGuard
install: tools
	swift build -c release $(FLAGS) --product lessons --scratch-path .build-release
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/lessons/Sources
	install -m 755 .build-release/release/lessons $(DESTDIR)$(PREFIX)/bin/lessons
	install -m 644 Package.swift LICENSE NOTICE $(DESTDIR)$(PREFIX)/share/lessons
	for target in $(KIT); do cp -R Sources/$$target $(DESTDIR)$(PREFIX)/share/lessons/Sources; done

## pdf: the course for paper, in .build
pdf: tools
	swift build $(FLAGS) --product lessons
	$(BUILD)/lessons export --format pdf --output .build --overwrite

## docs: the pages of the Attention library, in .build/docs
docs:
	swift build $(FLAGS) --target Attention
	mkdir -p .build/attention-symbols
	swift symbolgraph-extract -module-name Attention -I $(BUILD)/Modules -Xcc -fmodule-map-file=Sources/CAttentionKernels/include/module.modulemap -minimum-access-level public \
	  -target $$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",/\1/p' | head -1) \
	  -skip-synthesized-members -output-dir .build/attention-symbols
	docc convert Sources/Attention/Attention.docc --additional-symbol-graph-dir .build/attention-symbols \
	  --fallback-display-name Attention --fallback-bundle-identifier Attention --warnings-as-errors \
	  --output-path .build/docs

## snippets: compile and run the code in the documentation of the Attention library
snippets:
	swift build $(FLAGS) --target Attention
	Tests/Snippets/run

## benchmarks: what the formula engine, the attention library and the builds of a course cost (a quarter of an hour)
benchmarks:
	Benchmarks/Formulas/run
	Benchmarks/Attention/run
	Benchmarks/Layers/run
	Benchmarks/Course/run

## bench-attention: attention beside PyTorch, as a table; installs PyTorch into .build-torch
bench-attention:
	@Benchmarks/Kernels/run

## clean: forget everything that was built
clean:
	rm -rf .build .build-*

## help: what make can do here
help:
	@sed -n 's/^## \([a-z-]*\): /\1\t/p' $(MAKEFILE_LIST) | expand -t 12
