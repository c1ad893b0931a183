#!/usr/bin/env bash
# Nothing depends on, or tells of, the folders of one computer.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mapfile -t files < <(find . \( -name .git -o -name build -o -name LICENSE \) -prune -o -type f -size -1000k -print |
  sed 's|^\./||' | LC_ALL=C sort)
[[ ${#files[@]} -gt 0 ]] || exit 1
mapfile -t files < <(grep -lI '' "${files[@]}")
refuse '(^|[^A-Za-z0-9_.~}/])/(work|root|home)(/|[^A-Za-z0-9_/-]|$)' "an absolute path of one computer" "${files[@]}"
finish "absolute paths"
