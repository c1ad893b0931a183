#include "core/reconstruct/target_stream.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>

#include "core/base/simd.h"
#include "core/optics/round_trip.h"

namespace ptycho {

namespace {

constexpr std::size_t kBlockBytes = 8u << 20;  // of the first pass

/// Neighbours of each thread's pattern, so that threads that drift apart still find theirs.
std::size_t ringSize(std::size_t count, int threads) {
  return std::min(count, 8 * static_cast<std::size_t>(std::max(1, threads)) + 16);
}

std::size_t keptCount(const PatternSource& source, std::size_t ring) {
  const std::uint64_t bytes = std::uint64_t{source.rows()} * source.cols() * sizeof(float);
  const std::uint64_t room = source.memoryBytes() / bytes;
  return static_cast<std::size_t>(std::min<std::uint64_t>(source.count(), room > ring ? room - ring : 0));
}

/// In place, block by block so that both stay in the cache.
void exchangeRowsAndColumns(float* values, std::size_t side) {
  constexpr std::size_t kBlock = 16;
  for (std::size_t top = 0; top < side; top += kBlock) {
    for (std::size_t left = top; left < side; left += kBlock) {
      for (std::size_t r = top; r < std::min(top + kBlock, side); ++r) {
        for (std::size_t c = std::max(left, r + 1); c < std::min(left + kBlock, side); ++c) {
          std::swap(values[r * side + c], values[c * side + r]);
        }
      }
    }
  }
}

PTYCHO_SIMD void scaledRoots(const float* in, float scale, float* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = std::sqrt(in[i]) * scale;
}

}  // namespace

MagnitudeScale::MagnitudeScale(const MaskImage& mask, float scale) : m_scale(scale) {
  for (std::size_t r = 0; r < mask.rows(); ++r) {
    for (std::size_t c = 0; c < mask.cols(); ++c) {
      if (mask(r, c) != 0) continue;
      m_masked.push_back(r * mask.cols() + c);
      m_maskedColumns.push_back(c * mask.rows() + r);
    }
  }
}

void MagnitudeScale::apply(const float* intensities, float* out, std::size_t count) const {
  scaledRoots(intensities, m_scale, out, count);
  for (const std::size_t i : m_masked) out[i] = -1;
}

void MagnitudeScale::applyToColumns(const float* intensities, float* out, std::size_t count) const {
  scaledRoots(intensities, m_scale, out, count);
  for (const std::size_t i : m_maskedColumns) out[i] = -1;
}

TargetStream::TargetStream(std::shared_ptr<PatternSource> source, MagnitudeScale magnitudes, int threads)
    : m_source(std::move(source)),
      m_magnitudes(std::move(magnitudes)),
      m_count(m_source->count()),
      m_side(m_source->rows()),
      m_pixels(m_side * m_side),
      m_kept(keptCount(*m_source, ringSize(m_count, threads)), m_source->rows(), m_source->cols()),
      m_ring(ringSize(m_count, threads), m_source->rows(), m_source->cols()),
      m_taken(m_count),
      m_slotOf(m_count, -1),
      m_patternIn(m_ring.count()),
      m_ready(m_ring.count()),
      m_free(m_ring.count()) {
  m_order.reserve(m_count);
  std::iota(m_free.begin(), m_free.end(), std::size_t{0});
  m_reader = std::thread([this] { readAhead(); });
}

TargetStream::~TargetStream() {
  {
    const std::lock_guard lock(m_guard);
    m_stop = true;
  }
  m_room.notify_all();
  m_reader.join();
}

Result<void> TargetStream::load(const Visit& visit) {
  const std::size_t perBlock = std::clamp<std::size_t>(kBlockBytes / (m_pixels * sizeof(float)), 1, m_count);
  RealStack block(perBlock, m_source->rows(), m_source->cols());
  for (std::size_t first = 0; first < m_count; first += perBlock) {
    const std::size_t count = std::min(perBlock, m_count - first);
    PTYCHO_CHECK(m_source->read(first, count, block.data()));
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t j = first + k;
      PTYCHO_CHECK(visit(j, block.image(k)));
      if (!isKept(j)) continue;
      float* kept = m_kept.image(keptBefore(j));
      transposed(block.image(k), m_side, kept);
      m_magnitudes.applyToColumns(kept, kept, m_pixels);
    }
  }
  return {};
}

