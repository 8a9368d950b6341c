#!/bin/sh
# Fuzzes formulas for some seconds: run.sh [SECONDS] [syntax | formula], by default 60 seconds and syntax.
#   syntax   reads and shows them, beginning with the real ones
#   formula  reads them with values for their names, and computes them, beginning with those whose values are known
# A find stands in .build/fuzz/formula/crash-… or timeout-…; run the fuzzer on that file to see it again.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
kind=${2:-syntax}
work=${FUZZ_WORK:-.build/fuzz}/$kind
mkdir -p "$work/corpus"

fixtures=Tests/Fixtures/formulas
case $kind in
syntax)
  modules="ToolSupport Diagnostics LaTeXSyntax"
  fuzzer=Tests/Fuzz/SyntaxFuzzer.swift
  timeout=10
  formulas() { cat $fixtures/real-world.txt; }
  ;;
formula)
  modules="ToolSupport Diagnostics LaTeXSyntax FormulaStatements FormulaExpressions FormulaEvaluator FormulaParser Formulas"
  fuzzer=Tests/Fuzz/FormulaFuzzer.swift
  # A formula may take a few seconds before it is refused as too much work, and a fuzzed one is slower.
  timeout=60
  # The first byte says what is declared.
  formulas() {
    sed -n 's/.*"latex": "\([^"]*\)".*/ \1/p' $fixtures/acceptance.json $fixtures/further.json $fixtures/published.json | sed 's/\\\\/\\/g'
  }
  ;;
*)
  echo "unknown kind $kind: syntax or formula" >&2
  exit 64
  ;;
esac

flags="-O -swift-version 6 -package-name attention-lessons -enable-upcoming-feature ExistentialAny"
flags="$flags -enable-upcoming-feature MemberImportVisibility -parse-as-library -I $work"
objects=
for module in $modules; do
  find "Sources/$module" -name '*.swift' > "$work/$module.sources"
  # shellcheck disable=SC2086
  swiftc $flags -sanitize=fuzzer -c -wmo -emit-module -module-name "$module" \
    -emit-module-path "$work/$module.swiftmodule" -o "$work/$module.o" "@$work/$module.sources"
  objects="$objects $work/$module.o"
done
# shellcheck disable=SC2086
swiftc $flags -sanitize=fuzzer -module-name Fuzz -o "$work/fuzz" "$fuzzer" $objects

number=0
formulas | while IFS= read -r formula; do
  number=$((number + 1))
  printf '%s' "$formula" > "$work/corpus/real-$number"
done

# Swift's own backtrace would come before libFuzzer saves its find.
SWIFT_BACKTRACE=enable=no "$work/fuzz" -max_total_time="$seconds" -max_len=400 -dict=Tests/Fuzz/latex.dict -timeout="$timeout" \
  -artifact_prefix="$work/" "$work/corpus"
