#!/usr/bin/env bash
# Makes the pictures of resources/screenshots/ anew: both workspaces, light and dark, on the reference case.
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BIN="$ROOT/build/release/bin"
PICTURES="$ROOT/resources/screenshots"
installPackages "$ROOT/packaging/deps/apt.txt"
configure release
build release ptychodesk ptychodesk-cli

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
say "Preparing the reference case"
"$BIN/ptychodesk-cli" simulate --source dead-leaves --step 60 --grid 6 --seed 1 -o "$scratch/scan.h5"
"$BIN/ptychodesk-cli" reconstruct "$scratch/scan.h5" --preset best-60 --threads "$JOBS" -o "$scratch/result.h5"

mkdir -p "$PICTURES"
mkdir -m 700 "$scratch/runtime"
for workspace in setup reconstruct; do
  file=()
  [[ $workspace != reconstruct ]] || file=("$scratch/result.h5")
  for theme in light dark; do
    say "$workspace, $theme"
    # A fresh home, so that no settings of the user show; always Xvfb, so that the size is the same everywhere.
    env -u WAYLAND_DISPLAY HOME="$scratch" XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" \
      XDG_RUNTIME_DIR="$scratch/runtime" timeout 120 xvfb-run -a -s "-screen 0 1680x1050x24" "$BIN/ptychodesk" \
      --theme "$theme" --workspace "$workspace" --size 1680x1050 --screenshot "$scratch/picture.png" "${file[@]}"
    [[ -s "$scratch/picture.png" ]] || die "the window wrote no picture of $workspace ($theme)"
    mv "$scratch/picture.png" "$PICTURES/$workspace-$theme.png"
  done
done
say "The pictures are in ${PICTURES#"$ROOT"/}"
