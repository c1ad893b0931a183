#pragma once

#include <string>

namespace ptycho {

/// Diagnostic messages for people and run folders; standard error unless a file is set.
enum class LogLevel { Debug, Info, Warning, Error };

void logMessage(LogLevel level, const std::string& message);
inline void logInfo(const std::string& message) { logMessage(LogLevel::Info, message); }
inline void logWarning(const std::string& message) { logMessage(LogLevel::Warning, message); }

/// Messages below `level` are dropped.
void setLogLevel(LogLevel level);
/// Adds a file (log.txt of a run folder) that receives every message from now on; an empty path removes it.
void setLogFile(const std::string& file);

}  // namespace ptycho
