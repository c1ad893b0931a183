#include <algorithm>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>
#include <hdf5.h>
#include <unistd.h>

#include "core/exchange/npz_file.h"
#include "core/store/h5_reader.h"
#include "tests/core/exchange/sample_scans.h"

namespace ptycho {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class ScanExport : public ::testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::temp_directory_path() / ("ptychodesk-export-" + std::to_string(::getpid()));
    fs::create_directories(m_folder);
  }
  void TearDown() override { fs::remove_all(m_folder); }

  Result<ExportedFiles> write(const std::string& name, ExportFormat format, bool withResult, bool patterns = true) {
    const ExportContent content{withResult ? &m_result : nullptr, &m_scan};
    return exportScan(m_folder / name, format, content, {patterns});
  }
  static std::string typeOf(H5Reader& reader, const std::string& path) {
    const auto dataset = reader.dataset(path);
    return dataset ? dataset->describe() : dataset.error().text();
  }
  static double number(H5Reader& reader, const std::string& path) {
    double value = -1;
    const auto dataset = reader.dataset(path);
    if (dataset && dataset->elements() == 1) {
      EXPECT_TRUE(reader.readValues(*dataset, &value));
    }
    return value;
  }
  static std::string text(H5Reader& reader, const std::string& path) {
    const auto dataset = reader.dataset(path);
    return dataset ? reader.readText(*dataset).value_or("?") : "none";
  }
  /// As h5py decides whether it is str or bytes.
  static bool variableText(const fs::path& file, const std::string& path, const std::string& attribute = {}) {
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t object = H5Oopen(id, path.c_str(), H5P_DEFAULT);
    const hid_t part = attribute.empty() ? object : H5Aopen(object, attribute.c_str(), H5P_DEFAULT);
    const hid_t type = attribute.empty() ? H5Dget_type(object) : H5Aget_type(part);
    const bool variable = H5Tis_variable_str(type) > 0 && H5Tget_cset(type) == H5T_CSET_UTF8;
    H5Tclose(type);
    if (!attribute.empty()) H5Aclose(part);
    H5Oclose(object);
    H5Fclose(id);
    return variable;
  }
  static std::string linkTarget(const fs::path& file, const std::string& path) {
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    H5L_info_t info{};
    std::string target = "no link";
    if (H5Lget_info(id, path.c_str(), &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_SOFT) {
      std::vector<char> letters(info.u.val_size);
      H5Lget_val(id, path.c_str(), letters.data(), letters.size(), H5P_DEFAULT);
      target = letters.data();
    }
    H5Fclose(id);
    return target;
  }

  fs::path m_folder;
  Acquisition m_scan = sampleAcquisition();
  ResultRecord m_result = sampleResult(m_scan);
};

TEST_F(ScanExport, CxiHasThePathsOfPtychodus) {
  const auto written = write("a.cxi", ExportFormat::Cxi, true);
  ASSERT_TRUE(written) << written.error().text();
  auto reader = H5Reader::open(m_folder / "a.cxi");
  ASSERT_TRUE(reader);
  EXPECT_EQ(number(*reader, "/cxi_version"), 160);
  EXPECT_EQ(typeOf(*reader, "/entry_1/instrument_1/detector_1/data"), "uint16 [12, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/entry_1/data_1/data"), "uint16 [12, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/entry_1/instrument_1/detector_1/mask"), "uint32 [32, 32]");
  EXPECT_EQ(typeOf(*reader, "/entry_1/sample_1/geometry_1/translation"), "float64 [12, 3]");
  EXPECT_EQ(typeOf(*reader, "/entry_1/image_1/data"), "complex64 [1, 2, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/entry_1/image_2/data"), "complex64 [1, 59, 61]");
  EXPECT_NEAR(number(*reader, "/entry_1/instrument_1/source_1/energy"), 1.2817413e-15, 1e-21);
  EXPECT_EQ(number(*reader, "/entry_1/instrument_1/detector_1/distance"), 2);
  EXPECT_DOUBLE_EQ(number(*reader, "/entry_1/instrument_1/detector_1/x_pixel_size"), 75e-6);
  EXPECT_EQ(text(*reader, "/entry_1/process_1/program"), "Ptychodesk");
  EXPECT_EQ(text(*reader, "/entry_1/title"), "sample result");
}

