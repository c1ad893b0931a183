#!/usr/bin/env bash
# Mean NRMSE of the best-20, best-40 and best-60 presets over photographs: reference probe, mapping "same",
# noise-free, flat start.
#
#   tests/bench/accuracy.sh FOLDER_OF_PHOTOS [HOW_MANY=10] [THREADS=2]
set -euo pipefail

photos="${1:?name a folder of photographs}"
count="${2:-10}"
threads="${3:-2}"
cli="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/release/bin/ptychodesk-cli"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# value FILE KEY: a number out of the program's JSON.
value() { sed -n "s/^ *\"$2\": \([-0-9.e+]*\).*/\1/p" "$1"; }

printf '%4s %7s %12s %12s %12s %12s %14s\n' step photos amplitude phase 'flat ampl.' 'flat phase' 'engine s each'
for step in 20 40 60; do
  for ((index = 0; index < count; ++index)); do
    "$cli" simulate --source folder --path "$photos" --index "$index" --step "$step" -o "$scratch/scan.h5" > /dev/null
    "$cli" reconstruct "$scratch/scan.h5" --preset "best-$step" --record-every 100 --threads "$threads" \
      -o "$scratch/result.h5" --json > "$scratch/summary.json"
    for key in amplitude_nrmse phase_nrmse flat_amplitude_nrmse flat_phase_nrmse seconds; do
      value "$scratch/summary.json" "$key" | tr '\n' ' '
    done
    echo
  done | awk -v step="$step" '{ for (i = 1; i <= 5; ++i) sum[i] += $i }
    END { printf "%4d %7d %12.5f %12.5f %12.4f %12.4f %14.2f\n", step, NR, sum[1]/NR, sum[2]/NR, sum[3]/NR, sum[4]/NR, sum[5]/NR }'
done
