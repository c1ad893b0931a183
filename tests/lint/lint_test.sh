#!/usr/bin/env bash
# The lint tests can fail: each finds the violation planted for it in a small tree, with file and line, and nothing
# in the same tree without them.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
tree="$(mktemp -d)"
trap 'rm -rf "$tree"' EXIT
failures=0

# put FILE LINE…
put() {
  mkdir -p "$(dirname "$tree/$1")"
  printf '%s\n' "${@:2}" > "$tree/$1"
}

clean() {
  rm -rf "${tree:?}"/*
  put core/base/CMakeLists.txt 'ptycho_module(base LAYER 0 SOURCES error.cpp)'
  put core/base/error.h '#include <string>' '#include <tl/expected.hpp>'
  put core/base/error.cpp '#include "core/base/error.h"'
  put core/optics/CMakeLists.txt 'ptycho_module(optics LAYER 1' '  SOURCES fft.cpp' '  PUBLIC ptycho::base)'
  put core/optics/fft.cpp '#include <fftw3.h>' '#include "core/base/error.h"'
  put core/optics/probe_spec.h '#include "core/base/error.h"'
  put core/simulate/CMakeLists.txt 'ptycho_module(simulate LAYER 3 SOURCES a.cpp PUBLIC ptycho::optics)'
  put core/simulate/simulate.cpp '#include "core/optics/probe_spec.h"' '#include "core/base/error.h"'
  put widgets/kit/plot/CMakeLists.txt 'ptycho_module(plot LAYER 8 QT SOURCES plot.cpp PRIVATE ptycho::optics)'
  put widgets/kit/plot/plot.cpp '#include <QWidget>' '#include "core/optics/probe_spec.h"' 'signalsOf(x);' 'std::signals::y;'
  put ARCHITECTURE.md '| `core/base` | 0 | x |' '| `core/optics` | 1 | x |' '| `core/simulate` | 3 | x |' \
    '| `widgets/kit/plot` | 8 | x |'
  put app/window/CMakeLists.txt 'add_executable(ptychodesk main.cpp)' 'target_link_libraries(ptychodesk PRIVATE ptycho::plot)'
  put app/window/main.cpp '#include "widgets/kit/plot/plot.h"' 'Q_EMIT changed();'
}

# expect SCRIPT [FILE:LINE TEXT]: passes on the tree, or fails with that violation and says how many there are.
expect() {
  local script="$1" place="${2:-}" text="${3:-}" output status=0
  output="$(bash "$here/$script" "$tree" 2>&1)" || status=$?
  if [[ -z "$place" ]]; then
    [[ $status -eq 0 ]] && return 0
  else
    [[ $status -eq 1 && "$output" == *"$place: "*"$text"* && "$output" == *"1 violations of"* ]] && return 0
  fi
  failures=$((failures + 1))
  printf 'FAILED: %s should %s, but status %d:\n%s\n' "$script" "${place:+find $place $text}" "$status" "$output"
}

clean
for script in file_length include_homes qt_rules absolute_paths layers layer_table contract_includes; do expect "$script.sh"; done

mapfile -t lines < <(seq 401)
put core/optics/long.h "${lines[@]}"
expect file_length.sh core/optics/long.h:401 "at most 400"
put core/optics/long.h "${lines[@]:1}"
expect file_length.sh
put core/simulate/CMakeLists.txt "${lines[@]:0:16}"
expect file_length.sh core/simulate/CMakeLists.txt:16 "at most 15"
clean
put app/window/main_window.cpp "${lines[@]:0:251}"
expect file_length.sh app/window/main_window.cpp:251 "at most 250"

for planted in 'core/base/a.cpp|#include <fftw3.h>' 'core/optics/a.h|#include <torch/torch.h>' \
  'core/simulate/a.cpp|#include "hdf5.h"' 'core/optics/a.cpp|#  include <QString>' 'core/base/a.h|#include <QtCore/QString>' \
  'app/window/a.cpp|#include <qcustomplot.h>' 'widgets/setup/a.cpp|#include <vtkActor.h>' \
  'app/window/a.cpp|#include <CLI/CLI.hpp>' 'widgets/setup/a.h|#include <spdlog/spdlog.h>' \
  'core/base/a.cpp|#include <stb_image.h>'; do
  clean
  put "${planted%%|*}" '// first line' "${planted##*|}"
  expect include_homes.sh "${planted%%|*}:2" "only in"
done

for planted in 'signals:|Q_SIGNALS' '  public slots:|Q_SLOTS' 'slots :|Q_SLOTS' '  emit changed();|Q_EMIT' \
  '  foreach (x, list)|range-based' 'QCoreApplication::processEvents();|events'; do
  clean
  put widgets/kit/plot/a.h '' "${planted%%|*}"
  expect qt_rules.sh widgets/kit/plot/a.h:2 "${planted##*|}"
done

for folder in work root home; do
  clean
  put core/base/a.cpp '' "open(\"/$folder/x\");"
  expect absolute_paths.sh core/base/a.cpp:2
  put core/base/a.cpp "https://example.org/$folder/x" "ratio = done/$folder/2; ~/$folder/"
  expect absolute_paths.sh
done

clean
put core/base/a.cpp '' '#include "core/optics/probe_spec.h"'
expect layers.sh core/base/a.cpp:2 "base (layer 0) must not include optics (layer 1)"
clean
put core/source/CMakeLists.txt 'ptycho_module(source LAYER 2 SOURCES a.cpp PRIVATE ptycho::optics)'
put core/source/a.h '#include "core/base/error.h"'
expect layers.sh
put core/simulate/simulate.cpp '#include "core/source/a.h"'
expect layers.sh core/simulate/simulate.cpp:1 "does not link ptycho::source"
clean
put app/window/main.cpp '#include "core/base/error.h"'
expect layers.sh app/window/main.cpp:1 "does not link ptycho::base" # plot links optics privately
clean
put app/window/CMakeLists.txt 'ptycho_module(window LAYER 10 QT SOURCES a.cpp PUBLIC ptycho::plot)' \
  'add_executable(ptychodesk main.cpp)' 'target_link_libraries(ptychodesk PRIVATE ptycho_window)'
put app/window/a.cpp '#include "widgets/kit/plot/plot.h"'
expect layers.sh
put app/window/a.cpp '#include "core/simulate/simulate.h"'
expect layers.sh app/window/a.cpp:1 "window includes core/simulate/simulate.h but does not link"
clean
put core/new/a.h '#include "core/base/error.h"'
expect layers.sh core/new/a.h:1 "no module"

clean
put core/source/CMakeLists.txt 'ptycho_module(source' '  LAYER 2 SOURCES a.cpp)'
expect layer_table.sh core/source/CMakeLists.txt:1 "core/source (layer 2) is missing"
put core/source/CMakeLists.txt ''
put core/optics/CMakeLists.txt 'ptycho_module(optics LAYER 2 SOURCES fft.cpp)'
expect layer_table.sh ARCHITECTURE.md:2 "has layer 2"

clean
put core/optics/probe_spec.h '' '#include <fftw3.h>'
expect contract_includes.sh core/optics/probe_spec.h:2 "fftw3.h"
clean
put core/optics/fft.h '#include <fftw3.h>'
expect contract_includes.sh # nobody outside includes it
put core/optics/probe_spec.h '#include "core/optics/fft.h"'
expect contract_includes.sh core/optics/fft.h:1 "by core/optics/probe_spec.h"

clean
for document in README.md CONTRIBUTING.md; do put "$document" text; done
expect readme_commands.sh
put README.md '[x](https://example.org) and [picture](resources/none.png)'
expect readme_commands.sh README.md:1 "resources/none.png is not there"
put README.md '```sh' './packaging/none.sh   # installs' '```' './packaging/other.sh is text'
expect readme_commands.sh README.md:2 "is no program here"
put CMakePresets.json '{ "name": "dev" }'
put README.md '```sh' 'cmake --preset dev && x' 'ctest --preset none' '```'
expect readme_commands.sh README.md:3 "no preset none"

[[ $failures -eq 0 ]] || exit 1
echo "all planted violations were found"
