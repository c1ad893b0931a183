#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/learn/training_spec.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Objects with their simulated scans, ready for a network. All objects of a training share scan and probe.
struct TrainingBatch {
  std::int64_t first_sample = 0;  ///< running number of the first object of the training
  std::size_t objects = 0;        ///< b
  RealStack magnitudes;           ///< M = √I [b·n, w, w], zero frequency at [0,0], object by object
  RealStack amplitude;            ///< truth [b, S, S]
  RealStack phase;                ///< truth, rad [b, S, S]
  std::vector<std::string> names; ///< of the objects
};

/// Which object is which, and its simulation: a pure function of (spec, sample number), so that a training that goes on
/// sees what it would have seen, whatever the threads. Photos are decoded once and kept within cache_gb.
class TrainingSource {
 public:
  /// @param supplied  probe and positions that come from files; its object is not used
  /// Errors: no photos, a probe or scan that cannot be made; they name section, field and remedy.
  [[nodiscard]] static Result<std::unique_ptr<TrainingSource>> open(const TrainingSpec& spec,
                                                                    const SuppliedArrays& supplied = {});
  TrainingSource() = default;
  TrainingSource(const TrainingSource&) = delete;
  TrainingSource& operator=(const TrainingSource&) = delete;
  virtual ~TrainingSource() = default;

  [[nodiscard]] virtual const Scan& scan() const = 0;
  [[nodiscard]] virtual const ComplexStack& probe() const = 0;
  [[nodiscard]] virtual std::size_t trainingImages() const = 0;
  [[nodiscard]] virtual std::size_t validationImages() const = 0;
  /// Objects `first` … `first + objects − 1` of the training: epoch after epoch of the images in a seeded order, flipped
  /// and rotated when the spec says so. Several threads may ask at the same time.
  [[nodiscard]] virtual Result<TrainingBatch> training(std::int64_t first, std::size_t objects) = 0;
  /// The same, and gives up between two objects, with an error that nobody is shown, once keepGoing() is false.
  [[nodiscard]] virtual Result<TrainingBatch> trainingWhile(std::int64_t first, std::size_t objects,
                                                            const std::function<bool()>& keepGoing);
  /// Held-out objects, never augmented; those past the last are an error.
  [[nodiscard]] virtual Result<TrainingBatch> validation(std::size_t first, std::size_t objects) = 0;
};

/// Prepares the batches to come in threads of its own and hands them out in order: threads + 1 batches at most are under
/// way or waiting, so that neither side idles while the other works and memory stays bounded. Destroying it waits for the
/// object that each thread is at, no more.
class BatchLoader {
 public:
  /// @param first    number of the first sample
  /// @param stride   samples from one batch to the next (world · batch when data-parallel; the offset is in `first`)
  /// @param source   outlives the loader
  BatchLoader(TrainingSource& source, std::int64_t first, std::size_t objects, std::int64_t stride, int threads);
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// The next batch in order; waits for it. An error stands where the batch would have, and those after it follow.
  [[nodiscard]] Result<TrainingBatch> next();
  /// Seconds spent waiting in next() so far.
  [[nodiscard]] double waited_s() const;

 private:
  struct Work;
  std::unique_ptr<Work> m_work;
};

}  // namespace ptycho