TEST_F(ScanExport, CxiLinksAreSoftAndTextsAreStrForH5py) {
  ASSERT_TRUE(write("a.cxi", ExportFormat::Cxi, true));
  EXPECT_EQ(linkTarget(m_folder / "a.cxi", "/entry_1/data_1/data"), "/entry_1/instrument_1/detector_1/data");
  EXPECT_EQ(linkTarget(m_folder / "a.cxi", "/entry_1/data_1/translation"),
            "/entry_1/sample_1/geometry_1/translation");
  EXPECT_EQ(linkTarget(m_folder / "a.cxi", "/entry_1/instrument_1/source_1/illumination"), "/entry_1/image_1/data");
  EXPECT_TRUE(variableText(m_folder / "a.cxi", "/entry_1/process_1/version"));
  EXPECT_TRUE(variableText(m_folder / "a.cxi", "/entry_1/title"));
}

TEST_F(ScanExport, CxiTranslationsAreMiddlesAboutTheObject) {
  ASSERT_TRUE(write("a.cxi", ExportFormat::Cxi, true));
  auto reader = H5Reader::open(m_folder / "a.cxi");
  std::vector<double> refined(36);
  std::vector<double> given(36);
  ASSERT_TRUE(reader->readValues(*reader->dataset("/entry_1/sample_1/geometry_1/translation"), refined.data()));
  ASSERT_TRUE(reader->readValues(*reader->dataset("/entry_1/sample_1/geometry_1/translation_given"), given.data()));
  const double pixel = objectPixelOf(*m_scan.geometry);
  const auto rows = static_cast<double>(m_scan.scan.object_rows);
  const auto cols = static_cast<double>(m_scan.scan.object_cols);
  for (std::size_t k = 0; k < 12; ++k) {
    const Position& moved = m_result.reconstruction.positions[k];
    EXPECT_NEAR(refined[3 * k], (moved.col + 16 - cols / 2) * pixel, 1e-18);
    EXPECT_NEAR(refined[3 * k + 1], (moved.row + 16 - rows / 2) * pixel, 1e-18);
    EXPECT_EQ(refined[3 * k + 2], 0);
    EXPECT_NEAR(given[3 * k], (m_scan.scan.positions[k].col + 16 - cols / 2) * pixel, 1e-18);
  }
}

TEST_F(ScanExport, PatternsHaveTheZeroFrequencyInTheMiddleAndStayFloatsWhereTheyAre) {
  m_scan.patterns.image(3)[0] = 1234.5F;
  ASSERT_TRUE(write("a.cxi", ExportFormat::Cxi, false));
  auto reader = H5Reader::open(m_folder / "a.cxi");
  EXPECT_EQ(typeOf(*reader, "/entry_1/data_1/data"), "float32 [12, 32, 32]");
  std::vector<float> pattern(1024);
  ASSERT_TRUE(reader->readImages(*reader->dataset("/entry_1/data_1/data"), 3, 1, pattern.data()));
  EXPECT_EQ(pattern[16 * 32 + 16], 1234.5F);
  EXPECT_EQ(pattern[17 * 32 + 18], m_scan.patterns.image(3)[1 * 32 + 2]);
  std::vector<float> mask(1024);
  ASSERT_TRUE(reader->readValues(*reader->dataset("/entry_1/instrument_1/detector_1/mask"), mask.data()));
  EXPECT_EQ(mask[16 * 32 + 19], 1);  // [0, 3] in the corner's order
  EXPECT_EQ(mask[14 * 32 + 17], 1);  // [30, 1]
  EXPECT_EQ(std::count(mask.begin(), mask.end(), 0.0F), 1022);
}

