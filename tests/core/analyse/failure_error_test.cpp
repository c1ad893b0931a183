#include <gtest/gtest.h>

#include "core/analyse/failure_causes.h"

namespace ptycho {
namespace {

TEST(FailureError, isTheOneAskedFor) {
  EvaluationRecord record;
  record.amplitude_nrmse = 0.25;
  record.phase_nrmse = 0.5;
  EXPECT_EQ(errorOf(record, ErrorKind::Amplitude), 0.25);
  EXPECT_EQ(errorOf(record, ErrorKind::Phase), 0.5);
  EXPECT_EQ(errorOf(record, ErrorKind::Sum), 0.75);
}

}  // namespace
}  // namespace ptycho
