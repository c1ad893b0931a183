#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// What control.json asks for.
enum class RunRequestKind { Pause, Resume, Stop };
struct RunRequest {
  std::string id;
  RunRequestKind kind = RunRequestKind::Stop;
};

/// Looks for a new request; costs one stat() while the file is the same.
class ControlWatch {
 public:
  /// @param accepted  id of a request that was obeyed before (by an earlier process in this folder)
  ControlWatch(std::filesystem::path folder, std::string accepted);
  /// A request that has not been returned before. A damaged or half-understood file is no request.
  [[nodiscard]] std::optional<RunRequest> next();

 private:
  std::filesystem::path m_file;
  std::string m_accepted;
  std::int64_t m_inode = 0;
  std::int64_t m_size = -1;
  std::int64_t m_modified_ns = 0;
};

}  // namespace ptycho
