#include "core/base/version.h"

namespace ptycho {

std::string programVersion() { return PTYCHODESK_VERSION; }

}  // namespace ptycho
