# Shared by run.sh, test.sh and screenshots.sh: source it, do not run it.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
JOBS="$(nproc)"

say() { printf '\n== %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# hasDisplay: true where a window can open.
hasDisplay() { [[ -n "${DISPLAY:-}" || -n "${WAYLAND_DISPLAY:-}" ]]; }

# packagesOf FILE: the names in a list of packaging/deps, without comments.
packagesOf() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1"; }

# missingPackages FILE: those of them that are not installed. One dpkg-query, no apt: a second run costs nothing.
missingPackages() {
  comm -23 <(packagesOf "$1" | sort -u) \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u)
}

# installPackages FILE: installs what is missing and asks nothing.
installPackages() {
  command -v dpkg-query > /dev/null || {
    say "Not a Debian system: taking the packages of ${1#"$ROOT"/} as installed"
    return 0
  }
  local missing
  mapfile -t missing < <(missingPackages "$1")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  local -a asRoot=()
  if [[ $EUID -ne 0 ]]; then
    command -v sudo > /dev/null ||
      die "these packages are missing; as root, run: apt-get install --no-install-recommends ${missing[*]}"
    asRoot=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  local log
  log="$(mktemp)"
  "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive bash -c 'apt-get update -qq &&
    apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@"' install "${missing[@]}" > "$log" 2>&1 || {
    tail -n 20 "$log" >&2
    die "the packages could not be installed (all messages: $log)"
  }
  rm -f "$log"
}

# configure PRESET: into build/PRESET. Ninja configures again by itself when a CMake file changed, not when the
# presets did.
configure() {
  local done="$ROOT/build/$1/build.ninja"
  [[ ! -f "$done" || "$ROOT/CMakePresets.json" -nt "$done" ]] || return 0
  say "Configuring build/$1"
  (cd "$ROOT" && cmake --preset "$1" --log-level=WARNING)
}

# build PRESET [target…]
build() {
  local preset="$1"
  shift
  local -a targets=()
  [[ $# -eq 0 ]] || targets=(--target "$@")
  say "Building build/$preset"
  cmake --build "$ROOT/build/$preset" -j "$JOBS" "${targets[@]}"
}
