#include "widgets/models/image_filter.h"

#include <array>
#include <utility>

namespace ptycho {
namespace {

using Kind = ImageFilter::Kind;

constexpr std::array<std::pair<Kind, const char*>, 4> kWords{
    {{Kind::Range, "range"}, {Kind::Text, "text"}, {Kind::Tag, "tag"}, {Kind::Failed, "failed"}}};

Json filterToJson(const ImageFilter& filter) {
  Json json;
  for (const auto& [kind, word] : kWords) {
    if (kind == filter.kind) json["kind"] = word;
  }
  if (!filter.label.isEmpty()) json["label"] = filter.label.toStdString();
  if (filter.kind == Kind::Range) {
    json["column"] = filter.column.toStdString();
    json["low"] = jsonNumber(filter.low);
    json["high"] = jsonNumber(filter.high);
  }
  if (filter.kind == Kind::Text) json["text"] = filter.text.toStdString();
  if (filter.kind == Kind::Tag) json["tag"] = filter.tag + 1;
  return json;
}

std::optional<ImageFilter> filterFromJson(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const std::string word = stringAt(json, "kind");
  for (const auto& [kind, name] : kWords) {
    if (word != name) continue;
    ImageFilter filter;
    filter.kind = kind;
    filter.label = QString::fromStdString(stringAt(json, "label"));
    filter.column = QString::fromStdString(stringAt(json, "column"));
    filter.low = numberAt(json, "low");
    filter.high = numberAt(json, "high");
    filter.text = QString::fromStdString(stringAt(json, "text"));
    const double tag = numberAt(json, "tag");
    filter.tag = tag >= 1 && tag <= 5 ? static_cast<int>(tag) - 1 : 0;
    return filter;
  }
  return std::nullopt;
}

}  // namespace

bool ImageFilter::isAbout(const ImageFilter& other) const {
  if (kind != other.kind) return false;
  return kind == Kind::Range ? column == other.column : kind != Kind::Tag || tag == other.tag;
}

Json savedViewToJson(const SavedView& view) {
  Json filters = Json::array();
  for (const auto& filter : view.filters) {
    if (filter.kind != Kind::Chosen) filters.push_back(filterToJson(filter));
  }
  Json columns = Json::array();
  for (const QString& key : view.columns) columns.push_back(key.toStdString());
  return {{"name", view.name.toStdString()},
          {"filters", filters},
          {"sort", view.sort_column.toStdString()},
          {"ascending", view.ascending},
          {"columns", columns}};
}

std::optional<SavedView> savedViewFromJson(const Json& json) {
  if (!json.is_object() || stringAt(json, "name").empty()) return std::nullopt;
  SavedView view;
  view.name = QString::fromStdString(stringAt(json, "name"));
  view.sort_column = QString::fromStdString(stringAt(json, "sort"));
  const auto ascending = json.find("ascending");
  view.ascending = ascending != json.end() && ascending->is_boolean() && ascending->get<bool>();
  const auto filters = json.find("filters");
  if (filters != json.end() && filters->is_array()) {
    for (const Json& entry : *filters) {
      if (auto filter = filterFromJson(entry)) view.filters.push_back(std::move(*filter));
    }
  }
  const auto columns = json.find("columns");
  if (columns != json.end() && columns->is_array()) {
    for (const Json& key : *columns) {
      if (key.is_string()) view.columns << QString::fromStdString(key.get<std::string>());
    }
  }
  return view;
}

}  // namespace ptycho
