#include "core/measured/prepare_scan.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <span>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/measured/import_checks.h"
#include "core/measured/object_start.h"
#include "core/measured/probe_start.h"
#include "core/measured/window_preparation.h"

namespace ptycho {

namespace {

constexpr int kLook = 64;
constexpr std::uint64_t kLargestPatterns = 8ull << 30;
constexpr std::uint64_t kBatchBytes = 16ull << 20;
constexpr std::size_t kProgressEvery = 32;

/// Memory for all kept patterns: half of what is free, and no more than 8 GiB.
std::uint64_t roomForPatterns(std::uint64_t asked) {
  return std::min({asked == 0 ? kLargestPatterns : asked, kLargestPatterns, availableMemoryBytes() / 2});
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

/// Where the windows of a scan go, one after the other, zero frequency at [0,0].
using TakeWindow = std::function<Result<void>(std::size_t place, const float* window)>;

/// Reads the patterns of these numbers, those that follow one another in the file together, and hands on their windows.
Result<void> eachWindow(const RawPatterns& patterns, std::span<const std::uint64_t> numbers, std::size_t side,
                        WindowPreparation& preparation, const TakeWindow& take) {
  const std::size_t frame = static_cast<std::size_t>(patterns.rows() * patterns.cols());
  const std::size_t most = std::max<std::size_t>(1, kBatchBytes / (frame * sizeof(float)));
  std::vector<float> stored(std::min<std::size_t>(most, numbers.size()) * frame);
  std::vector<float> window(side * side);
  std::vector<float> corner(side * side);
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first + 1;
    while (last < numbers.size() && last - first < most && numbers[last] == numbers[last - 1] + 1) ++last;
    PTYCHO_CHECK(patterns.read(numbers[first], last - first, stored.data()));
    for (std::size_t k = first; k < last; ++k) {
      PTYCHO_CHECK(preparation.prepare(numbers[k], stored.data() + (k - first) * frame, window.data()));
      toCorner(window.data(), side, corner.data());
      PTYCHO_CHECK(take(k, corner.data()));
    }
    first = last;
  }
  return {};
}

/// Patterns that do not fit into memory: prepared anew each time they are read, some ahead.
class PreparedPatterns final : public PatternSource {
 public:
  PreparedPatterns(std::shared_ptr<RawPatterns> patterns, std::vector<std::uint64_t> numbers, std::size_t side,
                   WindowPreparation preparation, std::uint64_t memoryBytes)
      : m_patterns(std::move(patterns)), m_numbers(std::move(numbers)), m_side(side),
        m_preparation(std::move(preparation)), m_memoryBytes(memoryBytes) {}

  [[nodiscard]] std::size_t count() const override { return m_numbers.size(); }
  [[nodiscard]] std::size_t rows() const override { return m_side; }
  [[nodiscard]] std::size_t cols() const override { return m_side; }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return m_memoryBytes; }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* intensities) override {
    const std::lock_guard lock(m_guard);
    for (std::size_t k = first; k < first + count; ++k) {
      if (k < m_aheadFirst || k >= m_aheadFirst + m_ahead.count()) PTYCHO_CHECK(readAhead(k));
      const float* window = m_ahead.image(k - m_aheadFirst);
      std::copy_n(window, m_side * m_side, intensities + (k - first) * m_side * m_side);
    }
    return {};
  }

 private:
  Result<void> readAhead(std::size_t first) {
    const std::size_t most = std::max<std::size_t>(1, kBatchBytes / (m_side * m_side * sizeof(float)));
    const std::span<const std::uint64_t> numbers =
        std::span(m_numbers).subspan(first, std::min(most, m_numbers.size() - first));
    m_ahead = RealStack(numbers.size(), m_side, m_side);
    m_aheadFirst = first;
    auto read = eachWindow(*m_patterns, numbers, m_side, m_preparation,
                           [this](std::size_t place, const float* window) -> Result<void> {
                             std::copy_n(window, m_side * m_side, m_ahead.image(place));
                             return {};
                           });
    if (!read) m_ahead = {};
    return read;
  }

  std::shared_ptr<RawPatterns> m_patterns;
  std::vector<std::uint64_t> m_numbers;
  std::size_t m_side;
  WindowPreparation m_preparation;
  std::uint64_t m_memoryBytes;
  std::mutex m_guard;
  RealStack m_ahead;
  std::size_t m_aheadFirst = 0;
};

