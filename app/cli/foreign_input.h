#pragma once

#include <filesystem>

#include "core/base/error.h"
#include "core/measured/import_spec.h"

namespace ptycho::cli {

/// A file that is there and none of ours.
[[nodiscard]] bool isForeignFile(const std::filesystem::path& file);

/// The acquisition that a file of another program was imported to, by the guarded reader.
class ForeignInput {
 public:
  /// Into `runFolder` (scan.h5, kept; one that is there already is taken as it is), without one into a folder of its own
  /// that is gone with this object. Prints what was assumed, to standard error with `toErrors`.
  [[nodiscard]] static Result<ForeignInput> import(const std::filesystem::path& file, const ImportSpec& spec,
                                                   const std::filesystem::path& runFolder, bool toErrors);
  ForeignInput(ForeignInput&& other) noexcept;
  ForeignInput& operator=(ForeignInput&& other) noexcept;
  ~ForeignInput();

  [[nodiscard]] const std::filesystem::path& acquisition() const { return m_acquisition; }

 private:
  ForeignInput() = default;
  std::filesystem::path m_acquisition;
  std::filesystem::path m_temporary;  ///< folder to be removed; empty: none
};

}  // namespace ptycho::cli