TEST_F(ScanExport, ProductHasEveryRequiredAttributeAsPtychodusReadsIt) {
  const auto written = write("a.h5", ExportFormat::PtychodusProduct, true);
  ASSERT_TRUE(written) << written.error().text();
  ASSERT_EQ(written->files.size(), 2U);
  EXPECT_EQ(written->files[1].filename(), "a-patterns.h5");
  auto reader = H5Reader::open(m_folder / "a.h5");
  for (const char* name : {"detector_object_distance_m", "probe_energy_eV", "exposure_time_s"}) {
    EXPECT_TRUE(*reader->realAttribute("/", name)) << name;
  }
  EXPECT_DOUBLE_EQ(**reader->realAttribute("/", "probe_energy_eV"), 8000);
  EXPECT_EQ(reader->textAttribute("/", "name")->value_or(""), "sample result");
  EXPECT_EQ(typeOf(*reader, "/probe"), "complex64 [1, 2, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/object"), "complex64 [1, 59, 61]");
  EXPECT_EQ(typeOf(*reader, "/object_layer_spacing_m"), "float64 [0]");
  EXPECT_EQ(typeOf(*reader, "/loss_epochs"), "int64 [3]");
  EXPECT_EQ(typeOf(*reader, "/loss_values"), "float64 [3]");
  EXPECT_EQ(typeOf(*reader, "/probe_position_indexes"), "int64 [12]");
  for (const char* name : {"pixel_width_m", "pixel_height_m"}) {
    EXPECT_DOUBLE_EQ((*reader->realAttribute("/object", name)).value(), objectPixelOf(*m_scan.geometry));
    EXPECT_DOUBLE_EQ((*reader->realAttribute("/probe", name)).value(), objectPixelOf(*m_scan.geometry));
  }
  EXPECT_EQ((*reader->realAttribute("/object", "center_y_m")).value(), 0);
  auto patterns = H5Reader::open(m_folder / "a-patterns.h5");
  EXPECT_EQ(typeOf(*patterns, "/patterns"), "uint16 [12, 32, 32]");
  EXPECT_EQ(typeOf(*patterns, "/bad_pixels"), "uint8 [32, 32]");
}

TEST_F(ScanExport, TextsOfAProductAreStrForH5py) {
  ASSERT_TRUE(write("a.h5", ExportFormat::PtychodusProduct, true));
  for (const char* name : {"name", "comments"}) EXPECT_TRUE(variableText(m_folder / "a.h5", "/", name)) << name;
}

