#pragma once

#include <vector>

#include <QString>

#include "core/evaluate/evaluation_columns.h"
#include "widgets/models/image_table.h"

namespace ptycho {

/// A column of a table of images: of the image itself (method −1) or of what a method made of it.
struct ImageColumn {
  enum class Kind {
    Name,
    Tags,
    Note,
    Record,  ///< a number of the record
    Error,   ///< amplitude + phase NRMSE
    Change,  ///< of Error against the reference method; below 0: better
  };
  QString key;    ///< "name", "local_contrast", "network/phase_nrmse", "network/error": stays the same for saved views
  QString label;  ///< short, for a header: "φ · network"
  QString title;  ///< for an axis, with unit: "Phase NRMSE, network"
  Kind kind = Kind::Name;
  int method = -1;
  const EvaluationColumn* number = nullptr;  ///< of Kind::Record
  WorstEnd worst = WorstEnd::Neither;
  bool shown_first = true;  ///< in a table that nobody has changed

  [[nodiscard]] bool isNumber() const { return kind != Kind::Name && kind != Kind::Tags && kind != Kind::Note; }
};

/// Name, tags, note, then each number of all methods side by side, then what belongs to the image.
[[nodiscard]] std::vector<ImageColumn> imageColumns(const ImageTable& table);

/// NaN where there is none.
/// @param reference  method that changes are taken against
[[nodiscard]] double columnValue(const ImageTable& table, std::size_t row, const ImageColumn& column, int reference);
/// About four digits, columns aligned; "failed" where an error is missing, "–" for other missing numbers.
[[nodiscard]] QString columnText(double value, const ImageColumn& column);

}  // namespace ptycho
