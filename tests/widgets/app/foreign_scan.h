#pragma once

#include <string>

#include <QString>

namespace ptycho::test {

/// Where another program would have put things.
struct ForeignLayout {
  std::string patterns = "/entry_1/data_1/data";  ///< as CXI has it
  std::string translations = "/entry_1/data_1/translation";
  bool geometry = true;
  bool hole = false;  ///< a value that is no number
};

/// A simulated scan as another program would store it: direct beam in the middle of the patterns, positions in metres.
void writeForeignScan(const QString& name, const ForeignLayout& layout = {});

}  // namespace ptycho::test
