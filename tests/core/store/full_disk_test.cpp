// A full disk, played by a limit on the size of files in a child process: the target stays as it was, nothing
// half-written is left, the error says so, and the child ends in good order.
#include "core/store/acquisition_file.h"
#include "core/store/h5_writer.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

class FullDisk : public StoreTest {
 protected:
  void expectUntouched(const std::string& before) {
    EXPECT_TRUE(bytesOf(at("scan.h5")) == before);
    EXPECT_EQ(filesOf(folder()), std::vector<std::string>{"scan.h5"});
  }
};

TEST_F(FullDisk, leavesTheTargetAsItWas) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  const std::string before = bytesOf(at("scan.h5"));
  for (const std::size_t bytes : {0u, 1u, 4096u, 20'000u}) {
    const int code = inChild([&] {
      limitFileSize(bytes);
      const auto written = writeAcquisition(at("scan.h5"), smallAcquisition(128));
      if (written || written.error().code != ErrorCode::NoSpace) return 1;
      const std::string text = written.error().text();
      return text.find("scan.h5") != std::string::npos && text.find("no space left") != std::string::npos ? 0 : 2;
    });
    EXPECT_EQ(code, 0) << bytes;
    expectUntouched(before);
  }
}

TEST_F(FullDisk, largeFilesAreRefusedBeforeTheyAreBegun) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  const std::string before = bytesOf(at("scan.h5"));
  const int code = inChild([&] {
    limitFileSize(1u << 20);
    bool begun = false;
    const auto written = writeH5File(
        at("scan.h5"), 8u << 20, [&](H5Writer&) { begun = true; }, H5Durability::Synced, 0);
    return !written && !begun && written.error().code == ErrorCode::NoSpace ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  expectUntouched(before);
}

TEST_F(FullDisk, largeFilesThatMeetItHalfWayLeaveNothing) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  const std::string before = bytesOf(at("scan.h5"));
  const int code = inChild([&] {
    limitFileSize(200'000);
    const RealStack values(64, 64, 64, 1.f);
    // The payload is understated, as if another program had filled the disk in between.
    const auto written = writeH5File(at("scan.h5"), 1, [&](H5Writer& writer) {
      writer.stack("/values", values, H5Storage::Checked);
      writer.attribute("/values", "name", std::string("x"));
    }, H5Durability::Synced, 0);
    if (written || written.error().code != ErrorCode::NoSpace) return 1;
    // The library must still be usable.
    return readAcquisition(at("scan.h5")) ? 0 : 2;
  });
  EXPECT_EQ(code, 0);
  expectUntouched(before);
}

TEST_F(FullDisk, largeFilesHaveTheSameContent) {
  const Acquisition acquisition = smallAcquisition();
  const auto fill = [&acquisition](H5Writer& writer) {
    writer.stack("/patterns", acquisition.patterns, H5Storage::Compressed);
    writer.attribute("/patterns", "dc", std::string("corner"));
  };
  ASSERT_TRUE(ok(writeH5File(at("memory.h5"), 1000, fill)));
  ASSERT_TRUE(ok(writeH5File(at("disk.h5"), 1000, fill, H5Durability::Synced, 0)));
  EXPECT_TRUE(bytesOf(at("memory.h5")) == bytesOf(at("disk.h5")));
}

TEST_F(FullDisk, anUnwritableFolderIsNamed) {
  const auto nowhere = writeAcquisition(at("absent/scan.h5"), smallAcquisition());
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_NE(nowhere.error().text().find("absent"), std::string::npos);
  const auto device = writeAcquisition("/proc/scan.h5", smallAcquisition());
  ASSERT_FALSE(device.has_value());
  EXPECT_NE(device.error().text().find("/proc/scan.h5"), std::string::npos) << device.error().text();
}

}  // namespace ptycho::testing
