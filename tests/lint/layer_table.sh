#!/usr/bin/env bash
# The layer table of ARCHITECTURE.md names every module with the layer that its CMakeLists.txt gives it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

document=ARCHITECTURE.md
mapfile -t lists < <(sources '.*/CMakeLists\.txt' core widgets)
for list in "${lists[@]}"; do
  layer="$(grep -v '^ *#' "$list" | tr '\n' ' ' | sed -nE 's/.*ptycho_module\([^)]*LAYER +([0-9]+).*/\1/p')"
  [[ -n "$layer" ]] || continue
  folder="${list%/CMakeLists.txt}"
  row="$(grep -nE "^\| \`$folder\` \|" "$document" || true)"
  if [[ -z "$row" ]]; then
    violation "$list:1" "$folder (layer $layer) is missing in the layer table of $document"
  elif [[ ! "$row" =~ \|\ $layer\ \| ]]; then
    violation "$document:${row%%:*}" "$folder has layer $layer in its CMakeLists.txt"
  fi
done
finish "layer table"
