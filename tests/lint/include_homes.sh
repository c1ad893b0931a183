#!/usr/bin/env bash
# Every third-party library has one home (ARCHITECTURE.md, "Homes"); the core knows no Qt.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# home HEADER-REGEX FOLDERS…: includes of it outside of the folders are violations.
home() {
  local header="$1" folder
  shift
  local -a outside=()
  mapfile -t outside < <(sources "$CXX_FILES" core widgets app)
  for folder in "$@"; do
    mapfile -t outside < <(printf '%s\n' "${outside[@]}" | grep -v "^$folder/" || true)
  done
  [[ -n "${outside[0]:-}" ]] || return 0
  refuse "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($header)" "this header is included only in: $*" "${outside[@]}"
}

home 'fftw3' core/optics
home '(torch|ATen|c10|caffe2)/' core/network core/train core/predict
home 'hdf5\.h|H5[A-Za-z]*\.h' core/store core/exchange
home 'tiffio\.h' core/exchange
home 'zip(conf)?\.h' core/exchange
home 'stb_|stb/' core/source core/exchange
home 'spdlog/' core/base
home 'CLI/' app/cli
home 'qcustomplot' widgets/kit/plot
home 'vtk|QVTK' widgets/kit/volume
home 'Q[A-Za-z]+(/|>)|q[a-z]+\.h>' widgets app
finish "include homes"
