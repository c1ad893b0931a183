#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace ptycho {

/// Time left from the rate of the last minute of one process, pauses excluded; a resumed run starts afresh, so
/// that what an earlier process did never enters the rate.
class TimeLeft {
 public:
  /// @param elapsed_s  of this process, pauses excluded; falling back means a new process
  void add(double elapsed_s, std::int64_t done);
  /// Seconds for the rest; none before two looks differ.
  [[nodiscard]] std::optional<double> estimate(std::int64_t total) const;
  void clear() { m_looks.clear(); }

 private:
  struct Look {
    double elapsed_s;
    std::int64_t done;
  };
  std::deque<Look> m_looks;
};

}  // namespace ptycho
