#include "widgets/models/evaluation_text.h"

#include "core/source/photo.h"
#include "widgets/models/evaluation_model.h"

namespace ptycho {

TextTable imageTexts(const EvaluationModel& model, const std::vector<std::int64_t>& images,
                     const std::vector<int>& columns, bool allDigits) {
  TextTable table;
  table.caption = model.table().stored().name;
  for (const int column : columns) {
    const ImageColumn& shown = model.column(column);
    table.header.push_back((allDigits ? shown.key : shown.label).toStdString());
  }
  for (const std::int64_t image : images) {
    const auto row = model.table().rowOf(image);
    if (!row) continue;
    std::vector<std::string> texts;
    for (const int column : columns) {
      const bool number = allDigits && model.column(column).isNumber();
      const QString text = number ? QString::number(model.value(static_cast<int>(*row), column), 'g', 17)
                                  : model.text(static_cast<int>(*row), column);
      texts.push_back(text.toStdString());
    }
    table.rows.push_back(std::move(texts));
  }
  return table;
}

QString imageListText(const EvaluationModel& model, const std::vector<std::int64_t>& images) {
  const ImageTable& table = model.table();
  std::vector<std::filesystem::path> photos;  // the evaluation's numbers are places in this list
  if (table.simulation() && table.simulation()->object.source == ObjectSource::Folder) {
    if (auto listed = listPhotos(table.simulation()->object.path)) photos = std::move(*listed);
  }
  QString text = QStringLiteral("# %1 images of %2\n")
                     .arg(images.size())
                     .arg(QString::fromStdString(table.stored().name));
  for (const std::int64_t image : images) {
    const auto row = table.rowOf(image);
    if (!row) continue;
    const auto place = static_cast<std::size_t>(image);
    const QString name = table.name(*row);
    const bool there = place < photos.size() && photos[place].filename().string() == name.toStdString();
    text += (there ? QString::fromStdString(photos[place].string()) : name) + QLatin1Char('\n');
  }
  return text;
}

}  // namespace ptycho
