#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/study/study_results.h"
#include "tests/core/base/temporary_folder.h"

namespace ptycho::testing {

/// A study with one network at two seeds, one chain and the flat picture at 60 px, and a folder in which its children
/// seem to have run: amplitude errors 0.1, 0.2, 0.3 (seed 1) and 0.2, 0.3, 0.4 (seed 2) of the network, 0.01, 0.02,
/// 0.03 of the chain, phase errors twice that, flat 0.15 and 0.4; losses and validations of the first training.
class PlantedStudy : public ::testing::Test {
 protected:
  void SetUp() override;
  [[nodiscard]] StudyResults results() const { return collectStudy(m_folder.path(), m_spec, m_plan); }
  void writeStatus(const std::string& id, RunState state, const std::string& message = {}) const;
  void writeEvaluationOf(const std::string& id, const std::string& column, double first, double step) const;

  TemporaryFolder m_folder;
  StudySpec m_spec;
  StudyPlan m_plan;
};

}  // namespace ptycho::testing
