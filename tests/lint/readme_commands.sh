#!/usr/bin/env bash
# What README.md, CONTRIBUTING.md and ARCHITECTURE.md tell people to type or open is there: scripts, presets, verbs and
# options of ptychodesk-cli, linked files and pictures.
set -euo pipefail
cli="${2:-}"
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# commandLines FILE: "line:text" of the lines in its ```sh blocks, without comments.
commandLines() { awk '/^```/ { inside = ($0 == "```sh"); next } inside { sub(/ +# .*/, ""); print FNR ":" $0 }' "$1"; }

# checkCli FILE:LINE VERB WORD…
checkCli() {
  local place="$1" verb="$2" help word
  shift 2
  if [[ "$verb" == -* ]]; then return 0; fi
  help="$("$cli" "$verb" --help 2>&1)" || { violation "$place" "ptychodesk-cli has no verb $verb"; return 0; }
  for word in "$@"; do
    [[ "$word" =~ ^--?[a-z] ]] || continue
    grep -qE -- "(^|[ ,])${word%%=*}([ ,=]|$)" <<< "$help" || violation "$place" "ptychodesk-cli $verb has no option $word"
  done
}

for file in README.md CONTRIBUTING.md ARCHITECTURE.md; do
  [[ -f "$file" ]] || { violation "$file:1" "the file is missing"; continue; }
  while IFS=: read -r line text; do
    read -ra words <<< "$text"
    [[ ${#words[@]} -gt 0 ]] || continue
    case "${words[0]}" in
      ./*.sh) [[ -x "${words[0]}" ]] || violation "$file:$line" "${words[0]} is no program here" ;;
      ptychodesk-cli | */ptychodesk-cli) [[ -z "$cli" ]] || checkCli "$file:$line" "${words[1]:---help}" "${words[@]:2}" ;;
    esac
    if [[ "${words[0]}" =~ ^c(make|test)$ && "$text" =~ --preset\ ([a-z0-9-]+) ]]; then
      grep -q "\"name\": \"${BASH_REMATCH[1]}\"" CMakePresets.json ||
        violation "$file:$line" "CMakePresets.json has no preset ${BASH_REMATCH[1]}"
    fi
  done < <(commandLines "$file")
  while IFS=: read -r line target; do
    [[ "$target" =~ ^(https?:|#|mailto:) || -e "${target%%#*}" ]] || violation "$file:$line" "$target is not there"
  done < <(grep -noE '\]\([^) ]+\)' "$file" | sed -E 's/\]\((.*)\)$/\1/' || true)
done
finish "commands of the documents"
