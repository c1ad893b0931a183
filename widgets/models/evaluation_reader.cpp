#include "widgets/models/evaluation_reader.h"

#include "core/evaluate/evaluation_columns.h"
#include "widgets/models/run_reader.h"

namespace ptycho {

EvaluationLook EvaluationReader::look(double now_s) {
  EvaluationLook look;
  std::error_code status;
  if (!std::filesystem::is_directory(m_folder, status)) {
    look.gone = m_seen;
    return look;
  }
  m_seen = true;
  if (auto read = readRunStatus(m_folder)) {
    look.liveness = m_judge.judge(*read, now_s);
    look.status = std::move(*read);
  } else if (read.error().code != ErrorCode::NotFound) {
    look.problem = read.error().text();
  }
  if (!m_hasSpec) readSpec(look);
  const bool working = look.status && !hasEnded(look.liveness);
  if (!working) readResult(look);
  if (!look.table && m_resultTime == std::filesystem::file_time_type{}) takeEvents(look);
  return look;
}

void EvaluationReader::readSpec(EvaluationLook& look) {
  auto spec = readRunSpec(m_folder);
  if (!spec) {
    if (spec.error().code != ErrorCode::NotFound) look.problem = spec.error().text();
    return;
  }
  m_hasSpec = true;
  m_growing.stored.spec_json = jsonText(*spec);
  m_growing.stored.name = m_folder.filename().string();
  const auto methods = spec->find("methods");
  if (methods != spec->end() && methods->is_array()) {
    for (const Json& method : *methods) {
      if (method.is_string()) m_growing.stored.evaluation.methods.push_back(method.get<std::string>());
    }
  }
  look.spec = std::make_shared<Json>(std::move(*spec));
}

void EvaluationReader::takeEvents(EvaluationLook& look) {
  const EventBatch batch = readEvents(m_folder, m_offset);
  m_offset = batch.next_offset;
  Evaluation& evaluation = m_growing.stored.evaluation;
  if (batch.restarted) {
    evaluation.records.clear();
    m_places.clear();
  }
  bool news = batch.restarted;
  for (const Json& event : batch.events) {
    auto record = evaluationRecordOf(event, evaluation.methods);
    if (!record) continue;
    news = true;
    const auto [place, fresh] = m_places.emplace(std::pair(record->image, record->method), evaluation.records.size());
    if (fresh) evaluation.records.push_back(std::move(*record));
    else evaluation.records[place->second] = std::move(*record);  // done again after an interruption
  }
  if (look.status && look.status->total > 0 && !evaluation.methods.empty()) {
    evaluation.images = look.status->total / static_cast<std::int64_t>(evaluation.methods.size());
  }
  if (news) look.table = std::make_shared<ImageTable>(m_growing);
}

void EvaluationReader::readResult(EvaluationLook& look) {
  const auto file = m_folder / run_file::kResult;
  std::error_code status;
  const auto time = std::filesystem::last_write_time(file, status);
  if (status || time == m_resultTime) return;
  auto table = readEvaluationTable(file);
  if (!table) {
    look.problem = table.error().text();  // the rows of the events stay
    return;
  }
  m_resultTime = time;
  look.table = std::make_shared<ImageTable>(std::move(*table));
  look.complete = true;
}

}  // namespace ptycho
