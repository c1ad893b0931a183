#pragma once

#include <optional>
#include <set>
#include <vector>

#include <QString>
#include <QStringList>

#include "core/base/spec_json.h"

namespace ptycho {

/// One rule that images have to meet; several are all to be met.
struct ImageFilter {
  enum class Kind {
    Range,   ///< low <= value of `column` <= high; what is not finite never is
    Text,    ///< in name or note, any case
    Tag,     ///< has the tag
    Failed,  ///< some method has no estimate
    Chosen,  ///< these images: a list, so never part of a saved view
  };
  Kind kind = Kind::Range;
  QString column;  ///< key, see ImageColumn
  double low = 0;
  double high = 0;
  QString text;
  int tag = 0;
  std::set<std::int64_t> images = {};
  QString label = {};  ///< what the chip says; else made from the rule

  /// Two of these replace one another: ranges of one column, texts, …
  [[nodiscard]] bool isAbout(const ImageFilter& other) const;
  bool operator==(const ImageFilter&) const = default;
};

/// Rules under a name.
struct SavedView {
  QString name;
  std::vector<ImageFilter> filters;
  QString sort_column;
  bool ascending = false;
  QStringList columns;  ///< keys of those shown; empty: as they were
};

[[nodiscard]] Json savedViewToJson(const SavedView& view);
/// Nothing for what is no view; filters that make no sense are left out.
[[nodiscard]] std::optional<SavedView> savedViewFromJson(const Json& json);

}  // namespace ptycho
