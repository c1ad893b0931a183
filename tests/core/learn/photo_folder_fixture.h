#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/learn/training_spec.h"

namespace ptycho {

/// A folder of small grey photos that goes away with the test, and a training that learns from it.
class PhotoFolderTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// photo00.png … in `folder` below the test's own; no two are alike.
  std::string writePhotos(const std::string& folder, int count) const;
  [[nodiscard]] static TrainingSpec leavesSpec();
  [[nodiscard]] static TrainingSpec photoSpec(const std::string& folder, int heldOut);

  std::filesystem::path m_root;
};

}  // namespace ptycho
