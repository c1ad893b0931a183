#include "widgets/models/training_reader.h"

#include "core/store/run_folder.h"

namespace ptycho {

void TrainingReader::readNewEvents(TrainingLook& look) {
  bool news = false;
  bool more = true;
  while (more) {  // very long files come in parts
    const EventBatch batch = readEvents(m_folder, m_offset);
    m_offset = batch.next_offset;
    if (batch.restarted) m_curves.clear();
    m_curves.append(batch.events);
    m_curves.damaged_lines += batch.damaged_lines;
    more = !batch.events.empty() || batch.damaged_lines > 0;
    news = news || more || batch.restarted;
  }
  if (news) look.curves = std::make_shared<TrainingCurves>(m_curves);
}

TrainingLook TrainingReader::look(bool withPreview) {
  TrainingLook look;
  if (hasChanged(m_folder / run_file::kSpec, m_spec)) {
    if (auto spec = readRunSpec(m_folder)) look.spec = std::make_shared<Json>(std::move(*spec));
    else look.problem = spec.error().text();
  }
  const bool vanished = m_offset > 0 && !fileStamp(m_folder / run_file::kEvents).isThere();
  if (vanished || hasChanged(m_folder / run_file::kEvents, m_events)) readNewEvents(look);
  if (vanished) m_events = {};
  if (withPreview && hasChanged(m_folder / run_file::kPreview, m_preview)) {
    if (auto preview = readPreview(m_folder / run_file::kPreview)) {
      look.preview = std::make_shared<PreviewRecord>(std::move(*preview));
    } else {
      look.problem = preview.error().text();
    }
  }
  return look;
}

}  // namespace ptycho
