#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/learn/picture_cache.h"
#include "core/learn/sample_choice.h"
#include "core/learn/training_spec.h"

namespace ptycho {

/// Numbered pictures 0 … count − 1 of one size, and which of them make an object. Several threads may ask at the same
/// time; the same number gives the same bits.
class PictureSet {
 public:
  PictureSet() = default;
  PictureSet(const PictureSet&) = delete;
  PictureSet& operator=(const PictureSet&) = delete;
  virtual ~PictureSet() = default;

  [[nodiscard]] virtual std::size_t count() const = 0;
  /// Numbers may go past count() and are never repeated: there is no order to shuffle.
  [[nodiscard]] virtual bool endless() const { return false; }
  [[nodiscard]] virtual std::string name(std::uint64_t number) const = 0;
  /// Luma in [0, 1] [rows, cols].
  [[nodiscard]] virtual Result<Picture> luma(std::uint64_t number) = 0;
  /// The picture whose luma is the phase beside this one's amplitude, for mapping `pair`: its name and luma.
  [[nodiscard]] virtual std::string partnerName(std::uint64_t sample, std::uint64_t number) const = 0;
  [[nodiscard]] virtual Result<Picture> partnerLuma(std::uint64_t sample, std::uint64_t number) = 0;
};

/// What is learned from and what is held out; no picture is in both, not even as a partner.
struct PictureSets {
  std::unique_ptr<PictureSet> training;
  std::unique_ptr<PictureSet> heldOut;
};

/// Photos are resized to cover rows × cols and cropped as makeObject does. Dead leaves count up from 0 and their
/// partners down from −1; held-out ones lie far below both.
/// @param cache  outlives the sets
/// @return an error that names folder, field and remedy: no photos, too few of them, held-out ones among the others
[[nodiscard]] Result<PictureSets> openPictureSets(const TrainingSpec& spec, std::size_t rows, std::size_t cols,
                                                  PictureCache& cache);

}  // namespace ptycho