/// What all patterns together tell.
struct MeanAndSums {
  RealImage mean;
  std::vector<double> sums;
};

/// Looks at all windows, and keeps them in `patterns` unless that is empty.
Result<MeanAndSums> readAll(const RawScan& raw, const ScanPlan& plan, WindowPreparation& preparation,
                            RunContext& context, RealStack& patterns) {
  const auto side = static_cast<std::size_t>(plan.window_px);
  const std::size_t count = plan.patterns.size();
  std::vector<double> total(side * side, 0.0);
  MeanAndSums result{RealImage(side, side), {}};
  PTYCHO_CHECK(eachWindow(*raw.patterns, plan.patterns, side, preparation,
                          [&](std::size_t k, const float* window) -> Result<void> {
    if (!context.keepGoing()) {
      return fail(ErrorCode::Failed, "was stopped before all patterns were read; nothing was imported.",
                  raw.file.filename().string());
    }
    double sum = 0;
    for (std::size_t i = 0; i < total.size(); ++i) {
      total[i] += window[i];
      sum += window[i];
    }
    result.sums.push_back(sum);
    if (!patterns.empty()) std::copy_n(window, side * side, patterns.image(k));
    if ((k + 1) % kProgressEvery == 0 || k + 1 == count) {
      context.progress({"importing", static_cast<std::int64_t>(k + 1), static_cast<std::int64_t>(count)});
    }
    return {};
  }));
  for (std::size_t i = 0; i < total.size(); ++i) {
    result.mean[i] = static_cast<float>(total[i] / static_cast<double>(count));
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

Result<PreparedScan> prepareScan(const RawScan& raw, const ImportSpec& spec, RunContext& context,
                                 std::uint64_t memoryBytes) {
  PTYCHO_TRY(const LookedScan looked, lookAtScan(raw, spec, kLook));
  const ScanPlan& plan = looked.detailed.plan;
  PTYCHO_TRY(WindowPreparation preparation, WindowPreparation::make(raw, looked.detailed.decided, looked.layout));
  PreparedScan prepared;
  Acquisition& acquisition = prepared.acquisition;
  const auto side = static_cast<std::size_t>(plan.window_px);
  const std::uint64_t room = roomForPatterns(memoryBytes);
  const bool fits = plan.patterns.size() <= room / (side * side * sizeof(float));
  if (fits) acquisition.patterns = RealStack(plan.patterns.size(), side, side);
  PTYCHO_TRY(MeanAndSums all, readAll(raw, plan, preparation, context, acquisition.patterns));
  if (!fits) {
    PTYCHO_TRY(WindowPreparation again, WindowPreparation::make(raw, looked.detailed.decided, looked.layout));
    acquisition.source =
        std::make_shared<PreparedPatterns>(raw.patterns, plan.patterns, side, std::move(again), room);
  }
  std::vector<std::string> notes = preparation.notes();
  if (const MaskImage mask = preparation.mask(); !mask.empty()) acquisition.mask = middleToCorner(mask);
  maskHotPixels(all.mean, looked.detailed.decided.hot_pixel_ratio, acquisition.mask, notes);
  for (std::size_t i = 0; i < acquisition.mask.size(); ++i) {
    if (acquisition.mask[i] == 0) all.mean[i] = 0;
  }
  PTYCHO_TRY(ProbeStart start, startProbe(raw, looked.detailed, all.mean, brightPower(all.sums)));
  acquisition.probe = std::move(start.probe);
  notes.insert(notes.end(), start.notes.begin(), start.notes.end());
  acquisition.name = raw.name.empty() ? raw.file.stem().string() : raw.name;
  acquisition.scan = plan.scan;
  acquisition.estimate = placedObject(raw, looked.detailed);
  if (looked.detailed.decided.probe_power) {
    scaleToPatterns(acquisition.estimate, acquisition.probe, acquisition.scan, all.sums);
  }
  acquisition.geometry = plan.geometry;
  acquisition.propagation = plan.propagation;
  prepared.object_pixel_m = plan.object_pixel_m;
  prepared.report = reportOf(raw, spec, looked, acquisition.probe);
  prepared.report.notes.insert(prepared.report.notes.end(), notes.begin(), notes.end());
  acquisition.import_json = jsonText(importReportToJson(prepared.report));
  return prepared;
}

}  // namespace ptycho
