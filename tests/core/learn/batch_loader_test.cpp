#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "core/learn/training_batch.h"
#include "tests/core/learn/photo_folder_fixture.h"

namespace ptycho {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Batches that only say who they are.
class NumberedSource : public TrainingSource {
 public:
  [[nodiscard]] const Scan& scan() const override { return m_scan; }
  [[nodiscard]] const ComplexStack& probe() const override { return m_probe; }
  [[nodiscard]] std::size_t trainingImages() const override { return 0; }
  [[nodiscard]] std::size_t validationImages() const override { return 0; }
  [[nodiscard]] Result<TrainingBatch> training(std::int64_t first, std::size_t objects) override {
    return trainingWhile(first, objects, [] { return true; });
  }
  [[nodiscard]] Result<TrainingBatch> trainingWhile(std::int64_t first, std::size_t objects,
                                                    const std::function<bool()>& keepGoing) override {
    ++m_asked;
    const auto end = Clock::now() + milliseconds(first % 3 == 0 ? 3 * m_delay_ms : m_delay_ms);
    while (Clock::now() < end && keepGoing()) std::this_thread::sleep_for(milliseconds(1));
    if (first == m_bad) return badInput("is no good.", "photo");
    if (first == m_worse) throw std::runtime_error("out of something");
    TrainingBatch batch;
    batch.first_sample = first;
    batch.objects = objects;
    return batch;
  }
  [[nodiscard]] Result<TrainingBatch> validation(std::size_t, std::size_t) override { return TrainingBatch{}; }

  std::atomic<int> m_asked{0};
  int m_delay_ms = 0;
  std::int64_t m_bad = -1;
  std::int64_t m_worse = -1;

 private:
  Scan m_scan;
  ComplexStack m_probe;
};

TEST(BatchLoader, handsOutBatchesInOrder) {
  for (const int threads : {1, 4}) {
    NumberedSource source;
    source.m_delay_ms = 2;
    BatchLoader loader(source, 100, 8, 24, threads);
    for (std::int64_t k = 0; k < 20; ++k) {
      const auto batch = loader.next();
      ASSERT_TRUE(batch);
      EXPECT_EQ(batch->first_sample, 100 + 24 * k);
      EXPECT_EQ(batch->objects, 8U);
    }
  }
}

TEST(BatchLoader, staysOnlyAFewBatchesAhead) {
  NumberedSource source;
  BatchLoader loader(source, 0, 1, 1, 2);
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(source.m_asked, 3);
  ASSERT_TRUE(loader.next());
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(source.m_asked, 4);
}

TEST(BatchLoader, anErrorStandsWhereItsBatchWouldHave) {
  NumberedSource source;
  source.m_delay_ms = 1;
  source.m_bad = 2;
  source.m_worse = 4;
  BatchLoader loader(source, 0, 1, 1, 3);
  EXPECT_TRUE(loader.next());
  EXPECT_TRUE(loader.next());
  const auto bad = loader.next();
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().text(), "photo: is no good.");
  EXPECT_TRUE(loader.next());
  const auto worse = loader.next();
  ASSERT_FALSE(worse);
  EXPECT_NE(worse.error().message.find("out of something"), std::string::npos);
}

TEST(BatchLoader, endsPromptlyWhileThreadsWork) {
  NumberedSource source;
  source.m_delay_ms = 5000;
  const auto start = Clock::now();
  {
    BatchLoader loader(source, 0, 1, 1, 3);
    std::this_thread::sleep_for(milliseconds(30));
  }
  EXPECT_LT(Clock::now() - start, milliseconds(1500));
}

TEST(BatchLoader, countsTheTimeItIsWaitedFor) {
  NumberedSource source;
  source.m_delay_ms = 40;
  BatchLoader loader(source, 1, 1, 3, 1);  // never a multiple of three
  EXPECT_EQ(loader.waited_s(), 0);
  ASSERT_TRUE(loader.next());
  const double slow = loader.waited_s();
  EXPECT_GT(slow, 0.02);
  std::this_thread::sleep_for(milliseconds(200));
  ASSERT_TRUE(loader.next());
  EXPECT_LT(loader.waited_s() - slow, 0.02);
}

using BatchLoaderOfPhotos = PhotoFolderTest;

TEST_F(BatchLoaderOfPhotos, anyNumberOfThreadsGivesTheSameBits) {
  const TrainingSpec spec = photoSpec(writePhotos("photos", 6), 1);
  const auto first = TrainingSource::open(spec).value();
  const auto second = TrainingSource::open(spec).value();
  BatchLoader one(*first, 0, 2, 2, 1);
  BatchLoader several(*second, 0, 2, 2, 4);
  for (int k = 0; k < 8; ++k) {
    const auto a = one.next().value();
    const auto b = several.next().value();
    EXPECT_EQ(a.names, b.names);
    EXPECT_EQ(a.magnitudes, b.magnitudes);
    EXPECT_EQ(a.phase, b.phase);
  }
}

}  // namespace
}  // namespace ptycho
