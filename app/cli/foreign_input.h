#pragma once

#include <filesystem>

#include "core/base/error.h"
#include "core/base/run_context.h"
#include "core/measured/import_spec.h"
#include "core/simulate/simulate.h"

namespace ptycho::cli {

/// A file that is there and none of ours. Looked at by a copy of this process: ask before threads are started.
[[nodiscard]] bool isForeignFile(const std::filesystem::path& file);

/// The acquisition that a file of another program was imported to, by the guarded reader, or a photograph simulated to.
class ForeignInput {
 public:
  /// Into `runFolder` (scan.h5, kept; one that is there already is taken as it is), without one into a folder of its own
  /// that is gone with this object. Prints what was assumed, to standard error with `toErrors`.
  [[nodiscard]] static Result<ForeignInput> import(const std::filesystem::path& file, const ImportSpec& spec,
                                                   const std::filesystem::path& runFolder, bool toErrors);
  /// A photograph as an evaluation with this simulation has it: of its folder of photos it is the image with its number,
  /// so that the noise is the same; a photo from elsewhere is simulated by itself, which is said. Where to: as above.
  [[nodiscard]] static Result<ForeignInput> simulate(const std::filesystem::path& photo, const SimulationSpec& spec,
                                                     const std::filesystem::path& runFolder, int threads,
                                                     RunContext& context);
  ForeignInput(ForeignInput&& other) noexcept;
  ForeignInput& operator=(ForeignInput&& other) noexcept;
  ~ForeignInput();

  [[nodiscard]] const std::filesystem::path& acquisition() const { return m_acquisition; }

 private:
  ForeignInput() = default;
  /// Where the acquisition belongs: in the run's folder, or in a new one of its own.
  [[nodiscard]] static Result<ForeignInput> placed(const std::filesystem::path& runFolder);
  std::filesystem::path m_acquisition;
  std::filesystem::path m_temporary;  ///< folder to be removed; empty: none
};

}  // namespace ptycho::cli
