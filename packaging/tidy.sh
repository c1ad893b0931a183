#!/usr/bin/env bash
# clang-tidy with the project's rules over the files named, or over what differs from the last commit.
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v clang-tidy > /dev/null || die "clang-tidy is missing: apt-get install clang-tidy"
cd "$ROOT"

files=("$@")
if [[ ${#files[@]} -eq 0 ]]; then
  mapfile -t files < <({ git diff --name-only --diff-filter=d HEAD; git ls-files --others --exclude-standard; } |
    grep -E '^(core|widgets|app)/.*\.cpp$' | sort -u)
fi
[[ ${#files[@]} -gt 0 ]] || { echo "no file differs from the last commit"; exit 0; }

# GCC's precompiled headers and one flag of its own mean nothing to clang.
cmake -S . -B build/tidy -G Ninja -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON --log-level=WARNING
sed -i 's/ -fcx-limited-range//' build/tidy/compile_commands.json
clang-tidy -p build/tidy --quiet "${files[@]}"
