#include "widgets/models/run_colours.h"

#include <algorithm>
#include <array>

#include "core/base/spec_json.h"

namespace ptycho {
namespace {

constexpr std::size_t kMostRemembered = 2000;

QString nameOf(const QString& run) { return run.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty); }

}  // namespace

int RunColours::knownIndex(const QString& run) const {
  const auto found = m_places.find(nameOf(run));
  return found == m_places.end() ? -1 : found->second;
}

int RunColours::indexOf(const QString& run, const QStringList& ticked) {
  if (const int known = knownIndex(run); known >= 0) return known;
  std::array<int, kCount> used{};
  for (const QString& other : ticked) {
    if (const int place = knownIndex(other); place >= 0 && other != run) ++used[static_cast<std::size_t>(place)];
  }
  const auto place = static_cast<int>(std::min_element(used.begin(), used.end()) - used.begin());
  if (m_places.size() >= kMostRemembered) m_places.erase(m_places.begin());  // oldest date first
  m_places[nameOf(run)] = place;
  return place;
}

QString RunColours::toText() const {
  Json json = Json::object();
  for (const auto& [name, place] : m_places) json[name.toStdString()] = place;
  return QString::fromStdString(jsonText(json));
}

void RunColours::fromText(const QString& text) {
  const auto json = parseJson(text.toStdString(), "colours of runs");
  if (!json || !json->is_object()) return;
  for (const auto& [name, place] : json->items()) {
    if (place.is_number_integer() && place.get<int>() >= 0 && place.get<int>() < kCount) {
      m_places[QString::fromStdString(name)] = place.get<int>();
    }
  }
}

QString runColourName(int index, bool dark) {
  // Hues far apart, lighter on dark ground; after Okabe & Ito (2008) and the Tableau ten.
  static constexpr std::array<std::array<const char*, 2>, RunColours::kCount> kColours{{{"#1f6fb5", "#5aa9e6"},
                                                                                       {"#c75f00", "#f2a154"},
                                                                                       {"#1a7f4b", "#57c785"},
                                                                                       {"#b3263e", "#f0788a"},
                                                                                       {"#6f42a8", "#b79bf0"},
                                                                                       {"#7a5230", "#cfa67e"},
                                                                                       {"#b0358b", "#ee8fce"},
                                                                                       {"#007f8c", "#4fd0dc"},
                                                                                       {"#7a7a00", "#d3cf4f"},
                                                                                       {"#4f5b66", "#b4bec8"}}};
  if (index < 0) return {};
  return QString::fromLatin1(kColours[static_cast<std::size_t>(index % RunColours::kCount)][dark ? 1 : 0]);
}

}  // namespace ptycho
