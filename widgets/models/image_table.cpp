#include "widgets/models/image_table.h"

namespace ptycho {

ImageTable::ImageTable(EvaluationTable table) : m_table(std::move(table)) {
  const auto& records = evaluation().records;
  const auto methods = evaluation().methods.size();
  for (std::size_t k = 0; k < records.size(); ++k) {
    const auto [place, fresh] = m_places.emplace(records[k].image, m_rows.size());
    if (fresh) m_rows.push_back({records[k].image, std::vector<int>(methods, -1)});
    m_rows[place->second].records[static_cast<std::size_t>(records[k].method)] = static_cast<int>(k);
  }
  for (std::size_t k = 0; k < m_table.kept.size(); ++k) {
    m_kept[{m_table.kept[k].image, m_table.kept[k].method}] = k;
  }
  if (const auto spec = parseJson(stored().spec_json, "specification"); spec && spec->is_object()) {
    if (auto read = simulationSpecFromJson(spec->value("simulation", Json()))) m_simulation = std::move(*read);
  }
}

QString ImageTable::method(int method) const {
  return QString::fromStdString(evaluation().methods[static_cast<std::size_t>(method)]);
}

QString ImageTable::name(std::size_t row) const { return QString::fromStdString(common(row).name); }

std::optional<std::size_t> ImageTable::rowOf(std::int64_t image) const {
  const auto found = m_places.find(image);
  return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

const EvaluationRecord* ImageTable::record(std::size_t row, int method) const {
  const int index = m_rows[row].records[static_cast<std::size_t>(method)];
  return index < 0 ? nullptr : &evaluation().records[static_cast<std::size_t>(index)];
}

const EvaluationRecord& ImageTable::common(std::size_t row) const {
  const EvaluationRecord* any = nullptr;
  for (int method = 0; method < methodCount(); ++method) {
    const EvaluationRecord* there = record(row, method);
    if (there && (!any || (!any->problem.empty() && there->problem.empty()))) any = there;
  }
  return *any;  // a row comes from a record
}

std::optional<std::size_t> ImageTable::keptIndex(std::int64_t image, int method) const {
  const auto found = m_kept.find({image, method});
  return found == m_kept.end() ? std::nullopt : std::optional(found->second);
}

double ImageTable::pixel_m() const { return m_simulation ? objectPixelOf(m_simulation->geometry) : 0; }

bool ImageTable::continues(const ImageTable& other) const {
  if (evaluation().methods != other.evaluation().methods || size() < other.size()) return false;
  for (std::size_t row = 0; row < other.size(); ++row) {
    if (image(row) != other.image(row)) return false;
  }
  return true;
}

}  // namespace ptycho
