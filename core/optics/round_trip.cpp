#include "core/optics/round_trip.h"

#include <array>
#include <stdexcept>

#include "core/optics/column_blocks.h"
#include "core/optics/fft_planner.h"

namespace ptycho {

namespace {

constexpr std::size_t kCacheLine = 8;  // complex numbers

std::size_t roundedUp(std::size_t count) { return (count + kCacheLine - 1) / kCacheLine * kCacheLine; }

/// Shorter columns are transformed where they lie: FFTW transposes them in one pass with the transform. Of longer ones
/// its strided passes cost up to twice as much as contiguous ones and a copy (measured from 32 to 512).
constexpr std::size_t kShortestCopied = 96;

/// `lines` transforms of `side` numbers, which lie one after the other.
fftwf_plan linesPlan(bool forward, std::size_t side, std::size_t lines, fftwf_complex* from, fftwf_complex* to,
                     unsigned flag) {
  const int n = static_cast<int>(side);
  return fftwf_plan_many_dft(1, &n, static_cast<int>(lines), from, nullptr, 1, n, to, nullptr, 1, n,
                             forward ? FFTW_FORWARD : FFTW_BACKWARD, flag);
}

/// `lines` transforms of `side` numbers: inside a block they lie one after the other; in the window they are rows, or
/// columns `stride` apart.
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

RoundTrip::RoundTrip(std::size_t side, FftPlanning planning, const ComplexImage& transfer)
    : m_side(side), m_copiesColumns(side >= kShortestCopied), m_plans(std::make_unique<Plans>()) {
  if (side == 0) throw std::invalid_argument("RoundTrip: the side must not be 0");
  if (!transfer.empty()) {
    if (transfer.rows() != side || transfer.cols() != side) {
      throw std::invalid_argument("RoundTrip: the transfer function has another side");
    }
    m_filter = ComplexImage(side, side);
    for (std::size_t u = 0; u < side; ++u) {
      for (std::size_t v = 0; v < side; ++v) m_filter(v, u) = scale() * transfer(u, v);
    }
  }
  RoundTripBuffer buffer(side);
  const std::lock_guard lock(fftPlannerMutex());
  for (const Step step : {RowsForward, ColumnsForward, ColumnsInverse, RowsInverse}) {
    const bool rows = step == RowsForward || step == RowsInverse;
    const bool forward = step == RowsForward || step == ColumnsForward;
    const std::array<std::size_t, 2> lines{side >= kLines ? kLines : 0, side % kLines};
    for (std::size_t last = 0; last < 2; ++last) {
      if (lines[last] == 0) continue;
      const unsigned flag = plannerFlag(planning, FFTW_PATIENT);
      fftwf_complex* block = fftwValues(buffer.m_blocks[0]);
      fftwf_complex* spare = fftwValues(buffer.m_spare);
      m_plans->of[step][last] =
          rows || !m_copiesColumns
              ? plan(rows, forward, side, lines[last], fftwValues(buffer.m_windows[0]), block, flag)
              : linesPlan(forward, side, lines[last], forward ? spare : block, forward ? block : spare, flag);
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
  if (!rows && m_copiesColumns) return transformCopied(step, first, lines, buffer, mode);
  const bool toBlock = step == ColumnsForward || step == RowsInverse;
  const std::size_t offset = rows ? first * RoundTripBuffer::rowStride(m_side) : first;
  fftwf_complex* window = fftwValues(buffer.m_windows[mode] + offset);
  fftwf_complex* block = fftwValues(buffer.m_blocks[mode]);
  // Eight lines are whole cache lines, so every block is aligned as the plan's own was.
  fftwf_execute_dft(m_plans->of[step][lines == kLines ? 0 : 1], toBlock ? window : block, toBlock ? block : window);
}

void RoundTrip::transformCopied(Step step, std::size_t column, std::size_t lines, RoundTripBuffer& buffer,
                                std::size_t mode) const {
  const std::size_t stride = RoundTripBuffer::rowStride(m_side);
  const fftwf_plan plan = m_plans->of[step][lines == kLines ? 0 : 1];
  Complex* columns = buffer.m_windows[mode] + column;
  fftwf_complex* block = fftwValues(buffer.m_blocks[mode]);
  fftwf_complex* spare = fftwValues(buffer.m_spare);
  if (step == ColumnsForward) {
    columnsToLines(columns, stride, m_side, lines, buffer.m_spare);
    fftwf_execute_dft(plan, spare, block);
  } else {
    fftwf_execute_dft(plan, block, spare);
    linesToColumns(buffer.m_spare, m_side, lines, columns, stride);
  }
}

void RoundTrip::toBlock(std::size_t column, std::size_t lines, RoundTripBuffer& buffer, std::size_t mode) const {
  if (m_filter.empty()) return transform(ColumnsForward, column, lines, buffer, mode);
  columnsToLines(buffer.m_windows[mode] + column, RoundTripBuffer::rowStride(m_side), m_side, lines,
                 buffer.m_blocks[mode]);
}

void RoundTrip::fromBlock(std::size_t column, std::size_t lines, RoundTripBuffer& buffer, std::size_t mode) const {
  if (m_filter.empty()) return transform(ColumnsInverse, column, lines, buffer, mode);
  linesToColumns(buffer.m_blocks[mode], m_side, lines, buffer.m_windows[mode] + column,
                 RoundTripBuffer::rowStride(m_side));
}

/// Columns to their transforms, times the filter, and back.
void RoundTrip::filterColumns(FilterDirection direction, RoundTripBuffer& buffer, std::size_t mode) const {
  eachBlock([&](std::size_t column, std::size_t lines) {
    transform(ColumnsForward, column, lines, buffer, mode);
    multiplyBy(m_filter.row(column), direction, buffer.m_blocks[mode], lines * m_side);
    transform(ColumnsInverse, column, lines, buffer, mode);
  });
}

void RoundTrip::toDetector(RoundTripBuffer& buffer, std::size_t mode) const {
  const std::size_t stride = RoundTripBuffer::rowStride(m_side);
  filterColumns(FilterDirection::Forward, buffer, mode);
  eachBlock([&](std::size_t row, std::size_t lines) {
    transform(RowsInverse, row, lines, buffer, mode);
    for (std::size_t k = 0; k < lines; ++k) {
      std::copy_n(buffer.m_blocks[mode] + k * m_side, m_side, buffer.m_windows[mode] + (row + k) * stride);
    }
  });
}

void RoundTrip::fromDetector(RoundTripBuffer& buffer, std::size_t mode) const {
  const std::size_t stride = RoundTripBuffer::rowStride(m_side);
  eachBlock([&](std::size_t row, std::size_t lines) {
    for (std::size_t k = 0; k < lines; ++k) {
      std::copy_n(buffer.m_windows[mode] + (row + k) * stride, m_side, buffer.m_blocks[mode] + k * m_side);
    }
    transform(RowsForward, row, lines, buffer, mode);
  });
  filterColumns(FilterDirection::Adjoint, buffer, mode);
}

std::size_t RoundTripBuffer::rowStride(std::size_t side) {
  const std::size_t stride = roundedUp(side);
  return stride / kCacheLine % 2 == 0 ? stride + kCacheLine : stride;
}

RoundTripBuffer::RoundTripBuffer(std::size_t side, std::size_t modes) : m_side(side) {
  const std::size_t window = side * rowStride(side);
  const std::size_t block = roundedUp(RoundTrip::kLines * side);
  m_values.resize(modes * (window + block) + block);
  for (std::size_t m = 0; m < modes; ++m) {
    m_blocks.push_back(m_values.data() + m * block);
    m_windows.push_back(m_values.data() + modes * block + m * window);
  }
  m_spare = m_values.data() + modes * (window + block);
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
