#include "core/base/log.h"

#include <memory>
#include <vector>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace ptycho {

namespace {

spdlog::logger& logger() {
  static spdlog::logger instance("ptychodesk", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  static const bool configured = [] {
    instance.set_pattern("%H:%M:%S %^%l%$ %v");
    return true;
  }();
  (void)configured;
  return instance;
}

spdlog::level::level_enum toSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Debug: return spdlog::level::debug;
    case LogLevel::Info: return spdlog::level::info;
    case LogLevel::Warning: return spdlog::level::warn;
    case LogLevel::Error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void logMessage(LogLevel level, const std::string& message) { logger().log(toSpdlog(level), message); }

void setLogLevel(LogLevel level) { logger().set_level(toSpdlog(level)); }

void setLogFile(const std::string& file) {
  auto& sinks = logger().sinks();
  if (sinks.size() > 1) sinks.resize(1);
  if (file.empty()) return;
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    sink->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
    sinks.push_back(std::move(sink));
    logger().flush_on(spdlog::level::info);
  } catch (const spdlog::spdlog_ex& exception) {
    logMessage(LogLevel::Warning, std::string("no log file: ") + exception.what());
  }
}

}  // namespace ptycho
