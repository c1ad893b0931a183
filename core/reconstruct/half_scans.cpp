#include "core/reconstruct/half_scans.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/random.h"
#include "core/reconstruct/reconstruct.h"

namespace ptycho {

namespace {

constexpr std::size_t kFewest = 8;

/// Passes stop, pause and progress on; what a half would say of itself belongs to no record of the whole.
class HalfContext : public RunContext {
 public:
  HalfContext(RunContext& whole, int half) : m_whole(whole), m_half(half) {}

  bool keepGoing() override { return m_whole.keepGoing(); }
  void progress(const Progress& progress) override {
    Progress mine = progress;
    mine.phase = fmt::format("half {} of 2: {}", m_half, progress.phase);
    m_whole.progress(mine);
  }

 private:
  RunContext& m_whole;
  int m_half;
};

Acquisition subset(const Acquisition& acquisition, const std::vector<std::size_t>& chosen) {
  Acquisition part;
  part.name = acquisition.name;
  part.mask = acquisition.mask;
  part.background = acquisition.background;
  part.probe = acquisition.probe;
  part.geometry = acquisition.geometry;
  part.propagation = acquisition.propagation;
  part.scan = acquisition.scan;
  part.scan.positions.clear();
  part.patterns = RealStack(chosen.size(), acquisition.patterns.rows(), acquisition.patterns.cols());
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    std::copy_n(acquisition.patterns.image(chosen[k]), part.patterns.imageSize(), part.patterns.image(k));
    part.scan.positions.push_back(acquisition.scan.positions[chosen[k]]);
  }
  return part;
}

/// The part of an object where every pixel lies under many windows.
Result<ComplexImage> litPart(const ComplexImage& object, const Scan& scan) {
  double top = INFINITY, left = INFINITY, bottom = 0, right = 0;
  for (const Position& position : scan.positions) {
    top = std::min(top, position.row);
    left = std::min(left, position.col);
    bottom = std::max(bottom, position.row);
    right = std::max(right, position.col);
  }
  const double quarter = scan.window_px / 4.0;
  const auto firstRow = static_cast<std::size_t>(std::ceil(top + quarter));
  const auto firstCol = static_cast<std::size_t>(std::ceil(left + quarter));
  const auto pastRow = std::min(object.rows(), static_cast<std::size_t>(bottom + 3 * quarter));
  const auto pastCol = std::min(object.cols(), static_cast<std::size_t>(right + 3 * quarter));
  if (pastRow < firstRow + 16 || pastCol < firstCol + 16) {
    return badInput("covers too little for two halves to be compared; at least 16 px a side are needed.", "scan");
  }
  ComplexImage part(pastRow - firstRow, pastCol - firstCol);
  for (std::size_t row = 0; row < part.rows(); ++row) {
    std::copy_n(object.row(firstRow + row) + firstCol, part.cols(), part.row(row));
  }
  return part;
}

}  // namespace

Result<std::array<Acquisition, 2>> splitHalves(const Acquisition& acquisition, std::uint64_t seed) {
  if (acquisition.source) {
    return fail(ErrorCode::Unsupported, "are not in memory, so that they cannot be dealt out to two halves; "
                                        "allow more memory or leave the halves out.", "patterns");
  }
  const std::size_t count = acquisition.patterns.count();
  if (count < kFewest) {
    return badInput(fmt::format("are {}; two halves need at least {}.", count, kFewest), "patterns");
  }
  const CounterRandom lot(seed, 0);
  std::array<std::vector<std::size_t>, 2> chosen;
  for (std::size_t k = 0; k + 1 < count; k += 2) {
    const bool swapped = lot.uniform(k) < 0.5;
    chosen[0].push_back(swapped ? k + 1 : k);
    chosen[1].push_back(swapped ? k : k + 1);
  }
  if (count % 2 == 1) chosen[0].push_back(count - 1);
  return std::array{subset(acquisition, chosen[0]), subset(acquisition, chosen[1])};
}

Result<RingCorrelation> correlateHalves(const Acquisition& acquisition, const ReconstructionSpec& spec, int threads,
                                        RunContext& context) {
  PTYCHO_TRY(auto halves, splitHalves(acquisition, spec.seed));
  ReconstructionSpec alone = spec;
  if (alone.start == StartKind::Given) alone.start = StartKind::Flat;  // a start in common would look like agreement
  std::array<ComplexImage, 2> parts;
  for (std::size_t k = 0; k < 2; ++k) {
    HalfContext half(context, static_cast<int>(k) + 1);
    ReconstructionInput input;
    input.threads = threads;
    PTYCHO_TRY(const Reconstruction result, reconstruct(std::move(halves[k]), alone, input, half));
    if (result.completion == Completion::StoppedEarly) {
      return fail(ErrorCode::Failed, "were stopped before both were done.", "halves");
    }
    PTYCHO_TRY(parts[k], litPart(result.object, acquisition.scan));
  }
  return ringCorrelation(parts[0], parts[1]);
}

}  // namespace ptycho
