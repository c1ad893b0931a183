# Shared by the lint tests: each lists every violation as "file:line: rule" and fails if there is one.
# A test is called with the folder of the sources, so that lint_test.sh can call it with a folder of violations.
# shellcheck shell=bash

cd "${1:?usage: $0 <folder of the sources>}" || exit
violations=0

# violation FILE:LINE RULE
violation() {
  printf '%s: %s\n' "$1" "$2"
  violations=$((violations + 1))
}

# sources NAME-PATTERN FOLDER…: files below those of the folders that exist, in a fixed order.
sources() {
  local pattern="$1" folder
  shift
  for folder in "$@"; do
    [[ ! -d "$folder" ]] || find "$folder" -regextype posix-extended -type f -regex "$pattern"
  done | LC_ALL=C sort
}
# shellcheck disable=SC2034
CXX_FILES='.*\.(cpp|h)'

# refuse REGEX RULE FILE…: every line that matches is a violation.
refuse() {
  local regex="$1" rule="$2" file line
  shift 2
  [[ $# -gt 0 ]] || return 0
  while IFS=: read -r file line _; do
    violation "$file:$line" "$rule"
  done < <(grep -HnE -- "$regex" "$@" || true)
}

finish() {
  if [[ $violations -gt 0 ]]; then
    printf '%d violations of: %s\n' "$violations" "$1"
    exit 1
  fi
  printf 'no violation of: %s\n' "$1"
}
