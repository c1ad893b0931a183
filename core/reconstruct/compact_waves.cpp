#include "core/reconstruct/compact_waves.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "core/base/simd.h"

namespace ptycho {

namespace {
constexpr std::size_t kBlockBytes = 16u << 20;  // of floats that exchange() shows at a time

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

bool keepsWaves(EngineKind engine) {
  return engine == EngineKind::DifferenceMap || engine == EngineKind::Raar || engine == EngineKind::Admm;
}
}  // namespace

namespace kernels {

PTYCHO_SIMD void packFloats(const float* values, std::uint16_t* high, std::uint8_t* low, std::size_t count) {
  constexpr std::uint32_t kSign = 0x80000000U;
  constexpr std::uint32_t kLargest = 0x7F7FFF00U;  // 24 bits of the largest finite float: rounding up must not overflow
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    const std::uint32_t size = bits & ~kSign;
    const std::uint32_t rounded = std::min(size + 0x7FU + ((size >> 8) & 1U), kLargest);
    const std::uint32_t kept = rounded | (bits & kSign);
    high[i] = static_cast<std::uint16_t>(kept >> 16);
    low[i] = static_cast<std::uint8_t>(kept >> 8);
  }
}

PTYCHO_SIMD void unpackFloats(const std::uint16_t* high, const std::uint8_t* low, float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t kept = static_cast<std::uint32_t>(high[i]) << 16 | static_cast<std::uint32_t>(low[i]) << 8;
    values[i] = std::bit_cast<float>(kept);
  }
}

}  // namespace kernels

WavePrecision wavePrecision(const ReconstructionProblem& problem) {
  const std::uint64_t measured = std::uint64_t{problem.patterns()} * problem.windowSize() * sizeof(float);
  return measured <= kFullPrecisionBytes ? WavePrecision::Full : WavePrecision::Compact;
}

Result<void> checkWaveMemory(const ReconstructionProblem& problem, const std::vector<StageSpec>& stages,
                             std::uint64_t availableBytes) {
  const std::uint64_t pixels = std::uint64_t{problem.patterns()} * problem.modes() * problem.windowSize();
  const std::uint64_t needed = pixels * (wavePrecision(problem) == WavePrecision::Full ? 8 : 6);
  for (const StageSpec& stage : stages) {
    if (!keepsWaves(stage.engine) || needed <= availableBytes) continue;
    return badInput(fmt::format("{} keeps the waves of all patterns, {:.2f} GB, but only {:.2f} GB of memory are "
                                "available; leave the patterns in their file (--memory), take an engine that keeps no "
                                "waves (awf, epie) or fewer patterns.", engineName(stage.engine),
                                1e-9 * static_cast<double>(needed), 1e-9 * static_cast<double>(availableBytes)),
                    "chain");
  }
  return {};
}

WaveStore::WaveStore(const ReconstructionProblem& problem, WavePrecision precision)
    : m_precision(precision), m_patterns(problem.patterns()), m_modes(problem.modes()), m_side(problem.window()) {
  const std::size_t count = m_patterns * m_modes * m_side * m_side;
  if (precision == WavePrecision::Full) {
    m_full.resize(count);
  } else {
    m_high.resize(2 * count);
    m_low.resize(2 * count);
  }
}

Complex* WaveStore::rows(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count,
                         Complex* buffer) {
  if (m_precision == WavePrecision::Full) return m_full.data() + offset(pattern, mode, firstRow);
  load(pattern, mode, firstRow, count, buffer);
  return buffer;
}

void WaveStore::load(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count,
                     Complex* out) const {
  const std::size_t first = offset(pattern, mode, firstRow);
  if (m_precision == WavePrecision::Full) {
    std::copy_n(m_full.data() + first, count * m_side, out);
  } else {
    kernels::unpackFloats(m_high.data() + 2 * first, m_low.data() + 2 * first, raw(out), 2 * count * m_side);
  }
}

void WaveStore::store(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count,
                      const Complex* values) {
  const std::size_t first = offset(pattern, mode, firstRow);
  if (m_precision == WavePrecision::Full) {
    std::copy_n(values, count * m_side, m_full.data() + first);
  } else {
    kernels::packFloats(raw(values), m_high.data() + 2 * first, m_low.data() + 2 * first, 2 * count * m_side);
  }
}

void WaveStore::exchange(StateArchive& archive, const std::string& name) {
  if (m_precision == WavePrecision::Full) {
    archive.values(name, std::span<Complex>(m_full));
    return;
  }
  const std::size_t perPattern = m_modes * m_side * m_side;
  const std::size_t perBlock = std::max<std::size_t>(1, kBlockBytes / (perPattern * sizeof(Complex)));
  std::vector<float> block;
  for (std::size_t first = 0; first < m_patterns; first += perBlock) {
    const std::size_t from = 2 * first * perPattern;
    block.resize(2 * std::min(perBlock, m_patterns - first) * perPattern);
    kernels::unpackFloats(m_high.data() + from, m_low.data() + from, block.data(), block.size());
    archive.values(fmt::format("{}.{}", name, first / perBlock), std::span<float>(block));
    kernels::packFloats(block.data(), m_high.data() + from, m_low.data() + from, block.size());
  }
}

}  // namespace ptycho
