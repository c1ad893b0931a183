// From the specification of the reference scan to a result file and back, as a user's first steps do it.

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/optics/overlap.h"
#include "core/optics/probe.h"
#include "core/reconstruct/presets.h"
#include "core/reconstruct/reconstruct.h"
#include "core/simulate/presets.h"
#include "core/store/acquisition_file.h"
#include "core/store/result_file.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

class ReferenceScan : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    m_folder = fs::temp_directory_path() / ("ptychodesk-pipeline-" + std::to_string(::getpid()));
    fs::create_directories(m_folder);
  }
  void TearDown() override { fs::remove_all(m_folder); }

  fs::path m_folder;
};

TEST_P(ReferenceScan, goesFromSpecToJudgedResultThroughFiles) {
  RunContext context;
  const SimulationSpec spec = findSimulationPreset(GetParam()).value();
  const auto simulated = simulate(spec, {}, 2, context);
  ASSERT_TRUE(simulated) << simulated.error().text();
  ASSERT_TRUE(writeAcquisition(m_folder / "scan.h5", simulated->acquisition));
  const auto acquisition = readAcquisition(m_folder / "scan.h5");
  ASSERT_TRUE(acquisition) << acquisition.error().text();
  EXPECT_EQ(acquisition->patterns, simulated->acquisition.patterns);

  ReconstructionSpec chain = findChainPreset("quick").value();
  chain.record_every = 50;
  const auto result = reconstruct(*acquisition, chain, {}, 2, context);
  ASSERT_TRUE(result) << result.error().text();
  ResultRecord record;
  record.reconstruction = *result;
  record.truth = acquisition->truth;
  record.scan = acquisition->scan;
  record.coverage = coverageMap(acquisition->scan, probeIntensity(acquisition->probe));
  ASSERT_TRUE(writeResult(m_folder / "result.h5", record));
  const auto read = readResult(m_folder / "result.h5");
  ASSERT_TRUE(read) << read.error().text();
  // Even the quick chain is several times better than answering a flat grey.
  EXPECT_LT(read->reconstruction.amplitude_nrmse, 0.6 * read->reconstruction.flat_amplitude_nrmse);
  EXPECT_LT(read->reconstruction.phase_nrmse, 0.6 * read->reconstruction.flat_phase_nrmse);
  EXPECT_EQ(read->reconstruction.object, result->object);
}

INSTANTIATE_TEST_SUITE_P(Steps, ReferenceScan, testing::Values("reference-20", "reference-40", "reference-60"),
                         [](const auto& info) { return "step" + std::string(info.param).substr(10); });

TEST(ReferenceScanAt20, isRecoveredToOnePercentByItsPreset) {
  RunContext context;
  const auto simulated = simulate(findSimulationPreset("reference-20").value(), {}, 2, context);
  ASSERT_TRUE(simulated);
  ReconstructionSpec chain = findChainPreset("best-20").value();
  chain.record_every = 100;
  const auto result = reconstruct(simulated->acquisition, chain, {}, 2, context);
  ASSERT_TRUE(result);
  EXPECT_LT(result->amplitude_nrmse, 0.01);
  EXPECT_LT(result->phase_nrmse, 0.03);
}

}  // namespace
}  // namespace ptycho
