#include "app/cli/result_record.h"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "core/optics/overlap.h"
#include "core/optics/probe.h"

namespace ptycho::cli {

ResultRecord recordFor(const Acquisition& acquisition, const std::string& input, const Json& spec) {
  ResultRecord record;
  record.name = acquisition.name;
  record.spec_json = jsonText(spec);
  record.acquisition = std::filesystem::path(input).filename().string();
  record.truth = acquisition.truth;
  record.coverage = coverageMap(acquisition.scan, probeIntensity(acquisition.probe));
  record.scan = acquisition.scan;
  record.geometry = acquisition.geometry;
  return record;
}

std::string errorLine(const Reconstruction& result) {
  if (!std::isfinite(result.amplitude_nrmse)) return fmt::format("diffraction residual {:.4g}", result.residual);
  return fmt::format("amplitude NRMSE {:.4f} (flat {:.4f}), phase NRMSE {:.4f} (flat {:.4f})", result.amplitude_nrmse,
                     result.flat_amplitude_nrmse, result.phase_nrmse, result.flat_phase_nrmse);
}

}  // namespace ptycho::cli
