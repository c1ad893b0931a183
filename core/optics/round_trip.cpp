#include "core/optics/round_trip.h"

#include <array>
#include <stdexcept>

#include "core/optics/fft_planner.h"

namespace ptycho {

namespace {

constexpr std::size_t kCacheLine = 8;  // complex numbers

std::size_t roundedUp(std::size_t count) { return (count + kCacheLine - 1) / kCacheLine * kCacheLine; }

/// `lines` transforms of `side` numbers: inside a block they lie one after the other; in the window they are rows, or
/// columns `stride` apart. FFTW gathers and transposes in its first and last pass, cheaper than any copy beforehand.
fftwf_plan plan(bool rows, bool forward, std::size_t side, std::size_t lines, fftwf_complex* window,
                fftwf_complex* block, unsigned flag) {
  const int n = static_cast<int>(side);
  const int count = static_cast<int>(lines);
  const int stride = static_cast<int>(RoundTripBuffer::rowStride(side));
  const int step = rows ? 1 : stride;
  const int apart = rows ? stride : 1;
  const bool toBlock = rows != forward;
  const int sign = forward ? FFTW_FORWARD : FFTW_BACKWARD;
  return toBlock ? fftwf_plan_many_dft(1, &n, count, window, nullptr, step, apart, block, nullptr, 1, n, sign, flag)
                 : fftwf_plan_many_dft(1, &n, count, block, nullptr, 1, n, window, nullptr, step, apart, sign, flag);
}

}  // namespace

struct RoundTrip::Plans {
  std::array<std::array<fftwf_plan, 2>, 4> of{};  // [step][0: a full block, 1: the last, narrower one]

  ~Plans() {
    const std::lock_guard lock(fftPlannerMutex());
    for (const auto& pair : of) {
      for (fftwf_plan each : pair) {
        if (each) fftwf_destroy_plan(each);
      }
    }
  }
};

RoundTrip::RoundTrip(std::size_t side, FftPlanning planning) : m_side(side), m_plans(std::make_unique<Plans>()) {
  if (side == 0) throw std::invalid_argument("RoundTrip: the side must not be 0");
  RoundTripBuffer buffer(side);
  const std::lock_guard lock(fftPlannerMutex());
  for (const Step step : {RowsForward, ColumnsForward, ColumnsInverse, RowsInverse}) {
    const bool rows = step == RowsForward || step == RowsInverse;
    const bool forward = step == RowsForward || step == ColumnsForward;
    const std::array<std::size_t, 2> lines{side >= kLines ? kLines : 0, side % kLines};
    for (std::size_t last = 0; last < 2; ++last) {
      if (lines[last] == 0) continue;
      m_plans->of[step][last] = plan(rows, forward, side, lines[last], fftwValues(buffer.m_windows[0]),
                                     fftwValues(buffer.m_blocks[0]), plannerFlag(planning));
    }
  }
}

RoundTrip::~RoundTrip() = default;

void RoundTrip::require(const RoundTripBuffer& buffer, std::size_t mode) const {
  if (buffer.side() != m_side) throw std::invalid_argument("RoundTrip: the buffer was made for another side");
  if (mode >= buffer.modes()) throw std::invalid_argument("RoundTrip: the buffer has no such mode");
}

void RoundTrip::transform(Step step, std::size_t first, std::size_t lines, RoundTripBuffer& buffer,
                          std::size_t mode) const {
  const bool rows = step == RowsForward || step == RowsInverse;
  const bool toBlock = step == ColumnsForward || step == RowsInverse;
  const std::size_t offset = rows ? first * RoundTripBuffer::rowStride(m_side) : first;
  fftwf_complex* window = fftwValues(buffer.m_windows[mode] + offset);
  fftwf_complex* block = fftwValues(buffer.m_blocks[mode]);
  // Eight lines are whole cache lines, so every block is aligned as the plan's own was.
  fftwf_execute_dft(m_plans->of[step][lines == kLines ? 0 : 1], toBlock ? window : block, toBlock ? block : window);
}

std::size_t RoundTripBuffer::rowStride(std::size_t side) {
  const std::size_t stride = roundedUp(side);
  return stride / kCacheLine % 2 == 0 ? stride + kCacheLine : stride;
}

RoundTripBuffer::RoundTripBuffer(std::size_t side, std::size_t modes) : m_side(side) {
  const std::size_t window = side * rowStride(side);
  const std::size_t block = roundedUp(RoundTrip::kLines * side);
  m_values.resize(modes * (window + block));
  for (std::size_t m = 0; m < modes; ++m) {
    m_blocks.push_back(m_values.data() + m * block);
    m_windows.push_back(m_values.data() + modes * block + m * window);
  }
}

void transposed(const float* pattern, std::size_t side, float* out) {
  constexpr std::size_t kTile = 16;  // 16 floats: a cache line each way
  for (std::size_t row = 0; row < side; row += kTile) {
    for (std::size_t col = 0; col < side; col += kTile) {
      for (std::size_t r = row; r < std::min(row + kTile, side); ++r) {
        for (std::size_t c = col; c < std::min(col + kTile, side); ++c) out[c * side + r] = pattern[r * side + c];
      }
    }
  }
}

}  // namespace ptycho
