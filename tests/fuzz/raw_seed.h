#pragma once

#include <functional>

#include "tests/core/import/lab_files.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

/// The bytes of an HDF5 file with this content, made and removed again.
inline Seed rawSeed(const std::string& name, const std::function<void(testing::RawFile&)>& content) {
  const testing::ScratchFolder folder;
  {
    testing::RawFile file(folder / name);
    content(file);
  }
  return {name, bytesOfFile(folder / name)};
}

}  // namespace ptycho::fuzz
