#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include <QObject>
#include <QStringList>

#include "core/base/spec_json.h"
#include "widgets/models/image_filter.h"

namespace ptycho {

/// What somebody thought of an image.
struct ImageMark {
  unsigned tags = 0;  ///< bit k: tag k
  QString note;
  [[nodiscard]] bool has(int tag) const { return (tags >> tag & 1U) != 0; }
  bool operator==(const ImageMark&) const = default;
};

/// Tags, notes and saved views of an evaluation, kept in a file beside it. Views are rules, not lists of images.
class ImageMarks : public QObject {
  Q_OBJECT

 public:
  static constexpr int kTags = 5;
  explicit ImageMarks(QObject* parent = nullptr);

  [[nodiscard]] const ImageMark& mark(std::int64_t image) const;
  void setMark(std::int64_t image, const ImageMark& mark);
  [[nodiscard]] QString tagName(int tag) const { return m_tagNames.at(tag); }
  void setTagName(int tag, const QString& name);
  /// "fails, look again"
  [[nodiscard]] QString tagText(const ImageMark& mark) const;

  [[nodiscard]] const std::vector<SavedView>& views() const { return m_views; }
  /// A view of the same name is replaced.
  void saveView(const SavedView& view);
  void removeView(const QString& name);

  [[nodiscard]] Json toJson() const;
  /// Replaces everything. An error leaves all as it was: a newer schema, or no marks at all.
  [[nodiscard]] Result<void> setFromJson(const Json& json);
  void clear();

 Q_SIGNALS:
  void markChanged(qint64 image);
  void viewsChanged();
  /// Something that belongs into the file.
  void edited();
  /// Everything is new.
  void replaced();

 private:
  std::map<std::int64_t, ImageMark> m_marks;
  QStringList m_tagNames;
  std::vector<SavedView> m_views;
};

/// <run folder>/failures.json, or <name>.failures.json beside a file.
[[nodiscard]] std::filesystem::path marksFileOf(const std::filesystem::path& evaluation);

}  // namespace ptycho
