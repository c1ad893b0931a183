#include "core/store/scan_preview_file.h"

#include <limits>

#include "core/store/result_file.h"

#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

namespace {

ScanPreview samplePreview() {
  const Acquisition acquisition = fullAcquisition();
  ScanPreview preview;
  preview.mean = acquisition.patterns.copy(0);
  preview.samples = RealStack(2, 8, 8);
  preview.samples.assign(0, acquisition.patterns.copy(1));
  preview.samples.assign(1, acquisition.patterns.copy(3));
  preview.sample_indices = {1, 5'000'000};
  preview.mask = acquisition.mask;
  preview.probe = acquisition.probe.copy(0);
  preview.scan = acquisition.scan;
  preview.object_pixel_m = 29.34e-9;
  preview.geometry = acquisition.geometry;
  preview.propagation = Propagation::NearField;
  preview.stored_count = 6'000'000;
  preview.stored_rows = 512;
  preview.stored_cols = 1030;
  preview.stored_type = "uint16";
  preview.report.file = "scan.cxi";
  preview.report.format = "cxi";
  preview.report.title = "CXI";
  preview.report.conventions = {{"position_axes", "xy", Certainty::Format, "CXI translations are x, y, z."}};
  preview.report.checks = {{"near_field", CheckLevel::Warning, "It is near-field.", "Use another program."}};
  preview.report.notes = {"One frame had no position."};
  preview.report.spec.bin = 2;
  return preview;
}

}  // namespace

class ScanPreviewFile : public StoreTest {
 protected:
  void expectRefused(const std::vector<std::string>& parts) {
    const auto read = readScanPreview(at("preview.h5"));
    ASSERT_FALSE(read.has_value());
    const std::string text = read.error().text();
    for (const auto& part : parts) EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" in: " << text;
  }
};

TEST_F(ScanPreviewFile, keepsEverything) {
  const ScanPreview preview = samplePreview();
  ASSERT_TRUE(ok(writeScanPreview(at("preview.h5"), preview)));
  const auto read = readScanPreview(at("preview.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_TRUE(read->mean == preview.mean);
  EXPECT_TRUE(read->samples == preview.samples);
  EXPECT_EQ(read->sample_indices, preview.sample_indices);
  EXPECT_TRUE(read->mask == preview.mask);
  EXPECT_TRUE(read->probe == preview.probe);
  EXPECT_EQ(read->scan.positions, preview.scan.positions);
  EXPECT_EQ(read->scan.window_px, 8);
  EXPECT_EQ(read->scan.object_rows, preview.scan.object_rows);
  EXPECT_EQ(read->object_pixel_m, preview.object_pixel_m);
  EXPECT_EQ(read->geometry, preview.geometry);
  EXPECT_EQ(read->propagation, Propagation::NearField);
  EXPECT_EQ(read->stored_count, 6'000'000U);
  EXPECT_EQ(read->stored_rows, 512U);
  EXPECT_EQ(read->stored_cols, 1030U);
  EXPECT_EQ(read->stored_type, "uint16");
  EXPECT_EQ(importReportToJson(read->report), importReportToJson(preview.report));
}

TEST_F(ScanPreviewFile, keepsTheLeastThatThereIs) {
  ScanPreview preview;
  preview.mean = RealImage(4, 4, 1.0F);
  ASSERT_TRUE(ok(writeScanPreview(at("preview.h5"), preview)));
  const auto read = readScanPreview(at("preview.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_TRUE(read->samples.empty() && read->mask.empty() && read->probe.empty() && read->scan.positions.empty());
  EXPECT_FALSE(read->geometry.has_value());
}

TEST_F(ScanPreviewFile, withoutAMeanPatternIsNotWritten) {
  EXPECT_FALSE(writeScanPreview(at("preview.h5"), ScanPreview{}).has_value());
  EXPECT_TRUE(filesOf(folder()).empty());
}

TEST_F(ScanPreviewFile, ofAnotherKindIsRefused) {
  ASSERT_TRUE(ok(writePreview(at("preview.h5"), {"object", 1, ComplexImage(2, 2)})));
  expectRefused({"preview.h5", "scan preview"});
}

TEST_F(ScanPreviewFile, whoseImagesDoNotFitIsRefused) {
  ASSERT_TRUE(ok(writeScanPreview(at("preview.h5"), samplePreview())));
  RawFile(at("preview.h5"), H5F_ACC_RDWR).remove("/mask");
  RawFile(at("preview.h5"), H5F_ACC_RDWR).floats("/mask", {4, 8}, std::vector<float>(32, 1.F));
  expectRefused({":/mask", "4 × 8 px", "8 × 8 px"});
}

TEST_F(ScanPreviewFile, withAValueThatIsNotFiniteIsRefused) {
  ASSERT_TRUE(ok(writeScanPreview(at("preview.h5"), samplePreview())));
  std::vector<float> values(64, 1.F);
  values[9] = std::numeric_limits<float>::quiet_NaN();
  RawFile(at("preview.h5"), H5F_ACC_RDWR).remove("/mean");
  RawFile(at("preview.h5"), H5F_ACC_RDWR).floats("/mean", {8, 8}, values);
  expectRefused({":/mean", "[1, 1]"});
}

TEST_F(ScanPreviewFile, withADamagedReportIsRefused) {
  ASSERT_TRUE(ok(writeScanPreview(at("preview.h5"), samplePreview())));
  RawFile(at("preview.h5"), H5F_ACC_RDWR).attribute("/", "report", "{\"schema\": ");
  expectRefused({"preview.h5", "report"});
}

}  // namespace ptycho::testing
