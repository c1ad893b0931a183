#!/usr/bin/env bash
# Makes the pictures of resources/screenshots/ anew, light and dark, from generated data: Setup, Reconstruct, Failures
# and the import page; with networks in the build (PTYCHODESK_TORCH) also Runs with a short training's curves.
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BIN="$ROOT/build/release/bin"
PICTURES="$ROOT/resources/screenshots"
installPackages "$ROOT/packaging/deps/apt.txt"
configure release
build release ptychodesk ptychodesk-cli
if [[ -n "$(find "$ROOT/build/release" -maxdepth 1 -name build.ninja -exec grep -l ptychodesk-cli-networks {} +)" ]]; then
  build release ptychodesk-cli-networks
fi

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
say "Preparing the reference case"
cd "$scratch"
cli() { "$BIN/ptychodesk-cli" "$@"; }
cli simulate --source dead-leaves --step 60 --grid 6 --seed 1 -o scan.h5
cli reconstruct scan.h5 --preset best-60 --threads "$JOBS" -o result.h5
cli export scan.h5 -o measured.cxi
cli evaluate --chain dm:60:range,awf:20 --count 24 --keep all --run-folder runs/evaluation
mkdir -p "$PICTURES" runs
mkdir -m 700 runtime

picture() {  # NAME WORKSPACE TAB [FILE]
  local theme
  for theme in light dark; do
    say "$1, $theme"
    # A fresh home, so that no settings of the user show; always Xvfb, so that the size is the same everywhere.
    env -u WAYLAND_DISPLAY HOME="$scratch" XDG_CONFIG_HOME="$scratch/config-$1" XDG_DATA_HOME="$scratch/data" \
      XDG_RUNTIME_DIR="$scratch/runtime" timeout 120 xvfb-run -a -s "-screen 0 1440x900x24" "$BIN/ptychodesk" \
      --theme "$theme" --runs-root "$scratch/runs" ${2:+--workspace "$2"} ${3:+--tab "$3"} --size 1440x900 \
      --screenshot "$scratch/picture.png" "${@:4}"
    [[ -s picture.png ]] || die "the window wrote no picture of $1 ($theme)"
    # 256 colours are a third of the size; without ImageMagick the picture stays as it is.
    if command -v convert > /dev/null; then convert picture.png -dither None -colors 256 PNG8:picture.png; fi
    mv picture.png "$PICTURES/$1-$theme.png"
  done
}

picture setup setup ""
picture reconstruct reconstruct "" "$scratch/result.h5"
picture failures failures image "$scratch/runs/evaluation"
picture import "" "" "$scratch/measured.cxi"
if cli train --preset laptop-60 --steps 60 --record-every 1 --validate-every 10 --run-folder runs/training; then
  picture runs runs curves "$scratch/runs/training"
else
  say "No networks in this build: the picture of Runs is left as it is"
fi
say "The pictures are in ${PICTURES#"$ROOT"/}"
