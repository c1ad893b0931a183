#pragma once

#include <vector>

#include "widgets/kit/status/keys_page.h"

namespace ptycho {

/// The keys of the Failures workspace.
[[nodiscard]] std::vector<KeyLine> failuresKeys();

}  // namespace ptycho
