#include "core/store/clock_text.h"

#include <array>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

namespace ptycho {

namespace {

std::string localText(std::time_t seconds, const char* format) {
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), format, &local);
  return text.data();
}

}  // namespace

std::string clockText() {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const auto milliseconds = duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::time_t seconds = system_clock::to_time_t(now);
  std::string offset = localText(seconds, "%z");
  if (offset.size() == 5) offset.insert(3, ":");
  return fmt::format("{}.{:03}{}", localText(seconds, "%Y-%m-%dT%H:%M:%S"), milliseconds, offset);
}

std::string folderTimeText() { return localText(std::time(nullptr), "%Y%m%d-%H%M%S"); }

}  // namespace ptycho
