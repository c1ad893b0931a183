#!/usr/bin/env bash
# Cost and memory of large scans: rasters of 256, 484, 1,024 and 2,025 patterns of 256² px (dead leaves, step 30 px),
# with the patterns in memory and read from the file in each pass.
#
#   tests/bench/scale.sh [THREADS=2] [GRIDS="16 22 32 45"] [CLI]
#
# Needs 2 GB of disk in the folder for temporary files; takes some minutes.
set -euo pipefail

threads="${1:-2}"
grids="${2:-16 22 32 45}"
cli="${3:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/release/bin/ptychodesk-cli}"
window=256
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# value FILE KEY: a number out of the program's JSON.
value() { sed -n "s/^ *\"$2\": \([-0-9.e+]*\).*/\1/p" "$1"; }

# row ENGINE ITERATIONS PATTERNS PLACE [OPTION…]: one line of the table.
row() {
  local engine="$1" iterations="$2" patterns="$3" place="$4" begin end
  shift 4
  begin=$(date +%s.%N)
  "$cli" reconstruct "$scratch/scan.h5" --chain "$engine:$iterations" --record-every 1000 --threads "$threads" \
    -o "$scratch/result.h5" --json "$@" > "$scratch/summary.json" 2> /dev/null
  end=$(date +%s.%N)
  awk -v engine="$engine" -v n="$patterns" -v w="$window" -v place="$place" -v begin="$begin" -v end="$end" \
    -v each="$(value "$scratch/summary.json" seconds_per_iteration)" \
    -v peak="$(value "$scratch/summary.json" peak_memory_mb)" 'BEGIN {
      data = n*w*w*4e-6
      printf "%6s %9d %9s %10.1f %12.3f %14.3f %10.0f %9.2f %9.1f\n",
             engine, n, place, data, each, 1e3*each/n, peak, peak/data, end - begin }'
}

printf '%6s %9s %9s %10s %12s %14s %10s %9s %9s\n' engine patterns patterns data s/iteration ms/pattern peak peak/ all
printf '%6s %9s %9s %10s %12s %14s %10s %9s %9s\n' '' '' 'are in' MB '' '' MB data s
for grid in $grids; do
  patterns=$((grid * grid))
  begin=$(date +%s.%N)
  "$cli" simulate --window "$window" --grid "$grid" --step 30 --sigma 60 --threads "$threads" -o "$scratch/scan.h5" \
    --json > "$scratch/simulated.json"
  awk -v n="$patterns" -v w="$window" -v peak="$(value "$scratch/simulated.json" peak_memory_mb)" -v begin="$begin" \
    -v end="$(date +%s.%N)" 'BEGIN { data = n*w*w*4e-6
      printf "%6s %9d %9s %10.1f %12s %14s %10.0f %9.2f %9.1f\n",
             "make", n, "memory", data, "", "", peak, peak/data, end - begin }'
  for engine in dm:4 awf:4 epie:2; do
    row "${engine%:*}" "${engine#*:}" "$patterns" memory
  done
  for engine in dm:4 awf:4 epie:2; do
    row "${engine%:*}" "${engine#*:}" "$patterns" file --memory 0.02
  done
done
