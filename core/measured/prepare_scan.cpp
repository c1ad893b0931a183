#include "core/measured/prepare_scan.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/measured/import_checks.h"
#include "core/measured/probe_start.h"
#include "core/measured/window_preparation.h"

namespace ptycho {

namespace {

constexpr int kLook = 64;
constexpr std::uint64_t kLargestPatterns = 8ull << 30;
constexpr std::uint64_t kBatchBytes = 16ull << 20;

/// All patterns fit into half of the free memory, and 8 GiB.
Result<void> checkMemory(const RawScan& raw, const LookedScan& looked) {
  const std::uint64_t side = static_cast<std::uint64_t>(looked.detailed.plan.window_px);
  const std::uint64_t each = side * side * sizeof(float);
  const std::uint64_t allowed = std::min(kLargestPatterns, availableMemoryBytes() / 2);
  if (looked.detailed.plan.patterns.size() <= allowed / each) return {};
  return badInput(
      fmt::format("of {} windows of {} px need {:.1f} GiB, but {:.1f} GiB can be had; crop, bin, or keep fewer "
                  "patterns.",
                  looked.detailed.plan.patterns.size(), side,
                  static_cast<double>(looked.detailed.plan.patterns.size()) * static_cast<double>(each) / (1 << 30),
                  static_cast<double>(allowed) / (1 << 30)),
      raw.file.filename().string() + ":patterns");
}

/// Window in the middle to one with the zero frequency at [0,0].
void toCorner(const float* window, std::size_t side, float* out) {
  const std::size_t half = side / 2;
  for (std::size_t r = 0; r < side; ++r) {
    float* row = out + (r + side - half) % side * side;
    std::copy_n(window + r * side + half, side - half, row);
    std::copy_n(window + r * side, half, row + side - half);
  }
}

/// Reads the kept patterns, those that follow one another in the file together.
Result<void> readAll(const RawScan& raw, const ScanPlan& plan, WindowPreparation& preparation, RunContext& context,
                     RealStack& patterns) {
  const std::size_t frame = static_cast<std::size_t>(raw.patterns->rows() * raw.patterns->cols());
  const std::size_t most = std::max<std::size_t>(1, kBatchBytes / (frame * sizeof(float)));
  const auto side = static_cast<std::size_t>(plan.window_px);
  std::vector<float> stored(std::min<std::size_t>(most, plan.patterns.size()) * frame);
  std::vector<float> window(side * side);
  for (std::size_t first = 0; first < plan.patterns.size();) {
    std::size_t last = first + 1;
    while (last < plan.patterns.size() && last - first < most && plan.patterns[last] == plan.patterns[last - 1] + 1) {
      ++last;
    }
    PTYCHO_CHECK(raw.patterns->read(plan.patterns[first], last - first, stored.data()));
    for (std::size_t k = first; k < last; ++k) {
      if (!context.keepGoing()) {
        return fail(ErrorCode::Failed, "was stopped before all patterns were read; nothing was imported.",
                    raw.file.filename().string());
      }
      PTYCHO_CHECK(preparation.prepare(plan.patterns[k], stored.data() + (k - first) * frame, window.data()));
      toCorner(window.data(), side, patterns.image(k));
    }
    first = last;
    context.progress({"importing", static_cast<std::int64_t>(first), static_cast<std::int64_t>(plan.patterns.size())});
  }
  return {};
}

struct MeanAndSums {
  RealImage mean;
  std::vector<double> sums;
};

MeanAndSums meanOf(const RealStack& patterns) {
  MeanAndSums result{RealImage(patterns.rows(), patterns.cols()), {}};
  std::vector<double> total(patterns.imageSize(), 0.0);
  for (std::size_t k = 0; k < patterns.count(); ++k) {
    double sum = 0;
    for (std::size_t i = 0; i < total.size(); ++i) {
      total[i] += patterns.image(k)[i];
      sum += patterns.image(k)[i];
    }
    result.sums.push_back(sum);
  }
  for (std::size_t i = 0; i < total.size(); ++i) {
    result.mean[i] = static_cast<float>(total[i] / static_cast<double>(patterns.count()));
  }
  return result;
}

/// Adds hot pixels of the mean pattern to the mask; both have the zero frequency at [0,0].
void maskHotPixels(const RealImage& mean, double ratio, MaskImage& mask, std::vector<std::string>& notes) {
  if (ratio <= 0) return;
  // The neighbours of the zero frequency wrap around, so the search is done with it in the middle; sides are even.
  const MaskImage hot = middleToCorner(hotPixels(middleToCorner(mean), ratio));
  const auto count = std::ranges::count(hot, std::uint8_t{1});
  if (count == 0) return;
  if (mask.empty()) mask = MaskImage(mean.rows(), mean.cols(), 1);
  for (std::size_t i = 0; i < hot.size(); ++i) mask[i] = hot[i] != 0 ? 0 : mask[i];
  notes.push_back(fmt::format("{} hot pixels of the mean pattern were masked.", count));
}

}  // namespace

Result<PreparedScan> prepareScan(const RawScan& raw, const ImportSpec& spec, RunContext& context) {
  PTYCHO_TRY(const LookedScan looked, lookAtScan(raw, spec, kLook));
  const ScanPlan& plan = looked.detailed.plan;
  PTYCHO_CHECK(checkMemory(raw, looked));
  PTYCHO_TRY(WindowPreparation preparation, WindowPreparation::make(raw, looked.detailed.decided, looked.layout));
  PreparedScan prepared;
  Acquisition& acquisition = prepared.acquisition;
  const auto side = static_cast<std::size_t>(plan.window_px);
  acquisition.patterns = RealStack(plan.patterns.size(), side, side);
  PTYCHO_CHECK(readAll(raw, plan, preparation, context, acquisition.patterns));
  std::vector<std::string> notes = preparation.notes();
  if (const MaskImage mask = preparation.mask(); !mask.empty()) acquisition.mask = middleToCorner(mask);
  MeanAndSums all = meanOf(acquisition.patterns);
  maskHotPixels(all.mean, looked.detailed.decided.hot_pixel_ratio, acquisition.mask, notes);
  for (std::size_t i = 0; i < acquisition.mask.size(); ++i) {
    if (acquisition.mask[i] == 0) all.mean[i] = 0;
  }
  PTYCHO_TRY(ProbeStart start, startProbe(raw, looked.detailed, all.mean, brightPower(all.sums)));
  acquisition.probe = std::move(start.probe);
  notes.insert(notes.end(), start.notes.begin(), start.notes.end());
  acquisition.name = raw.name.empty() ? raw.file.stem().string() : raw.name;
  acquisition.scan = plan.scan;
  acquisition.geometry = plan.geometry;
  acquisition.propagation = plan.propagation;
  prepared.object_pixel_m = plan.object_pixel_m;
  prepared.report = reportOf(raw, spec, looked, acquisition.probe);
  prepared.report.notes.insert(prepared.report.notes.end(), notes.begin(), notes.end());
  acquisition.import_json = jsonText(importReportToJson(prepared.report));
  return prepared;
}

}  // namespace ptycho
