// Files cut short, emptied, or with a flipped bit: one sentence each, never a crash and never wrong numbers.
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using DamagedFile = StoreTest;

TEST_F(DamagedFile, cutAtAnyLengthIsRefused) {
  ASSERT_TRUE(ok(writeAcquisition(at("whole.h5"), fullAcquisition())));
  const std::string whole = bytesOf(at("whole.h5"));
  for (std::size_t length = 0; length < whole.size(); length += length < 4096 ? 61 : 509) {
    writeBytes(at("cut.h5"), whole.substr(0, length));
    const auto read = readAcquisition(at("cut.h5"));
    ASSERT_FALSE(read.has_value()) << length;
    EXPECT_NE(read.error().text().find("cut.h5"), std::string::npos);
    EXPECT_EQ(read.error().exitCode(), 2);
  }
}

TEST_F(DamagedFile, saysWhatIsWrongWithIt) {
  ASSERT_TRUE(ok(writeAcquisition(at("whole.h5"), smallAcquisition())));
  const std::string whole = bytesOf(at("whole.h5"));
  const auto sentence = [this](const std::string& bytes) {
    writeBytes(at("bad.h5"), bytes);
    return readAcquisition(at("bad.h5")).error().message;
  };
  EXPECT_NE(sentence("").find("is empty (0 bytes)"), std::string::npos);
  EXPECT_NE(sentence("just text, long enough to be something").find("is not an HDF5 file"), std::string::npos);
  EXPECT_NE(sentence(whole.substr(0, whole.size() / 2)).find("cut short"), std::string::npos);
}

TEST_F(DamagedFile, aFlippedBitNeverGivesOtherNumbers) {
  const Acquisition acquisition = fullAcquisition();
  ASSERT_TRUE(ok(writeAcquisition(at("whole.h5"), acquisition)));
  const std::string whole = bytesOf(at("whole.h5"));
  int refused = 0;
  int tried = 0;
  for (std::size_t i = 0; i < whole.size(); i += 7, ++tried) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
    writeBytes(at("bad.h5"), bytes);
    const auto read = readAcquisition(at("bad.h5"));
    if (!read) {
      ++refused;
      EXPECT_NE(read.error().text().find("bad.h5"), std::string::npos);
      continue;
    }
    expectSame(acquisition, *read);
    ASSERT_FALSE(HasFailure()) << "byte " << i;
  }
  RecordProperty("refused", refused);
  RecordProperty("tried", tried);
  EXPECT_GT(refused, tried / 4);
}

TEST_F(DamagedFile, aFlippedBitInThePatternsNamesThem) {
  const Acquisition acquisition = smallAcquisition(64);
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), acquisition)));
  const std::string whole = bytesOf(at("scan.h5"));
  // The patterns are by far the largest part of the file: its middle lies in them.
  std::string bytes = whole;
  bytes[whole.size() / 2] = static_cast<char>(bytes[whole.size() / 2] ^ 4);
  writeBytes(at("scan.h5"), bytes);
  const auto read = readAcquisition(at("scan.h5"));
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().text().find("scan.h5:/patterns: is damaged"), std::string::npos) << read.error().text();
  EXPECT_NE(read.error().text().find("Fletcher32"), std::string::npos) << read.error().text();
}

TEST_F(DamagedFile, everyPieceOfAnyFileCanBeListedOrRefused) {
  ASSERT_TRUE(ok(writeResult(at("whole.h5"), fullResult())));
  const std::string whole = bytesOf(at("whole.h5"));
  for (std::size_t i = 3; i < whole.size(); i += 53) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(~bytes[i]);
    writeBytes(at("bad.h5"), bytes);
    const auto list = listDatasets(at("bad.h5"));
    if (list) {
      EXPECT_LE(list->size(), 20u);
    }
    (void)recogniseFile(at("bad.h5"));
  }
}

}  // namespace ptycho::testing