TEST_F(ScanExport, AVaryingProbeBecomesRealWeightsWrittenBothWays) {
  ProbeVariation& variation = m_result.reconstruction.variation;
  variation.modes = ComplexStack(1, 32, 32, Complex(0.5F, 0.25F));
  variation.coefficients = Image<Complex>(12, 1, Complex(2, -3));
  ASSERT_TRUE(write("a.h5", ExportFormat::PtychodusProduct, true, false));
  auto reader = H5Reader::open(m_folder / "a.h5");
  EXPECT_EQ(typeOf(*reader, "/probe"), "complex64 [3, 2, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/opr_weights"), "float64 [12, 3]");
  std::vector<double> weights(36);
  ASSERT_TRUE(reader->readValues(*reader->dataset("/opr_weights"), weights.data()));
  EXPECT_EQ((std::vector<double>(weights.begin(), weights.begin() + 3)), (std::vector<double>{1, 2, -3}));
  std::vector<Complex> probe(6 * 1024);
  ASSERT_TRUE(reader->readValues(*reader->dataset("/probe"), probe.data()));
  // Σ weight · coherent mode = P_0 + c·U
  const Complex sum = probe[5] + 2.0F * probe[2 * 1024 + 5] - 3.0F * probe[4 * 1024 + 5];
  const Complex expected = m_result.reconstruction.probe.data()[5] + Complex(2, -3) * Complex(0.5F, 0.25F);
  EXPECT_NEAR(std::abs(sum - expected), 0, 1e-5);
  reader = badInput("is closed.");
  const hid_t id = H5Fopen((m_folder / "a.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  EXPECT_GT(H5Aexists_by_name(id, "/probe", "opr_weights", H5P_DEFAULT), 0);
  H5Fclose(id);
}

TEST_F(ScanExport, IntensitiesOfThePatternsAreToldToBeLeftOut) {
  const auto told = [this](ExportFormat format, const char* name) {
    const auto written = write(name, format, true, false);
    return written && std::ranges::any_of(written->notes, [](const std::string& note) {
             return note.find("incident intensities") != std::string::npos;
           });
  };
  EXPECT_FALSE(told(ExportFormat::Cxi, "plain.cxi"));
  m_result.reconstruction.scales.assign(12, 1.0F);
  EXPECT_TRUE(told(ExportFormat::Cxi, "a.cxi"));
  EXPECT_TRUE(told(ExportFormat::PtychodusProduct, "a.h5"));
  EXPECT_TRUE(told(ExportFormat::PtychodusNpz, "a.npz"));
  EXPECT_TRUE(told(ExportFormat::PtyLab, "a.hdf5"));
  EXPECT_TRUE(told(ExportFormat::NeuralNpz, "b.npz"));
}

TEST_F(ScanExport, WeightsOfThousandsOfPositionsFitAnAttribute) {
  m_result.reconstruction.variation.modes = ComplexStack(1, 32, 32, Complex(0.5F, 0.25F));
  m_result.reconstruction.variation.coefficients = Image<Complex>(4000, 1, Complex(2, -3));  // 96,000 bytes
  const auto written = write("a.h5", ExportFormat::PtychodusProduct, true, false);
  EXPECT_TRUE(written) << written.error().text();
}

TEST_F(ScanExport, PtyLabHasRawAndResultFields) {
  const auto written = write("a.hdf5", ExportFormat::PtyLab, true);
  ASSERT_TRUE(written) << written.error().text();
  auto reader = H5Reader::open(m_folder / "a.hdf5");
  EXPECT_EQ(typeOf(*reader, "/ptychogram"), "float32 [12, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/encoder"), "float64 [12, 2]");
  EXPECT_EQ(typeOf(*reader, "/encoder_corrected"), "float64 [12, 2]");
  EXPECT_EQ(typeOf(*reader, "/probe"), "complex64 [1, 1, 2, 1, 32, 32]");
  EXPECT_EQ(typeOf(*reader, "/object"), "complex64 [1, 1, 1, 1, 59, 61]");
  EXPECT_EQ(number(*reader, "/zo"), 2);
  EXPECT_DOUBLE_EQ(number(*reader, "/dxd"), 75e-6);
  EXPECT_NEAR(number(*reader, "/wavelength"), 1.5498e-10, 1e-14);
}

