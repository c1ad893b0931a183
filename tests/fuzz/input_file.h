#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ptycho::fuzz {

/// The folder of this process, below the system's temporary folder ($TMPDIR); removed when the process ends well.
[[nodiscard]] const std::filesystem::path& inputFolder();

/// A file of that folder with these bytes.
[[nodiscard]] std::filesystem::path inputFile(const std::string& name, std::string_view bytes);

[[nodiscard]] std::string bytesOfFile(const std::filesystem::path& file);

/// Ends the process as a finding with this sentence: something that must hold for every input does not.
void require(bool holds, std::string_view sentence, std::string_view detail = {});

/// Text from a file that is shown to people: no control characters, no book.
void requirePrintable(std::string_view text, std::string_view what);

}  // namespace ptycho::fuzz
