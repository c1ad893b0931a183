#include "widgets/models/run_reader.h"

namespace ptycho {

bool hasEnded(RunLiveness liveness) {
  return liveness == RunLiveness::Done || liveness == RunLiveness::Stopped || liveness == RunLiveness::Failed ||
         liveness == RunLiveness::Lost;
}

RunLook RunReader::look(double now_s) {
  RunLook look;
  std::error_code absent;
  if (!std::filesystem::is_directory(m_folder, absent)) {
    look.gone = m_seen;
    return look;
  }
  m_seen = true;
  // Status first: events and files that it speaks of are then there.
  if (auto status = readRunStatus(m_folder)) {
    look.liveness = m_judge.judge(*status, now_s);
    look.status = std::move(*status);
  } else if (status.error().code != ErrorCode::NotFound) {
    look.problem = status.error().text();
  }
  if (hasChanged(m_folder / run_file::kSpec, m_specStamp)) {
    if (auto spec = readRunSpec(m_folder)) look.spec = std::make_shared<Json>(std::move(*spec));
    else look.problem = spec.error().text();
  }
  look.events = readEvents(m_folder, m_eventOffset);
  m_eventOffset = look.events.next_offset;
  // A run that goes on again still has the result of its stop; its previews are newer.
  const bool working = look.status && !hasEnded(look.liveness);
  if (!working && hasChanged(m_folder / run_file::kResult, m_resultStamp)) {
    if (auto result = readResult(m_folder / run_file::kResult)) {
      look.result = std::make_shared<ResultRecord>(std::move(*result));
    } else {
      look.problem = result.error().text();
    }
  }
  // What came out is worth more than the last picture on the way.
  if ((working || !m_resultStamp.isThere()) && hasChanged(m_folder / run_file::kPreview, m_previewStamp)) {
    if (auto preview = readPreview(m_folder / run_file::kPreview)) {
      look.preview = std::make_shared<PreviewRecord>(std::move(*preview));
    } else {
      look.problem = preview.error().text();
    }
  }
  return look;
}

}  // namespace ptycho
