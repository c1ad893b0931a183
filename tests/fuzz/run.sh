#!/usr/bin/env bash
# Runs fuzz targets (libFuzzer, sanitizers) one after another and tells executions and findings of each.
#   cmake --preset fuzz && cmake --build --preset fuzz
#   tests/fuzz/run.sh SECONDS [TARGET…]        SECONDS for each target; all targets when none is named
# PTYCHODESK_FUZZ_BUILD names the build folder (build/fuzz), PTYCHODESK_FUZZ_WORK where corpora, findings and counts are
# kept (BUILD/campaign); both live on from call to call. Targets with PTYCHODESK_FUZZ_ENOUGH executions are left out.
# Exit code 1 when something of ours was found. Faults inside the HDF5 library and its leaks are told and do not count:
# the program reads foreign files in a child process.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
seconds="${1:?usage: $0 SECONDS [TARGET…]}"
shift
build="${PTYCHODESK_FUZZ_BUILD:-$here/../../build/fuzz}"
work="${PTYCHODESK_FUZZ_WORK:-$build/campaign}"
enough="${PTYCHODESK_FUZZ_ENOUGH:-0}"
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for source in "$here"/targets/*.cpp; do targets+=("$(basename "$source" .cpp)"); done
fi

scratch="$(TMPDIR="$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch" OMP_NUM_THREADS=1
# A small quarantine and short stacks of allocations: half of the time would go into these.
export ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1:max_allocation_size_mb=1024:detect_odr_violation=0"
ASAN_OPTIONS+=":quarantine_size_mb=1:thread_local_quarantine_size_kb=64:malloc_context_size=6"
export LSAN_OPTIONS="suppressions=$here/library_leaks.supp:print_suppressions=0"
export UBSAN_OPTIONS="print_stacktrace=1"

# origin LOG: what went wrong and the innermost place that says something.
origin() {
  local kind place
  kind="$(grep -oE 'SUMMARY: [A-Za-z]+: [A-Za-z-]+|FINDING: .{0,80}|runtime error: .{0,80}' "$1" | head -1)"
  place="$(grep -E '^ *#[0-9]+ ' "$1" |
    grep -vE 'sanitizer|sysdeps|in (mem|str)[a-z]+ [(]|/libc\.so|libc-start|fuzzer::|/csu/|libstdc|__interceptor|operator new' |
    grep -m1 -oE 'libhdf5[^)]*|in [^/]*/?[^ ]*$' | sed -E 's/\+0x[0-9a-f]+//; s/\(BuildId.*//')"
  echo "$([[ "$place" == *libhdf5* ]] && echo library || echo ours): ${kind:-unknown} | $place"
}

# rounds TARGET SECONDS: runs until the time is up, anew after each finding; adds to $runs.
rounds() {
  local target="$1" end=$((SECONDS + $2)) log="$work/$1/log" code executed known name
  while ((SECONDS < end)); do
    # Leaks are looked for once, when the process ends: after every input they would double the time.
    "$build/bin/fuzz_$target" -max_total_time=$((end - SECONDS)) -timeout=15 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
      -max_len=32768 -detect_leaks=0 -entropic=0 -print_funcs=0 -print_final_stats=1 \
      -artifact_prefix="$work/$target/findings/" "$work/$target/corpus" "$scratch/seeds/$target" > "$log" 2>&1
    code=$?
    executed="$(grep -oE '^stat::number_of_executed_units: +[0-9]+' "$log" | grep -oE '[0-9]+$')"
    known="$(grep -oE '^#[0-9]+.INITED' "$log" | grep -oE '[0-9]+')"
    # What the corpus holds already is run once more at the start and does not count.
    [[ -z "$executed" || -z "$known" ]] || runs=$((runs + executed - known))
    rm -rf "$scratch"/ptycho-fuzz-*
    [[ $code -ne 0 ]] || break
    name="$(basename "$(grep -oE 'Test unit written to .*' "$log" | tail -1 | cut -d' ' -f5-)")"
    [[ -n "$name" ]] || name="leak-$(date +%s)"
    sed -n '/ERROR\|FINDING\|runtime error/,$p' "$log" | head -200 > "$work/$target/findings/$name.txt"
    echo "$(origin "$work/$target/findings/$name.txt") ($name)" >> "$work/$target/findings.list"
  done
}

ours=0
for target in "${targets[@]}"; do
  [[ -x "$build/bin/fuzz_$target" ]] || { echo "$target: not built"; continue; }
  before="$(cat "$work/$target/executions" 2> /dev/null || echo 0)"
  ((enough == 0 || before < enough)) || continue
  mkdir -p "$work/$target/corpus" "$work/$target/findings"
  "$build/bin/fuzz_seeds" "$scratch/seeds" "$target"
  touch "$work/$target/findings.list"
  runs=0
  started=$SECONDS
  rounds "$target" "$seconds"
  echo $((before + runs)) > "$work/$target/executions"
  printf '%s  %-18s %9d executions (%d in all, %d/s), %s, %d inputs kept, %d findings\n' "$(date +%H:%M:%S)" \
    "$target" "$runs" $((before + runs)) $((runs / (SECONDS - started + 1))) \
    "$(grep -oE 'cov: [0-9]+' "$work/$target/log" | tail -1)" \
    "$(find "$work/$target/corpus" -type f | wc -l)" "$(wc -l < "$work/$target/findings.list")"
  sed -E 's/ \([^()]*\)$//' "$work/$target/findings.list" | sort | uniq -c | sed 's/^/   /'
  ours=$((ours + $(grep -c '^ours' "$work/$target/findings.list")))
  rm -rf "${scratch:?}"/*
done
[[ $ours -eq 0 ]]
