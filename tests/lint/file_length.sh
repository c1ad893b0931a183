#!/usr/bin/env bash
# Files stay small enough to be read at once; the window stays a frame; a module's list stays a list.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# atMost LINES RULE FILE…
atMost() {
  local limit="$1" rule="$2" file count
  shift 2
  for file in "$@"; do
    count=$(wc -l < "$file")
    [[ $count -le $limit ]] || violation "$file:$count" "$count lines; $rule at most $limit"
  done
}

mapfile -t code < <(sources "$CXX_FILES" core widgets app tests)
mapfile -t lists < <(sources '.*/CMakeLists\.txt' core widgets app)
mapfile -t windows < <(sources '.*/main_window\.(cpp|h)' app widgets)
atMost 400 "a source file has" "${code[@]}"
atMost 15 "the CMakeLists.txt of a module has" "${lists[@]}"
atMost 250 "the main window has" "${windows[@]}"
finish "file length"
