#!/usr/bin/env bash
# Installs what is missing, builds, and does the main job once: simulates the reference scan, reconstructs it,
# and opens the window on the result. Without a display it leaves result and figure in a folder and prints
# the error of the reconstruction.
#
#   PTYCHODESK_OUT  the folder to write to (~/ptychodesk-first-light)
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

OUT="${PTYCHODESK_OUT:-${HOME:-/tmp}/ptychodesk-first-light}"
BIN="$ROOT/build/release/bin"
case "${1:-}" in
  "") ;;
  -h | --help) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) die "unknown option $1; there is --help" ;;
esac
mkdir -p "$OUT" || die "cannot write to $OUT; name another folder in PTYCHODESK_OUT"

installPackages "$ROOT/packaging/deps/apt.txt"
configure release
build release ptychodesk ptychodesk-cli

say "Simulating the reference scan: 6 × 6 positions, 60 px apart"
"$BIN/ptychodesk-cli" simulate --source dead-leaves --step 60 --grid 6 --seed 1 -o "$OUT/scan.h5"
say "Reconstructing"
"$BIN/ptychodesk-cli" reconstruct "$OUT/scan.h5" --preset best-60 --threads "$JOBS" -o "$OUT/result.h5" --json \
  > "$OUT/result.json"
"$BIN/ptychodesk-cli" figure "$OUT/result.h5" -o "$OUT/figure.png"

# number KEY: its value in result.json, rounded.
number() {
  local value
  value="$(grep -oE "\"$1\": *[-+0-9.eE]+" "$OUT/result.json" | head -n 1 | sed 's/.*: *//')"
  [[ -n "$value" ]] || die "$OUT/result.json has no $1"
  LC_ALL=C printf '%.4f' "$value"
}
say "Scan, result and figure are in $OUT"
printf 'amplitude NRMSE %s\nphase NRMSE     %s\n' "$(number amplitude_nrmse)" "$(number phase_nrmse)"
if hasDisplay; then
  say "Opening the window"
  exec "$BIN/ptychodesk" "$OUT/result.h5"
fi
