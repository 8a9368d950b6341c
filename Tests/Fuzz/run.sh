#!/bin/sh
# Fuzzes the layout parser for some seconds (default 60), beginning with the real formulas.
set -eu
cd "$(dirname "$0")/../.."
work=${FUZZ_WORK:-.build/fuzz}
mkdir -p "$work/corpus"

flags="-O -swift-version 6 -package-name attention-lessons -enable-upcoming-feature ExistentialAny"
flags="$flags -enable-upcoming-feature MemberImportVisibility -parse-as-library -I $work"
# shellcheck disable=SC2086
swiftc $flags -sanitize=fuzzer -c -wmo -emit-module -module-name Diagnostics \
  -emit-module-path "$work/Diagnostics.swiftmodule" -o "$work/Diagnostics.o" Sources/Diagnostics/*.swift
# shellcheck disable=SC2086
swiftc $flags -sanitize=fuzzer -c -wmo -emit-module -module-name Formulas \
  -emit-module-path "$work/Formulas.swiftmodule" -o "$work/Formulas.o" \
  Sources/Formulas/Layout/*.swift Sources/Formulas/MathML/*.swift
# shellcheck disable=SC2086
swiftc $flags -sanitize=fuzzer -module-name Fuzz -o "$work/fuzz" \
  Tests/Fuzz/LayoutFuzzer.swift "$work/Formulas.o" "$work/Diagnostics.o"

number=0
while IFS= read -r formula; do
  number=$((number + 1))
  printf '%s' "$formula" > "$work/corpus/real-$number"
done < Tests/Fixtures/formulas/real-world.txt

# Swift's own backtrace would come before libFuzzer saves its find.
SWIFT_BACKTRACE=enable=no "$work/fuzz" -max_total_time="${1:-60}" -max_len=400 -dict=Tests/Fuzz/latex.dict -timeout=10 -artifact_prefix="$work/" "$work/corpus"
