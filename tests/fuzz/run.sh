#!/usr/bin/env bash
# Runs fuzz targets (libFuzzer, sanitizers) one after another and tells executions and findings of each.
#   cmake --preset fuzz && cmake --build --preset fuzz
#   tests/fuzz/run.sh SECONDS [TARGET…]        SECONDS for each target; all targets when none is named
# PTYCHODESK_FUZZ_BUILD names the build folder (build/fuzz), PTYCHODESK_FUZZ_WORK where corpora and findings are kept
# (BUILD/campaign); both live on from call to call. Exit code 1 when something of ours was found. Faults inside the HDF5
# library and its leaks are told and do not count: the program reads foreign files in a child process.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
seconds="${1:?usage: $0 SECONDS [TARGET…]}"
shift
build="${PTYCHODESK_FUZZ_BUILD:-$here/../../build/fuzz}"
work="${PTYCHODESK_FUZZ_WORK:-$build/campaign}"
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for source in "$here"/targets/*.cpp; do targets+=("$(basename "$source" .cpp)"); done
fi

scratch="$(TMPDIR="$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch" OMP_NUM_THREADS=1
export ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1:max_allocation_size_mb=1024:detect_odr_violation=0"
export LSAN_OPTIONS="suppressions=$here/library_leaks.supp:print_suppressions=0"
export UBSAN_OPTIONS="print_stacktrace=1"

# tell TARGET: one line for each place that findings come from; counts those of ours in `ours`.
tell() {
  local target="$1" file report place kind
  local -A seen=()
  for file in "$work/$target/findings/"*; do
    [[ -f "$file" ]] || continue
    report="$(timeout 60 "$build/bin/fuzz_$target" -timeout=10 -rss_limit_mb=2048 "$file" 2>&1)"
    kind="$(grep -oE 'SUMMARY: [A-Za-z]+: [a-z-]+|FINDING: .{0,80}|runtime error: .{0,80}' <<< "$report" | head -1)"
    place="$(grep -E '^ *#[0-9]+ ' <<< "$report" | grep -vE 'sanitizer|/libc\.so|libc-start|fuzzer::|/csu/|libstdc|__interceptor|operator new' |
      grep -m1 -oE 'libhdf5[^)]*|in [^/]*/?[^ ]*$' | sed -E 's/\+0x[0-9a-f]+//; s/\(BuildId.*//')"
    [[ -n "$kind" ]] || kind="not seen again"
    seen["$kind | $place"]="${seen["$kind | $place"]:-} $(basename "$file")"
  done
  for place in "${!seen[@]}"; do
    if [[ "$place" == *libhdf5* ]]; then kind=library; else kind=ours && ours=$((ours + 1)); fi
    [[ "$place" != "not seen again"* ]] || kind="unsure"
    printf '    %s: %s (%d; %s)\n' "$kind" "$place" "$(wc -w <<< "${seen[$place]}")" "${seen[$place]%% *}$(awk '{print $1}' <<< "${seen[$place]}")"
  done
}

ours=0
for target in "${targets[@]}"; do
  program="$build/bin/fuzz_$target"
  [[ -x "$program" ]] || { echo "$target: not built"; continue; }
  mkdir -p "$work/$target/corpus" "$work/$target/findings"
  "$build/bin/fuzz_seeds" "$scratch/seeds" "$target"
  # A process of its own runs the inputs and is started again after a finding.
  "$program" -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -malloc_limit_mb=1024 -max_len=65536 -artifact_prefix="$work/$target/findings/" \
    "$work/$target/corpus" "$scratch/seeds/$target" > "$work/$target/log" 2>&1
  runs="$(grep -oE '^#[0-9]+:' "$work/$target/log" | tail -1 | tr -d '#:')"
  before="$(cat "$work/$target/executions" 2> /dev/null || echo 0)"
  echo $((before + ${runs:-0})) > "$work/$target/executions"
  printf '%s  %-18s %9d executions (%d in all), %s, %d inputs kept, %d findings\n' "$(date +%H:%M:%S)" "$target" \
    "${runs:-0}" "$(cat "$work/$target/executions")" "$(grep -oE 'cov: [0-9]+' "$work/$target/log" | tail -1)" \
    "$(find "$work/$target/corpus" -type f | wc -l)" "$(find "$work/$target/findings" -type f | wc -l)"
  tell "$target"
  rm -rf "${scratch:?}"/*
done
[[ $ours -eq 0 ]]
