#include "core/store/network_file.h"

#include <cmath>

#include <fmt/format.h>

#include "core/store/array_file.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_network.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {
namespace {

class NetworkFile : public StoreTest {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return at("network.h5"); }
  void writeSample() const { ASSERT_TRUE(ok(writeNetworkFile(file(), sampleNetwork()))); }
  [[nodiscard]] std::string refusal(const LayoutCheck& check = anyLayout) const {
    const auto read = readNetworkFile(file(), check);
    return read ? std::string("accepted") : read.error().text();
  }
  /// Another /index in a file that is otherwise whole.
  void replaceIndex(const Json& index) const {
    const std::string text = index.dump();
    RawFile raw(file(), H5F_ACC_RDWR);
    raw.remove("/index");
    raw.write("/index", H5T_STD_U8LE, {text.size()}, H5T_NATIVE_UINT8, text.data());
  }
  void expectRefused(const std::string& part) const { EXPECT_NE(refusal().find(part), std::string::npos) << refusal(); }
};

Json entry(const std::string& name, const std::vector<Json>& shape, const std::string& type = "float32") {
  return {{"name", name}, {"type", type}, {"shape", shape}};
}

TEST_F(NetworkFile, givesEveryBitBack) {
  writeSample();
  const TrainedNetwork network = sampleNetwork();
  const auto read = readNetworkFile(file(), anyLayout);
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->weights, network.weights);
  EXPECT_EQ(read->spec, network.spec);
  EXPECT_EQ(read->validation.step, 1500);
  EXPECT_TRUE(std::isnan(read->validation.phase_nrmse));
  ASSERT_EQ(read->history.size(), 2U);
  EXPECT_EQ(read->history[0].amplitude_nrmse, 0.3);
  EXPECT_TRUE(read->history[1].best);
  EXPECT_EQ(recogniseFile(file()), FileKind::Network);
}

TEST_F(NetworkFile, largeOnesGoThroughTheDisk) {
  TrainedNetwork network = sampleNetwork();
  network.weights.push_back({{"large", TensorType::Float32, {5, 1 << 20}}, std::vector<std::byte>(20u << 20)});
  ASSERT_TRUE(ok(writeNetworkFile(file(), network)));
  EXPECT_EQ(filesOf(folder()), std::vector<std::string>{"network.h5"});
  const auto read = readNetworkFile(file(), anyLayout);
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->weights.back(), network.weights.back());
}

TEST_F(NetworkFile, tensorsAreDataSetsThatOtherProgramsRead) {
  writeSample();
  const auto datasets = listDatasets(file());
  ASSERT_TRUE(ok(datasets));
  const auto weight = std::ranges::find(*datasets, "/weights/patch.encoder.0.weight", &DatasetInfo::path);
  ASSERT_NE(weight, datasets->end());
  EXPECT_EQ(weight->shape, (std::vector<std::uint64_t>{8, 3, 4, 4}));
  EXPECT_EQ(weight->type, "float32");
}

TEST_F(NetworkFile, oneFlippedBitNeverGivesAnotherNetwork) {
  writeSample();
  const TrainedNetwork network = sampleNetwork();
  const std::string whole = bytesOf(file());
  // What changes nothing that is read (gaps between objects) may pass, but never a wrong value.
  std::size_t passed = 0;
  std::size_t tried = 0;
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 299) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (tried++ % 8)));
    writeBytes(file(), bytes);
    const auto read = readNetworkFile(file(), anyLayout);
    if (!read) continue;
    ++passed;
    ASSERT_EQ(read->weights, network.weights) << at;
    ASSERT_EQ(read->spec, network.spec) << at;
    ASSERT_EQ(read->validation.amplitude_nrmse, network.validation.amplitude_nrmse) << at;
  }
  EXPECT_LT(passed, tried / 4) << "of " << tried;
}

TEST_F(NetworkFile, everyBitOfAValueCounts) {
  writeSample();
  const std::string whole = bytesOf(file());
  const auto tensors = sampleTensors();
  for (const auto& tensor : tensors) {
    if (tensor.bytes.empty()) continue;
    const std::string_view values(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
    const std::size_t start = whole.find(values);
    ASSERT_NE(start, std::string::npos) << tensor.layout.name;
    for (std::size_t at = start; at < start + values.size(); at += 1 + values.size() / 5) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        writeBytes(file(), bytes);
        expectRefused("checksum");
      }
    }
  }
}

TEST_F(NetworkFile, cutShortIsAnError) {
  writeSample();
  const std::string whole = bytesOf(file());
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 40) {
    writeBytes(file(), whole.substr(0, size));
    EXPECT_NE(refusal(), "accepted") << size;
  }
}

TEST_F(NetworkFile, otherKindsAreNamed) {
  EXPECT_EQ(readNetworkFile(at("nowhere.h5"), anyLayout).error().code, ErrorCode::NotFound);
  ASSERT_TRUE(ok(writeResult(file(), fullResult())));
  expectRefused("holds a reconstruction");
  ASSERT_TRUE(ok(writeTrainingCheckpoint(folder(), sampleTrainingState(1))));
  const auto read = readNetworkFile(at("checkpoint.h5"), anyLayout);
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().text().find("holds a training checkpoint"), std::string::npos) << read.error().text();
}

