#include <cmath>
#include <fstream>

#include "core/store/event_log.h"
#include "core/store/run_folder.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

class RunEvents : public StoreTest {
 protected:
  void append(const std::string& text) { std::ofstream(at("events.jsonl"), std::ios::app | std::ios::binary) << text; }
};

TEST_F(RunEvents, keepTheirOrderAndSpellNan) {
  const Event event{{"iteration", std::int64_t{12}}, {"engine", std::string("dm \"x\"")}, {"residual", 0.5},
                    {"amplitude_nrmse", std::nan("")}, {"update", -INFINITY}, {"best", true}};
  EXPECT_EQ(eventLine(event),
            "{\"iteration\":12,\"engine\":\"dm \\\"x\\\"\",\"residual\":0.5,\"amplitude_nrmse\":\"nan\","
            "\"update\":\"-inf\",\"best\":true}\n");
  EventLog log(folder());
  ASSERT_TRUE(ok(log.append(event)));
  const EventBatch batch = readEvents(folder(), 0);
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_EQ(batch.events[0]["iteration"], 12);
  EXPECT_TRUE(std::isnan(jsonToNumber(batch.events[0]["amplitude_nrmse"])));
}

TEST_F(RunEvents, aCutLastLineWaitsForItsEnd) {
  append("{\"i\":1}\n{\"i\":2}\n{\"i\"");
  EventBatch batch = readEvents(folder(), 0);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.damaged_lines, 0u);
  append(":3}\n");
  batch = readEvents(folder(), batch.next_offset);
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_EQ(batch.events[0]["i"], 3);
  EXPECT_TRUE(readEvents(folder(), batch.next_offset).events.empty());
}

TEST_F(RunEvents, damagedLinesAreSkippedAndCounted) {
  append("{\"i\":1}\nnonsense\n[1,2]\n\n{\"i\":\xff}\n" + std::string(2u << 20, 'x') + "\n{\"i\":2}\n");
  const EventBatch batch = readEvents(folder(), 0);
  EXPECT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.damaged_lines, 4u);
}

TEST_F(RunEvents, aShorterFileStartsAgain) {
  append("{\"i\":1}\n{\"i\":2}\n");
  const EventBatch first = readEvents(folder(), 0);
  EXPECT_FALSE(first.restarted);
  writeBytes(at("events.jsonl"), "{\"i\":9}\n");
  const EventBatch batch = readEvents(folder(), first.next_offset);
  EXPECT_TRUE(batch.restarted);
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_EQ(batch.events[0]["i"], 9);
}

TEST_F(RunEvents, noFileIsNoEvents) {
  const EventBatch batch = readEvents(folder(), 0);
  EXPECT_TRUE(batch.events.empty());
  EXPECT_FALSE(batch.restarted);
}

TEST_F(RunEvents, aLineThatWasCutByAKillIsNotJoinedToTheNext) {
  append("{\"i\":1}\n{\"i\":2");
  EventLog log(folder());
  ASSERT_TRUE(ok(log.append({{"i", std::int64_t{3}}})));
  const EventBatch batch = readEvents(folder(), 0);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[1]["i"], 3);
  EXPECT_EQ(batch.damaged_lines, 1u);
}

TEST_F(RunEvents, aLineThatDoesNotFitIsTakenBack) {
  const int code = inChild([this] {
    limitFileSize(100);
    EventLog log(folder());
    int written = 0;
    for (int k = 0; k < 20; ++k) {
      const auto appended = log.append({{"text", std::string("0123456789")}});
      if (appended) ++written;
      else if (appended.error().code != ErrorCode::NoSpace) return 1;
    }
    return written == 4 ? 0 : 2;  // of 22 bytes each
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(bytesOf(at("events.jsonl")).size(), 88u);
  EXPECT_EQ(readEvents(folder(), 0).events.size(), 4u);
}

}  // namespace ptycho::testing
