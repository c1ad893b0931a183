#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/simulate/pattern_source.h"

namespace ptycho {

/// √I · scale, −1 where masked: what engines compare with.
class MagnitudeScale {
 public:
  /// @param mask  1 = valid [w, w]; empty: all valid
  MagnitudeScale(const MaskImage& mask, float scale);
  /// @param out  may be `intensities`
  void apply(const float* intensities, float* out, std::size_t count) const;
  /// The same for values with rows and columns exchanged.
  void applyToColumns(const float* intensities, float* out, std::size_t count) const;

 private:
  float m_scale;
  std::vector<std::size_t> m_masked;
  std::vector<std::size_t> m_maskedColumns;
};

/// Magnitudes of patterns that stay in a source. As many as its memory allows are kept, spread evenly over the scan;
/// the others pass through a few buffers, which a thread fills ahead in the order that beginPass() announces. What is not
/// there in time (no order announced, another order) is read on the spot, so that the order only matters for speed.
/// After a failed read patterns that are not kept count as dark, and failure() says what happened.
class TargetStream {
 public:
  TargetStream(std::shared_ptr<PatternSource> source, MagnitudeScale magnitudes, int threads);
  TargetStream(const TargetStream&) = delete;
  TargetStream& operator=(const TargetStream&) = delete;
  ~TargetStream();

  using Visit = std::function<Result<void>(std::size_t j, const float* intensities)>;
  /// The first pass, in the source's order: shows all intensities and keeps what is to be kept. Call once.
  Result<void> load(const Visit& visit);
  /// @param order  patterns of the coming pass; empty: the source's order
  void beginPass(std::span<const std::size_t> order);
  /// Magnitudes of pattern j [w, w] with rows and columns exchanged: kept ones where they are, others in `buffer`.
  /// From any thread.
  [[nodiscard]] const float* fetchColumns(std::size_t j, float* buffer);
  /// Magnitudes of pattern j row by row.
  void fetchRows(std::size_t j, float* out);
  [[nodiscard]] std::optional<Error> failure() const;
  [[nodiscard]] std::size_t kept() const { return m_kept.count(); }

 private:
  [[nodiscard]] bool isKept(std::size_t j) const { return keptBefore(j + 1) != keptBefore(j); }
  [[nodiscard]] std::size_t keptBefore(std::size_t j) const { return j * m_kept.count() / m_count; }
  /// The slot of a pattern that was read ahead, which now belongs to the caller until release(); −1: read it yourself.
  std::ptrdiff_t take(std::size_t j);
  void release(std::ptrdiff_t slot);
  void readAhead();
  bool claimNext(std::size_t& j, std::size_t& slot);
  bool readOne(std::size_t j, float* intensities);
  void fail(const Error& error);

  std::shared_ptr<PatternSource> m_source;
  MagnitudeScale m_magnitudes;
  std::size_t m_count;
  std::size_t m_side;
  std::size_t m_pixels;
  RealStack m_kept;  ///< magnitudes, rows and columns exchanged
  RealStack m_ring;  ///< intensities read ahead

  mutable std::mutex m_guard;  ///< of everything below
  std::condition_variable m_arrived;
  std::condition_variable m_room;
  std::vector<std::size_t> m_order;
  std::size_t m_next = 0;                  ///< in m_order
  std::vector<std::uint8_t> m_taken;       ///< in this pass, for each pattern
  std::vector<std::int32_t> m_slotOf;      ///< for each pattern, −1 = not in the ring
  std::vector<std::size_t> m_patternIn;    ///< for each slot
  std::vector<std::uint8_t> m_ready;       ///< for each slot
  std::vector<std::size_t> m_free;         ///< slots
  std::optional<Error> m_failure;
  std::atomic<bool> m_failed{false};
  bool m_stop = false;
  std::thread m_reader;
};

}  // namespace ptycho
