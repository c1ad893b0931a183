#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "core/base/spec_json.h"

namespace ptycho {

/// A data set of a foreign file, as `ptychodesk-cli import FILE --datasets --json` lists it.
struct ListedDataset {
  QString path;
  std::vector<std::int64_t> shape;
  QString type;
  QStringList couldBe;  ///< of "patterns", "positions", "probe", "mask", the likeliest first
  [[nodiscard]] QString shapeText() const;  ///< "516 × 128 × 128"
};

/// Reads the "datasets" of that output.
[[nodiscard]] Result<std::vector<ListedDataset>> listedDatasets(std::string_view text);

}  // namespace ptycho
