#include "core/base/log.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/core/base/temporary_folder.h"

namespace ptycho {
namespace {

TEST(Log, fillsTheFileWhileOneIsSet) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "log.txt").string();
  logInfo("before");
  setLogFile(file);
  logInfo("100 % {during}");  // no format string
  logMessage(LogLevel::Debug, "too fine");
  logWarning("warned");
  setLogFile("");
  logInfo("after");
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  EXPECT_NE(text.str().find("100 % {during}"), std::string::npos);
  EXPECT_NE(text.str().find("warned"), std::string::npos);
  for (const char* word : {"before", "too fine", "after"}) EXPECT_EQ(text.str().find(word), std::string::npos) << word;
}

TEST(Log, goesOnWithoutAFile) {
  EXPECT_NO_THROW(setLogFile("/proc/nowhere/log.txt"));
  EXPECT_NO_THROW(logInfo("still here"));
}

}  // namespace
}  // namespace ptycho
