#include "core/store/estimates_file.h"

#include "core/store/array_file.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using EstimatesFile = StoreTest;

TEST_F(EstimatesFile, holdsWhatWasHandedOver) {
  const ComplexImage truth = fullAcquisition().truth;
  RealImage amplitude(truth.rows(), truth.cols(), 0.5F), phase(truth.rows(), truth.cols(), -0.25F);
  ASSERT_TRUE(ok(writeEstimates(at("out.h5"), {{"a.h5", 3, "network", 1e-8, truth, truth, amplitude, phase},
                                               {"b.h5", -1, "", 0, truth, {}, amplitude, phase}}, "{}")));
  const auto object = loadComplexImage({at("out.h5"), "/estimate_0000/object"});
  ASSERT_TRUE(ok(object));
  EXPECT_EQ(*object, truth);
  const auto shown = loadComplexImage({at("out.h5"), "/estimate_0001/phase"});
  ASSERT_TRUE(ok(shown));
  EXPECT_EQ((*shown)(1, 1), Complex(-0.25F, 0));
  EXPECT_FALSE(loadComplexImage({at("out.h5"), "/estimate_0001/truth"}));
}

TEST_F(EstimatesFile, refusesToHoldNothing) {
  const auto written = writeEstimates(at("out.h5"), {}, "{}");
  ASSERT_FALSE(written);
  EXPECT_FALSE(std::filesystem::exists(at("out.h5")));
}

}  // namespace ptycho::testing
