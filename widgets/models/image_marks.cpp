#include "widgets/models/image_marks.h"

#include "core/store/run_folder.h"
#include "widgets/models/core_text.h"

namespace ptycho {
namespace {

constexpr int kSchema = 1;

QStringList defaultTags() {
  return {ImageMarks::tr("fails"), ImageMarks::tr("artefact"), ImageMarks::tr("look again"),
          ImageMarks::tr("doubtful data"), ImageMarks::tr("good")};
}

Json orEmptyList(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : Json::array();
}

}  // namespace

ImageMarks::ImageMarks(QObject* parent) : QObject(parent), m_tagNames(defaultTags()) {}

const ImageMark& ImageMarks::mark(std::int64_t image) const {
  static const ImageMark kNone;
  const auto found = m_marks.find(image);
  return found == m_marks.end() ? kNone : found->second;
}

void ImageMarks::setMark(std::int64_t image, const ImageMark& mark) {
  if (this->mark(image) == mark) return;
  if (mark == ImageMark{}) m_marks.erase(image);
  else m_marks[image] = mark;
  Q_EMIT markChanged(image);
  Q_EMIT edited();
}

void ImageMarks::setTagName(int tag, const QString& name) {
  if (name.trimmed().isEmpty() || m_tagNames[tag] == name.trimmed()) return;
  m_tagNames[tag] = name.trimmed();
  Q_EMIT replaced();
  Q_EMIT edited();
}

QString ImageMarks::tagText(const ImageMark& mark) const {
  QStringList names;
  for (int tag = 0; tag < kTags; ++tag) {
    if (mark.has(tag)) names << m_tagNames[tag];
  }
  return names.join(QStringLiteral(", "));
}

void ImageMarks::saveView(const SavedView& view) {
  std::erase_if(m_views, [&](const SavedView& other) { return other.name == view.name; });
  m_views.push_back(view);
  Q_EMIT viewsChanged();
  Q_EMIT edited();
}

void ImageMarks::removeView(const QString& name) {
  if (std::erase_if(m_views, [&](const SavedView& view) { return view.name == name; }) == 0) return;
  Q_EMIT viewsChanged();
  Q_EMIT edited();
}

Json ImageMarks::toJson() const {
  Json images = Json::array();
  for (const auto& [image, mark] : m_marks) {
    Json tags = Json::array();
    for (int tag = 0; tag < kTags; ++tag) {
      if (mark.has(tag)) tags.push_back(tag + 1);
    }
    images.push_back({{"image", image}, {"tags", tags}, {"note", mark.note.toStdString()}});
  }
  Json names = Json::array();
  for (const QString& name : m_tagNames) names.push_back(name.toStdString());
  Json views = Json::array();
  for (const auto& view : m_views) views.push_back(savedViewToJson(view));
  return {{"schema", kSchema}, {"tag_names", names}, {"images", images}, {"views", views}};
}

Result<void> ImageMarks::setFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object of tags, notes and views.");
  PTYCHO_CHECK(checkSchemaNumber(json.value("schema", Json()), kSchema));
  m_marks.clear();
  m_views.clear();
  m_tagNames = defaultTags();
  const Json names = orEmptyList(json, "tag_names");
  for (std::size_t tag = 0; tag < std::min<std::size_t>(names.size(), kTags); ++tag) {
    if (names[tag].is_string()) m_tagNames[static_cast<int>(tag)] = QString::fromStdString(names[tag].get<std::string>());
  }
  for (const Json& entry : orEmptyList(json, "images")) {
    if (!entry.is_object() || !entry.contains("image") || !entry["image"].is_number_integer()) continue;
    ImageMark mark;
    mark.note = textAt(entry, "note");
    for (const Json& tag : orEmptyList(entry, "tags")) {
      if (tag.is_number_integer() && tag.get<int>() >= 1 && tag.get<int>() <= kTags) {
        mark.tags |= 1U << (tag.get<int>() - 1);
      }
    }
    m_marks[entry["image"].get<std::int64_t>()] = mark;
  }
  for (const Json& view : orEmptyList(json, "views")) {
    if (auto read = savedViewFromJson(view)) m_views.push_back(std::move(*read));
  }
  Q_EMIT replaced();
  Q_EMIT viewsChanged();
  return {};
}

void ImageMarks::clear() {
  m_marks.clear();
  m_views.clear();
  m_tagNames = defaultTags();
  Q_EMIT replaced();
  Q_EMIT viewsChanged();
}

std::filesystem::path marksFileOf(const std::filesystem::path& evaluation) {
  std::error_code status;
  if (std::filesystem::is_directory(evaluation, status)) return evaluation / "failures.json";
  const auto folder = evaluation.parent_path();
  if (evaluation.filename() == run_file::kResult && std::filesystem::exists(folder / run_file::kSpec, status)) {
    return folder / "failures.json";
  }
  return folder / (evaluation.stem().string() + ".failures.json");
}

}  // namespace ptycho
