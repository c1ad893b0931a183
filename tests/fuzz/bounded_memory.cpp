// Takes the place of core/base/process_memory.cpp in the fuzz targets: readers take at most half of the free memory for
// what a file holds, and here little is free. So no input gets slow only by being large, and what a reader takes beyond
// is a finding (libFuzzer's limits of memory).
#include "core/base/process_memory.h"

namespace ptycho {

std::uint64_t peakMemoryBytes() { return 0; }
std::uint64_t availableMemoryBytes() { return 4ull << 20; }

}  // namespace ptycho
