#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ptycho {

/// One word for a POSIX shell: as it is where it is plain, else in single quotes.
[[nodiscard]] std::string shellWord(std::string_view text);
/// Words with blanks between them.
[[nodiscard]] std::string shellWords(const std::vector<std::string>& words);

}  // namespace ptycho
