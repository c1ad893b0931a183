#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "core/simulate/acquisition.h"
#include "core/store/result_file.h"

namespace ptycho::testing {

/// A folder below the system's temporary one that is gone when the test is over.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest();
  ~StoreTest() override;
  [[nodiscard]] std::filesystem::path at(const std::string& name) const { return m_folder / name; }
  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

 private:
  std::filesystem::path m_folder;
};

/// 4 patterns of `window` px at whole positions of a grid of 2 × 2, one mode, no mask, no truth, no geometry.
[[nodiscard]] Acquisition smallAcquisition(int window = 8);
/// The same with everything an acquisition can have: non-integer positions, 3 modes, mask, truth, geometry, spec.
[[nodiscard]] Acquisition fullAcquisition(int window = 8);
[[nodiscard]] ResultRecord fullResult();

void expectSame(const Acquisition& a, const Acquisition& b);
void expectSame(const ResultRecord& a, const ResultRecord& b);

/// For EXPECT_TRUE and ASSERT_TRUE: shows the error.
template <class T>
[[nodiscard]] ::testing::AssertionResult ok(const Result<T>& result) {
  return result ? ::testing::AssertionSuccess() : ::testing::AssertionFailure() << result.error().text();
}

[[nodiscard]] std::string bytesOf(const std::filesystem::path& file);
void writeBytes(const std::filesystem::path& file, const std::string& bytes);
/// Files of a folder by name, hidden ones too.
[[nodiscard]] std::vector<std::string> filesOf(const std::filesystem::path& folder);

/// Runs `work` in a child process; what it returns is the exit code, a signal gives 128 + its number.
[[nodiscard]] int inChild(const std::function<int()>& work);
/// In a child: no file may grow beyond this size, and trying is an error of write() and not the end.
void limitFileSize(std::size_t bytes);

}  // namespace ptycho::testing
