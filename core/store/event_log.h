#pragma once

#include <filesystem>

#include "core/base/error.h"
#include "core/base/run_context.h"

namespace ptycho {

/// {"iteration":12,"residual":"nan"} — in the order given; NaN and infinities as text.
[[nodiscard]] std::string eventLine(const Event& event);

/// Appends to events.jsonl, one write a line. A line that does not fit on the disk is taken back, so that the
/// file always ends with a whole line.
class EventLog {
 public:
  explicit EventLog(const std::filesystem::path& folder);
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog();
  [[nodiscard]] Result<void> append(const Event& event);

 private:
  [[nodiscard]] Result<void> open();
  std::filesystem::path m_file;
  int m_descriptor = -1;
};

}  // namespace ptycho
