#include "core/network/window_layout.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using test::randomNumbers;

TEST(WindowLayout, roundsToTheNearestPixel) {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.positions[0] = {0.4, 0.6};
  const WindowLayout layout = windowLayout(batch);
  EXPECT_EQ(layout.row[0], 0);
  EXPECT_EQ(layout.col[0], 1);
  EXPECT_EQ(layout.patterns(), 9);
}

TEST(WindowLayout, refusesWindowsOutsideOfTheObject) {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.positions[4] = {11, 0};
  EXPECT_THROW((void)windowLayout(batch), std::invalid_argument);
  batch.positions[4] = {0, -1};
  EXPECT_THROW((void)windowLayout(batch), std::invalid_argument);
  batch.positions.pop_back();
  EXPECT_THROW((void)windowLayout(batch), std::invalid_argument);
}

TEST(WindowLayout, cutWindowsShowTheirObject) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const auto pictures = randomNumbers({2, 3, batch.rows, batch.cols}, 3);
  EXPECT_TRUE(torch::equal(cutWindows(pictures, windowLayout(batch)), test::patchesOf(pictures, batch)));
}

TEST(WindowLayout, addingIsTheAdjointOfCutting) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const WindowLayout layout = windowLayout(batch);
  const auto pictures = randomNumbers({2, 3, batch.rows, batch.cols}, 4).to(torch::kDouble);
  const auto windows = randomNumbers({18, 3, 16, 16}, 5).to(torch::kDouble);
  const double there = (cutWindows(pictures, layout) * windows).sum().item().toDouble();
  const double back = (pictures * addWindows(windows, layout)).sum().item().toDouble();
  EXPECT_NEAR(there, back, 1e-9 * there);
}

TEST(WindowLayout, gradientsAreEachOther) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const WindowLayout layout = windowLayout(batch);
  const auto pictures = randomNumbers({2, 1, batch.rows, batch.cols}, 6).requires_grad_();
  const auto windows = randomNumbers({18, 1, 16, 16}, 7).requires_grad_();
  (cutWindows(pictures, layout) * windows.detach()).sum().backward();
  EXPECT_TRUE(torch::equal(pictures.grad(), addWindows(windows.detach(), layout)));
  (addWindows(windows, layout) * pictures.detach()).sum().backward();
  EXPECT_TRUE(torch::equal(windows.grad(), cutWindows(pictures.detach(), layout)));
}

TEST(WindowLayout, threadsChangeNoBit) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const WindowLayout layout = windowLayout(batch);
  const auto windows = randomNumbers({18, 2, 16, 16}, 8);
  const int before = torch::get_num_threads();
  torch::set_num_threads(1);
  const auto one = addWindows(windows, layout);
  torch::set_num_threads(3);
  const auto three = addWindows(windows, layout);
  torch::set_num_threads(before);
  EXPECT_TRUE(torch::equal(one, three));
}

}  // namespace
}  // namespace ptycho