TEST_F(ScanExport, NpzHasTheNamesOfPtychodusAndOfNetworks) {
  const auto product = write("a.npz", ExportFormat::PtychodusNpz, true);
  ASSERT_TRUE(product) << product.error().text();
  const auto file = NumpyFile::open(m_folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  for (const char* name : {"name", "comments", "detector_object_distance_m", "probe_energy_eV", "exposure_time_s",
                           "probe_pixel_width_m", "object_center_x_m", "object_layer_spacing_m", "loss_values"}) {
    EXPECT_TRUE(file->has(name)) << name;
  }
  EXPECT_EQ(file->array("probe")->shape, (std::vector<std::uint64_t>{1, 2, 32, 32}));
  const auto patterns = NumpyFile::open(m_folder / "a-patterns.npz");
  ASSERT_TRUE(patterns);
  EXPECT_EQ(patterns->array("patterns")->type, "uint16");
  EXPECT_EQ(patterns->array("bad_pixels")->type, "flag");
  ASSERT_TRUE(write("b.npz", ExportFormat::NeuralNpz, true));
  const auto neural = NumpyFile::open(m_folder / "b.npz");
  ASSERT_TRUE(neural);
  std::vector<float> amplitudes;
  ASSERT_TRUE(neural->read("diff3d", amplitudes));
  EXPECT_FLOAT_EQ(amplitudes[16 * 32 + 16], std::sqrt(m_scan.patterns.image(0)[0]));
  std::vector<double> x;
  ASSERT_TRUE(neural->read("xcoords", x));
  EXPECT_DOUBLE_EQ(x[5], m_result.reconstruction.positions[5].col + 16);
  ASSERT_TRUE(neural->read("xcoords_start", x));
  EXPECT_DOUBLE_EQ(x[5], m_scan.scan.positions[5].col + 16);
}

TEST_F(ScanExport, TiffHasItsPositionsBeside) {
  const auto written = write("a.tif", ExportFormat::Tiff, true, false);
  ASSERT_TRUE(written) << written.error().text();
  ASSERT_EQ(written->files.size(), 3U);
  EXPECT_EQ(written->files[2].filename(), "a-positions.csv");
}

TEST_F(ScanExport, MetresWithoutAPixelAreAskedForAndNotInvented) {
  m_scan.geometry.reset();
  const auto refused = write("a.cxi", ExportFormat::Cxi, false);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text().find("--object-pixel-nm"), std::string::npos) << refused.error().text();
  EXPECT_FALSE(fs::exists(m_folder / "a.cxi"));
  EXPECT_TRUE(exportScan(m_folder / "a.cxi", ExportFormat::Cxi, {nullptr, &m_scan}, {true, 30e-9}));
  EXPECT_TRUE(write("a.npz", ExportFormat::NeuralNpz, false));
  const auto ptylab = write("a.hdf5", ExportFormat::PtyLab, false);
  ASSERT_FALSE(ptylab);
  EXPECT_NE(ptylab.error().text().find("detector_pixel_um"), std::string::npos);
}

TEST_F(ScanExport, APixelThatContradictsTheGeometryIsRefused) {
  const auto refused = exportScan(m_folder / "a.cxi", ExportFormat::Cxi, {nullptr, &m_scan}, {true, 30e-9});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text().find("leave"), std::string::npos);
}

TEST_F(ScanExport, PatternsOfAnotherScanAreRefused) {
  m_result.scan.positions.pop_back();
  EXPECT_FALSE(write("a.cxi", ExportFormat::Cxi, true));
  const auto none = exportScan(m_folder / "a.cxi", ExportFormat::Cxi, {&m_result, nullptr}, {true});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().text().find("--acquisition"), std::string::npos);
}

TEST_F(ScanExport, ElectronsAreRefusedByPtychodusAndKeepTheirWavelengthInCxi) {
  m_scan.geometry->radiation = Radiation::Electrons;
  m_scan.geometry->energy_keV = 300;
  EXPECT_EQ(write("a.h5", ExportFormat::PtychodusProduct, false).error().code, ErrorCode::Unsupported);
  ASSERT_TRUE(write("a.cxi", ExportFormat::Cxi, false));
  auto reader = H5Reader::open(m_folder / "a.cxi");
  EXPECT_FALSE(reader->has("/entry_1/instrument_1/source_1/energy"));
  EXPECT_NEAR(number(*reader, "/entry_1/instrument_1/source_1/wavelength"), 1.9687e-12, 1e-15);
}

TEST_F(ScanExport, FormatsAreFoundBySuffixWhenItMeansOne) {
  EXPECT_EQ(exportFormatOf("a.cxi", "")->format, ExportFormat::Cxi);
  EXPECT_EQ(exportFormatOf("a.NPZ", "")->format, ExportFormat::PtychodusNpz);
  EXPECT_EQ(exportFormatOf("a.npz", "neural-npz")->format, ExportFormat::NeuralNpz);
  EXPECT_NE(exportFormatOf("a.h5", "").error().text().find("ptychodus (.h5), ptylab (.hdf5)"), std::string::npos);
  EXPECT_FALSE(exportFormatOf("a.txt", ""));
  EXPECT_FALSE(exportFormatOf("a.cxi", "cix"));
}

}  // namespace
}  // namespace ptycho
