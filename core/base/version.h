#pragma once

#include <string>

namespace ptycho {

/// "0.1.0", from the project's CMakeLists.txt.
[[nodiscard]] std::string programVersion();

}  // namespace ptycho
