#pragma once

namespace ptycho::fuzz {

/// How a child of the replay ends when an input brings it down.
inline constexpr int kCrashInLibrary = 66;
inline constexpr int kCrashInOurs = 67;
inline constexpr int kHang = 68;
inline constexpr int kHangInLibrary = 69;

/// From now on a fatal signal ends the process with one of these, by the innermost frame that is of a known place:
/// libhdf5 has parser faults of its own that a file can reach, and which the guarded child of the program contains.
/// Says where on standard error.
void tellCrashesApart();

}  // namespace ptycho::fuzz
