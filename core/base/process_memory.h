#pragma once

#include <cstdint>

namespace ptycho {

/// The most memory that this process has held so far (VmHWM); 0 where the system does not tell.
[[nodiscard]] std::uint64_t peakMemoryBytes();

/// Memory that could be had now: what the system calls available, what is left of the control group's limit (versions
/// 1 and 2, with file pages that can be dropped), the process's own limit — whichever is smallest.
[[nodiscard]] std::uint64_t availableMemoryBytes();

}  // namespace ptycho
