#include "widgets/import/listed_dataset.h"

#include "widgets/models/core_text.h"

namespace ptycho {

QString ListedDataset::shapeText() const {
  QStringList sides;
  for (const std::int64_t side : shape) sides << QString::number(side);
  return sides.isEmpty() ? QStringLiteral("1") : sides.join(QStringLiteral(" × "));
}

Result<std::vector<ListedDataset>> listedDatasets(std::string_view text) {
  PTYCHO_TRY(const Json json, parseJson(text, "list of data sets"));
  if (!json.is_object() || !json.contains("datasets") || !json["datasets"].is_array()) {
    return badInput("is no list of data sets.");
  }
  std::vector<ListedDataset> all;
  for (const Json& entry : json["datasets"]) {
    ListedDataset dataset;
    dataset.path = textAt(entry, "path");
    dataset.type = textAt(entry, "type");
    for (const Json& side : entry.value("shape", Json::array())) {
      dataset.shape.push_back(side.is_number_integer() ? side.get<std::int64_t>() : 0);
    }
    for (const Json& role : entry.value("could_be", Json::array())) {
      if (role.is_string()) dataset.couldBe << QString::fromStdString(role.get<std::string>());
    }
    if (!dataset.path.isEmpty()) all.push_back(std::move(dataset));
  }
  return all;
}

}  // namespace ptycho
