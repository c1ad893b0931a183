#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests; then the same for the configuration without
# window and networks. The last lines are the summary of ctest.
#
#   --quick   only the full configuration
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

presets=(release headless)
for argument in "$@"; do
  case "$argument" in
    --quick) presets=(release) ;;
    -h | --help) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) die "unknown option $argument; there are --quick and --help" ;;
  esac
done

# runTests PRESET: under a display of its own where there is none.
runTests() {
  local -a command=(ctest --test-dir "$ROOT/build/$1" --output-on-failure --no-tests=error -j 2)
  hasDisplay || ! command -v xvfb-run > /dev/null || command=(xvfb-run -a -s "-screen 0 1680x1050x24" "${command[@]}")
  say "Testing build/$1"
  "${command[@]}"
}

installPackages "$ROOT/packaging/deps/apt.txt"
for preset in "${presets[@]}"; do
  configure "$preset"
  build "$preset"
done
failed=()
# The full configuration comes last, so that its summary is what one sees.
for ((i = ${#presets[@]} - 1; i >= 0; --i)); do
  runTests "${presets[i]}" || failed+=("${presets[i]}")
done
[[ ${#failed[@]} -eq 0 ]] || die "tests failed in: ${failed[*]}"
