#!/usr/bin/env bash
# Code with Qt builds with QT_NO_KEYWORDS (other libraries use those words) and never runs an event loop inside another.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mapfile -t files < <(sources "$CXX_FILES" widgets app tests/widgets tests/app)
refuse '^[[:space:]]*(signals|((public|protected|private)[[:space:]]+)?slots)[[:space:]]*:([^:]|$)' \
  "write Q_SIGNALS or Q_SLOTS, not the keyword" "${files[@]}"
refuse '^[[:space:]]*emit[[:space:]]+[A-Za-z_:]' "write Q_EMIT, not the keyword" "${files[@]}"
refuse '(^|[^A-Za-z0-9_])foreach[[:space:]]*\(' "write a range-based for, not the keyword" "${files[@]}"
mapfile -t files < <(sources "$CXX_FILES" widgets app)
refuse 'processEvents[[:space:]]*\(' "never run events inside other code" "${files[@]}"
finish "Qt rules"
