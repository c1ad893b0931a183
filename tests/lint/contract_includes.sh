#!/usr/bin/env bash
# Contract headers of the core, those that other folders include and every *_spec.h, show only the standard library
# and the core: no type of Torch, HDF5, FFTW or Qt (the base adds tl::expected and JSON). The folders of Torch's home
# may show tensors to one another, and the files' home its guarded reader to those that read foreign files with it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mapfile -t files < <(sources "$CXX_FILES" core widgets app)
[[ ${#files[@]} -gt 0 ]] || exit 1
while IFS='|' read -r place rule; do
  violation "$place" "$rule"
done < <(awk '
  function folderOf(path) {
    sub(/\/[^\/]*$/, "", path)
    if (path ~ /^core\/(network|train|predict)$/) return "torch"
    return path ~ /^core\/(store|import|exchange)$/ ? "hdf5" : path
  }
  function addContract(path, why) { if (!(path in contract)) { contract[path] = why; queue[++queued] = path } }
  /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    target = $0; sub(/^[^<"]*[<"]/, "", target); sub(/[>"].*/, "", target)
    includes[FILENAME] = includes[FILENAME] "\n" FNR "|" ($0 ~ /</ ? "<" : "\"") target
    if (target ~ /^core\/.*\.h$/ && folderOf(target) != folderOf(FILENAME)) addContract(target, FILENAME)
  }
  FNR == 1 && FILENAME ~ /^core\/.*_spec\.h$/ { addContract(FILENAME, "its name") }
  END {
    for (next_ = 1; next_ <= queued; ++next_) {
      file = queue[next_]
      count = split(includes[file], entries, "\n")
      for (i = 2; i <= count; ++i) {
        split(entries[i], parts, "|"); what = parts[2]
        name = substr(what, 2)
        if (what ~ /^"core\//) addContract(name, file)
        else if (what ~ /^<[a-z_0-9]+$/) continue                  # the standard library
        else if (what ~ /^<tl\/expected\.hpp$/ || (file ~ /^core\/base\// && what ~ /^<nlohmann\//)) continue
        else printf "%s:%d|a contract header (by %s) includes %s\n", file, parts[1], contract[file], name
      }
    }
  }
' "${files[@]}" | LC_ALL=C sort)
finish "contract includes"
