#pragma once

#include <filesystem>

#include "core/base/spec_json.h"

namespace ptycho {

namespace run_file {
inline constexpr const char* kScan = "scan.h5";  ///< an acquisition that the run made: simulated or imported
}

/// The scan that a run works on: where it read a file of another program, the scan that it made of it in its own folder
/// (scan.h5); else the acquisition that its specification names. Empty: it names none.
/// @param spec  the run's, see readRunSpec()
[[nodiscard]] std::filesystem::path acquisitionOfRun(const std::filesystem::path& folder, const Json& spec);

}  // namespace ptycho
