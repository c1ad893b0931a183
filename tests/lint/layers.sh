#!/usr/bin/env bash
# Includes follow the links: a file includes headers of its own module, and of modules that its CMakeLists.txt links,
# directly or through their PUBLIC links, all of which have a smaller layer. Static libraries share one include path,
# so the compiler would not notice.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mapfile -t lists < <(sources '.*/CMakeLists\.txt' core widgets app)
mapfile -t files < <(sources "$CXX_FILES" core widgets app)
[[ ${#lists[@]} -gt 0 && ${#files[@]} -gt 0 ]] || exit 1

while IFS='|' read -r place rule; do
  violation "$place" "$rule"
done < <(awk -v lists="${#lists[@]}" '
  function folderOf(path) { sub(/\/[^\/]*$/, "", path); return path }
  # The module a file belongs to: the nearest folder upward that declares one.
  function moduleOf(path,   folder) {
    for (folder = folderOf(path); folder ~ /\//; folder = folderOf(folder))
      if (folder in moduleAt) return moduleAt[folder]
    return ""
  }
  # Marks all modules that name may include: its links, and the PUBLIC links of those.
  function allow(name, from,   links, i, n, parts) {
    n = split(from == name ? all[name] : public[from], parts, " ")
    for (i = 1; i <= n; ++i)
      if (!((name, parts[i]) in allowed)) { allowed[name, parts[i]] = 1; allow(name, parts[i]) }
  }
  FNR == 1 { ++files; inModule = 0; kind = "" }
  files <= lists {                                # the CMakeLists.txt files come first
    line = $0; sub(/#.*/, "", line)
    count = split(line, words, /[ \t()]+/)
    for (i = 1; i <= count; ++i) {
      word = words[i]
      if (word == "ptycho_module") { name = words[++i]; moduleAt[folderOf(FILENAME)] = name; kind = "" }
      else if (word == "add_executable") {         # a program beside a module belongs to the module
        name = words[++i]; layer[name] = 1000; kind = ""
        if (!(folderOf(FILENAME) in moduleAt)) moduleAt[folderOf(FILENAME)] = name
      }
      else if (word == "target_link_libraries") { name = words[++i]; sub(/^ptycho_/, "", name); kind = "" }
      else if (word == "LAYER") layer[name] = words[++i]
      else if (word ~ /^(PUBLIC|PRIVATE|SOURCES|PCH)$/) kind = word
      else if (word ~ /^ptycho(::|_)/ && (kind == "PUBLIC" || kind == "PRIVATE")) {
        sub(/^ptycho(::|_)/, "", word)
        all[name] = all[name] " " word
        if (kind == "PUBLIC") public[name] = public[name] " " word
      }
    }
    next
  }
  FNR == 1 { own = moduleOf(FILENAME); if (own != "" && !(own in seen)) { seen[own] = 1; allow(own, own) } }
  /^[ \t]*#[ \t]*include[ \t]*"(core|widgets|app)\// {
    path = $0; sub(/^[^"]*"/, "", path); sub(/".*/, "", path)
    other = moduleOf(path)
    if (own == "") printf "%s:%d|belongs to no module: no CMakeLists.txt declares one here\n", FILENAME, FNR
    else if (other == "") printf "%s:%d|%s belongs to no module\n", FILENAME, FNR, path
    else if (other == own) next
    else if (layer[other] + 0 >= layer[own] + 0)
      printf "%s:%d|%s (layer %d) must not include %s (layer %d)\n", FILENAME, FNR, own, layer[own], other, layer[other]
    else if (!((own, other) in allowed))
      printf "%s:%d|%s includes %s but does not link ptycho::%s\n", FILENAME, FNR, own, path, other
  }
' "${lists[@]}" "${files[@]}")
finish "layers"