TEST_F(NetworkFile, layoutsAreCheckedBeforeValuesAreRead) {
  writeSample();
  {
    RawFile raw(file(), H5F_ACC_RDWR);  // other values: reading them would find the checksum wrong
    raw.remove("/weights/a");
    raw.floats("/weights/a", {3}, {1, 2, 3});
  }
  std::vector<TensorLayout> seen;
  const std::string text = refusal([&seen](const TrainingSpec& spec, const std::vector<TensorLayout>& layouts) {
    EXPECT_EQ(spec, sampleNetwork().spec);
    seen = layouts;
    return Result<void>(badInput("is of another network."));
  });
  EXPECT_NE(text.find("is of another network"), std::string::npos) << text;
  ASSERT_EQ(seen.size(), sampleTensors().size());
  EXPECT_EQ(seen[0], sampleTensors()[0].layout);
  expectRefused("checksum");
}

TEST_F(NetworkFile, dataSetsAreWhatTheIndexSays) {
  writeSample();
  const auto replace = [this](hid_t type, const std::vector<hsize_t>& shape) {
    RawFile raw(file(), H5F_ACC_RDWR);
    raw.remove("/weights/a");
    const std::vector<double> values(64);
    raw.write("/weights/a", type, shape, H5T_NATIVE_DOUBLE, values.data());
  };
  replace(H5T_IEEE_F64LE, {3});
  expectRefused("has float64 [3] where the index of the file says float32 [3]");
  replace(H5T_IEEE_F32BE, {3});
  expectRefused("big-endian");
  replace(H5T_IEEE_F32LE, {4});
  expectRefused("has float32 [4]");
  RawFile(file(), H5F_ACC_RDWR).remove("/weights/a");
  expectRefused("no such data set");
}

TEST_F(NetworkFile, absurdShapesAreRefusedBeforeMemoryIsTaken) {
  writeSample();
  replaceIndex(Json::array({entry("a", {1ull << 40})}));
  expectRefused("more than the limit of 8 GiB");
  replaceIndex(Json::array({entry("a", {1ull << 33, 1ull << 33, 1ull << 33})}));
  expectRefused("more than the limit of 8 GiB");
  replaceIndex(Json::array({entry("a", {1ull << 30}), entry("random", {1ull << 30}), entry("nothing", {1})}));
  expectRefused("with the tensor \"nothing\"");  // 4 GiB each before it
  replaceIndex(Json::array({entry("a", {-3})}));
  expectRefused("more than the limit");
  replaceIndex(Json::array({entry("a", {~0ull})}));
  expectRefused("more than the limit");
  replaceIndex(Json::array({entry("a", std::vector<Json>(9, 1))}));
  expectRefused("9 dimensions");
  {
    RawFile raw(file(), H5F_ACC_RDWR);  // declared and never written
    raw.remove("/weights/a");
    raw.write("/weights/a", H5T_IEEE_F32LE, {1u << 28}, H5T_NATIVE_FLOAT, nullptr);
  }
  replaceIndex(Json::array({entry("a", {1u << 28})}));
  expectRefused("never written");
}

TEST_F(NetworkFile, namesStayInsideTheGroup) {
  writeSample();
  for (const std::string& name : {std::string("../spec"), std::string("/spec"), std::string("."), std::string("a/b"),
                                 std::string(), std::string("a b"), std::string("ä"), std::string(10'000, 'x'),
                                 std::string("a\0b", 3)}) {
    replaceIndex(Json::array({entry(name, {3})}));
    EXPECT_NE(refusal().find("with the name"), std::string::npos) << refusal();
    TrainedNetwork network = sampleNetwork();
    network.weights[0].layout.name = name;
    EXPECT_FALSE(writeNetworkFile(at("other.h5"), network).has_value());
  }
  replaceIndex(Json::array({entry("a", {3}), entry("a", {3})}));
  expectRefused("two tensors");
  replaceIndex(Json::array({entry("a", {3}, "float16")}));
  expectRefused("type that is not known");
  for (const Json& nonsense : {Json("text"), Json{1, 2}, Json{{{"name", 3}}}, Json::array({entry("a", {Json("3")})})}) {
    replaceIndex(nonsense);
    expectRefused("is damaged");
  }
  EXPECT_FALSE(std::filesystem::exists(at("other.h5")));
}

TEST_F(NetworkFile, tooManyTensorsAreRefused) {
  writeSample();
  Json index = Json::array();
  for (int k = 0; k < 20'000; ++k) index.push_back(entry(fmt::format("t{}", k), {1}));
  replaceIndex(index);
  expectRefused("20000 tensors");
}

TEST_F(NetworkFile, externalLinksAreRefused) {
  ASSERT_TRUE(ok(writeNetworkFile(at("other.h5"), sampleNetwork())));
  writeSample();
  {
    RawFile raw(file(), H5F_ACC_RDWR);
    raw.remove("/weights/a");
    H5Lcreate_external("other.h5", "/weights/a", raw.id(), "/weights/a", H5P_DEFAULT, H5P_DEFAULT);
  }
  expectRefused("link into another file");
  {
    RawFile raw(file(), H5F_ACC_RDWR);
    raw.remove("/weights");
    H5Lcreate_external("other.h5", "/weights", raw.id(), "/weights", H5P_DEFAULT, H5P_DEFAULT);
  }
  expectRefused("link into another file");
}

TEST_F(NetworkFile, bytesThatDoNotFitTheirLayoutAreNotWritten) {
  TrainedNetwork network = sampleNetwork();
  network.weights[1].bytes.pop_back();
  const auto written = writeNetworkFile(file(), network);
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().text().find("adam.m-1"), std::string::npos);
  EXPECT_TRUE(filesOf(folder()).empty());
}

}  // namespace
}  // namespace ptycho::testing
