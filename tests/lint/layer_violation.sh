#!/usr/bin/env bash
# The configure step refuses a link that does not go down, and says which.
set -euo pipefail
cmake="${1:?usage: $0 <cmake> <C++ compiler>}"
compiler="${2:?usage: $0 <cmake> <C++ compiler>}"
project="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/layer_violation"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
failures=0

# expect CASE STATUS TEXT
expect() {
  local output status=0
  output="$("$cmake" -S "$project" -B "$scratch/$1" -G Ninja -DCASE="$1" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_COMPILER_WORKS=1 2>&1)" || status=$?
  [[ $status -ne 0 ]] && status=1
  output="$(tr -s ' \n' ' ' <<< "$output")" # cmake wraps its messages
  [[ $status -eq $2 && "$output" == *"$3"* ]] && return 0
  failures=$((failures + 1))
  printf 'FAILED: case %s should end with %s and say "%s", but %s:\n%s\n' "$1" "$2" "$3" "$status" "$output"
}

expect down 0 "Generating done"
expect up 1 "ptycho_low (layer 1) must not link ptycho::high (layer 2): a module links only to smaller layer numbers"
expect same 1 "ptycho_other (layer 2) must not link ptycho::one (layer 2)"
expect later 1 "ptycho_low (layer 1) links ptycho::high, which is not defined yet"
expect layerless 1 "ptycho_module(low): LAYER is missing"
[[ $failures -eq 0 ]] || exit 1
echo "the layer check refuses what it should"
