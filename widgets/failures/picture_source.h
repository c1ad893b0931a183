#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include <QImage>

#include "widgets/failures/image_pictures.h"
#include "widgets/models/image_table.h"

namespace ptycho {

/// An estimate that was computed later, in a result of its own.
struct LaterEstimate {
  std::int64_t image = 0;
  int method = -1;   ///< of the evaluation, when it is what was not kept; −1: a try
  QString label;
  EvaluationRecord record;
  std::filesystem::path file;
  std::size_t index = 0;
};

/// Reads and makes pictures of an evaluation: kept estimates from its file, truths that were not kept from its
/// specification. Nothing is kept in memory. Any thread, one at a time.
class PictureSource {
 public:
  /// @param file  result.h5; empty while there is none
  PictureSource(std::filesystem::path file, std::shared_ptr<const ImageTable> table, std::vector<LaterEstimate> later)
      : m_file(std::move(file)), m_table(std::move(table)), m_later(std::move(later)) {}

  [[nodiscard]] ImagePictures pictures(std::int64_t image) const;
  /// Amplitude of the method's estimate, of the truth where it was not kept; the side says which (`ofTruth`). Null when
  /// there is neither.
  [[nodiscard]] QImage thumbnail(std::int64_t image, int method, int side_px, bool& ofTruth) const;
  [[nodiscard]] Result<ErrorMaps> errorMaps(int method) const;

 private:
  [[nodiscard]] Result<KeptEstimate> kept(std::int64_t image, int method) const;
  [[nodiscard]] bool hasKept(std::int64_t image, int method) const;
  [[nodiscard]] Result<ComplexImage> madeTruth(std::int64_t image) const;

  std::filesystem::path m_file;
  std::shared_ptr<const ImageTable> m_table;
  std::vector<LaterEstimate> m_later;
};

}  // namespace ptycho