void TargetStream::beginPass(std::span<const std::size_t> order) {
  {
    const std::lock_guard lock(m_guard);
    if (order.empty()) {
      m_order.resize(m_count);
      std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    } else {
      m_order.assign(order.begin(), order.end());
    }
    m_next = 0;
    std::ranges::fill(m_taken, std::uint8_t{0});
    // What an unfinished pass has left must not block the ring.
    for (std::size_t slot = 0; slot < m_ready.size(); ++slot) {
      if (m_ready[slot] == 0) continue;
      m_ready[slot] = 0;
      m_slotOf[m_patternIn[slot]] = -1;
      m_free.push_back(slot);
    }
  }
  m_room.notify_one();
}

const float* TargetStream::fetchColumns(std::size_t j, float* buffer) {
  if (isKept(j)) return m_kept.image(keptBefore(j));
  if (const std::ptrdiff_t slot = take(j); slot >= 0) {
    transposed(m_ring.image(static_cast<std::size_t>(slot)), m_side, buffer);
    release(slot);
  } else {
    readOne(j, buffer);
    exchangeRowsAndColumns(buffer, m_side);
  }
  m_magnitudes.applyToColumns(buffer, buffer, m_pixels);
  return buffer;
}

void TargetStream::fetchRows(std::size_t j, float* out) {
  if (isKept(j)) {
    transposed(m_kept.image(keptBefore(j)), m_side, out);
    return;
  }
  if (const std::ptrdiff_t slot = take(j); slot >= 0) {
    m_magnitudes.apply(m_ring.image(static_cast<std::size_t>(slot)), out, m_pixels);
    release(slot);
  } else {
    readOne(j, out);
    m_magnitudes.apply(out, out, m_pixels);
  }
}

std::ptrdiff_t TargetStream::take(std::size_t j) {
  std::unique_lock lock(m_guard);
  m_taken[j] = 1;
  m_arrived.wait(lock, [&] {
    return m_failed || m_slotOf[j] < 0 || m_ready[static_cast<std::size_t>(m_slotOf[j])] != 0;
  });
  if (m_failed || m_slotOf[j] < 0) return -1;
  const std::ptrdiff_t slot = m_slotOf[j];
  m_slotOf[j] = -1;
  m_ready[static_cast<std::size_t>(slot)] = 0;
  return slot;
}

void TargetStream::release(std::ptrdiff_t slot) {
  {
    const std::lock_guard lock(m_guard);
    m_free.push_back(static_cast<std::size_t>(slot));
  }
  m_room.notify_one();
}

/// The next pattern of the order that somebody still needs, and a slot for it; call with the guard held.
bool TargetStream::claimNext(std::size_t& j, std::size_t& slot) {
  if (m_failed || m_free.empty()) return false;
  while (m_next < m_order.size()) {
    j = m_order[m_next++];
    if (isKept(j) || m_taken[j] != 0 || m_slotOf[j] >= 0) continue;
    slot = m_free.back();
    m_free.pop_back();
    m_slotOf[j] = static_cast<std::int32_t>(slot);
    m_patternIn[slot] = j;
    return true;
  }
  return false;
}

void TargetStream::readAhead() {
  std::size_t j = 0;
  std::size_t slot = 0;
  std::unique_lock lock(m_guard);
  for (;;) {
    m_room.wait(lock, [&] { return m_stop || claimNext(j, slot); });
    if (m_stop) return;
    lock.unlock();
    const bool read = readOne(j, m_ring.image(slot));
    lock.lock();
    m_ready[slot] = read ? 1 : 0;
    m_arrived.notify_all();
  }
}

/// No exception may leave the reader or a parallel loop. Without success zeros: finite, and the run ends anyway.
bool TargetStream::readOne(std::size_t j, float* intensities) {
  try {
    if (!m_failed) {
      const auto read = m_source->read(j, 1, intensities);
      if (read) return true;
      fail(read.error());
    }
  } catch (const std::exception& exception) {
    fail({ErrorCode::Failed, std::string("a pattern cannot be read: ") + exception.what() + ".", {}});
  }
  std::fill_n(intensities, m_pixels, 0.0F);
  return false;
}

void TargetStream::fail(const Error& error) {
  const std::lock_guard lock(m_guard);
  if (!m_failure) m_failure = error;
  m_failed = true;
  m_arrived.notify_all();
}

std::optional<Error> TargetStream::failure() const {
  if (!m_failed) return std::nullopt;
  const std::lock_guard lock(m_guard);
  return m_failure;
}

}  // namespace ptycho
