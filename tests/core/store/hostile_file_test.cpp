// Files made to reach other files or to exhaust memory: refused with one sentence before anything is opened or
// allocated.
#include <sys/resource.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

class HostileFile : public StoreTest {
 protected:
  HostileFile() {
    EXPECT_TRUE(ok(writeAcquisition(at("other.h5"), smallAcquisition())));
    EXPECT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
    RawFile(at("scan.h5"), H5F_ACC_RDWR).remove("/patterns");
  }
  void expectRefused(const std::string& dataset, const std::vector<std::string>& parts) {
    const auto read = readAcquisition(at("scan.h5"));
    ASSERT_FALSE(read.has_value());
    const std::string text = read.error().text();
    EXPECT_NE(text.find("scan.h5:" + dataset), std::string::npos) << text;
    for (const auto& part : parts) EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" in: " << text;
    EXPECT_EQ(read.error().exitCode(), 2);
    EXPECT_TRUE(ok(listDatasets(at("scan.h5"))));
  }
};

TEST_F(HostileFile, externalLinksAreRefused) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    H5Lcreate_external("other.h5", "/patterns", raw.id(), "patterns", H5P_DEFAULT, H5P_DEFAULT);
  }
  expectRefused("/patterns", {"link into another file", "other.h5", "not followed"});
}

TEST_F(HostileFile, externalLinksBehindSoftLinksAndInThePathAreRefused) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    H5Lcreate_external("other.h5", "/", raw.id(), "outside", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/outside/patterns", raw.id(), "patterns", H5P_DEFAULT, H5P_DEFAULT);
  }
  expectRefused("/patterns", {"link into another file"});
  const auto direct = loadComplexStack({at("scan.h5"), "/outside/probe"});
  ASSERT_FALSE(direct.has_value());
  EXPECT_NE(direct.error().text().find("link into another file"), std::string::npos) << direct.error().text();
}

TEST_F(HostileFile, externalStorageIsRefused) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(creation, "/etc/passwd", 0, 4 * 8 * 8 * 4);
    raw.write("/patterns", H5T_IEEE_F32LE, {4, 8, 8}, H5T_NATIVE_FLOAT, nullptr, creation);
    H5Pclose(creation);
  }
  expectRefused("/patterns", {"external file"});
}

TEST_F(HostileFile, virtualDataSetsAreRefused) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    const hsize_t shape[3] = {4, 8, 8};
    const hid_t space = H5Screate_simple(3, shape, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_virtual(creation, space, at("other.h5").c_str(), "/patterns", space);
    raw.write("/patterns", H5T_IEEE_F32LE, {4, 8, 8}, H5T_NATIVE_FLOAT, nullptr, creation);
    H5Pclose(creation);
    H5Sclose(space);
  }
  expectRefused("/patterns", {"virtual data set"});
}

TEST_F(HostileFile, loopsOfLinksEnd) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    H5Lcreate_soft("/b", raw.id(), "patterns", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/patterns", raw.id(), "b", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_hard(raw.id(), "/", raw.id(), "itself", H5P_DEFAULT, H5P_DEFAULT);
  }
  expectRefused("/patterns", {"a link without an end"});
}

TEST_F(HostileFile, declaredShapesWithoutDataAreRefused) {
  const std::vector<std::vector<hsize_t>> shapes{{1'000'000, 8192, 8192}, {100'000, 1024, 1024}, {4, 8, 8}};
  for (const auto& shape : shapes) {
    {
      RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
      if (H5Lexists(raw.id(), "patterns", H5P_DEFAULT) > 0) raw.remove("/patterns");
      const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
      const hsize_t chunk[3] = {1, shape[1], shape[2]};
      H5Pset_chunk(creation, 3, chunk);
      raw.write("/patterns", H5T_IEEE_F32LE, shape, H5T_NATIVE_FLOAT, nullptr, creation);
      H5Pclose(creation);
    }
    expectRefused("/patterns", {"declares float32", "stores 0 bytes"});
  }
}

TEST_F(HostileFile, aSmallFileCannotAskForGigabytes) {
  {
    // One of 10,000 chunks is there: 40 GB declared, some kilobytes stored.
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    const std::vector<hsize_t> shape{10'000, 1024, 1024};
    const hsize_t chunk[3] = {1, 1024, 1024};
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, 3, chunk);
    H5Pset_deflate(creation, 1);
    raw.write("/patterns", H5T_IEEE_F32LE, shape, H5T_NATIVE_FLOAT, nullptr, creation);
    const std::vector<float> one(1024 * 1024, 1.f);
    const hsize_t start[3] = {0, 0, 0};
    const hid_t dataset = H5Dopen2(raw.id(), "/patterns", H5P_DEFAULT);
    const hid_t space = H5Dget_space(dataset);
    const hid_t memory = H5Screate_simple(3, chunk, nullptr);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, chunk, nullptr);
    H5Dwrite(dataset, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, one.data());
    H5Sclose(memory);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Pclose(creation);
  }
  expectRefused("/patterns", {"declares float32 [10000, 1024, 1024]", "GiB", "stores"});
}

TEST_F(HostileFile, limitsHoldForSidesChunksDimensionsAndTypes) {
  const auto with = [this](const std::vector<hsize_t>& shape, hid_t type, const std::vector<hsize_t>& chunk = {}) {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    if (H5Lexists(raw.id(), "patterns", H5P_DEFAULT) > 0) raw.remove("/patterns");
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    if (!chunk.empty()) H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    std::size_t bytes = H5Tget_size(type);
    for (const hsize_t extent : shape) bytes *= extent;
    const std::vector<char> zeros(chunk.empty() ? bytes : 0);
    raw.write("/patterns", type, shape, type, chunk.empty() ? zeros.data() : nullptr, creation);
    H5Pclose(creation);
  };
  with({1, 1, 8193}, H5T_IEEE_F32LE);
  expectRefused("/patterns", {"1 × 8193 px", "8192"});
  with({1, 1, 1, 1, 1, 1, 1, 1, 1}, H5T_IEEE_F32LE);
  expectRefused("/patterns", {"9 dimensions", "limit is 8"});
  with({1, 8192, 16384}, H5T_IEEE_F32LE, {1, 8192, 16384});
  expectRefused("/patterns", {"chunks larger than the limit of 256 MiB"});
  const hid_t text = H5Tcopy(H5T_C_S1);
  H5Tset_size(text, 1u << 20);
  with({4, 1, 1}, text);
  H5Tclose(text);
  expectRefused("/patterns", {"string of 1048576", "real numbers are needed"});
  with({4, 8, 0}, H5T_IEEE_F32LE);
  expectRefused("/patterns", {"is empty", "[4, 8, 0]"});
}

TEST_F(HostileFile, anUnknownFilterIsNamed) {
  H5Z_class2_t filter{
      H5Z_CLASS_T_VERS,
      32'123,
      1,
      1,
      "strange packing",
      nullptr,
      nullptr,
      [](unsigned, std::size_t, const unsigned*, std::size_t bytes, std::size_t*, void**) { return bytes; }};
  ASSERT_GE(H5Zregister(&filter), 0);
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk[3] = {1, 8, 8};
    H5Pset_chunk(creation, 3, chunk);
    H5Pset_filter(creation, 32'123, 0, 0, nullptr);
    raw.write("/patterns", H5T_IEEE_F32LE, {4, 8, 8}, H5T_NATIVE_FLOAT, std::vector<float>(256, 1.f).data(), creation);
    H5Pclose(creation);
  }
  H5Zunregister(32'123);
  expectRefused("/patterns", {"32123", "strange packing", "h5repack"});
}

TEST_F(HostileFile, tooManyAttributesAreRefused) {
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    for (int k = 0; k < 1030; ++k) raw.attribute("/", fmt::format("a{}", k), k);
  }
  expectRefused("/", {"attributes", "limit is 1024"});
}

TEST_F(HostileFile, aPipeIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(at("pipe.h5").c_str(), 0600), 0);
  const auto read = readAcquisition(at("pipe.h5"));
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().text().find("no regular file"), std::string::npos);
}

TEST_F(HostileFile, refusalsNeedLittleMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizers need more address space than this test allows";
#endif
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    // 1 GiB really on the disk as a hole: declared and stored agree, only memory is short.
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_alloc_time(creation, H5D_ALLOC_TIME_EARLY);
    H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER);
    raw.write("/patterns", H5T_IEEE_F32LE, {256, 1024, 1024}, H5T_NATIVE_FLOAT, nullptr, creation);
    H5Pclose(creation);
  }
  const std::string file = at("scan.h5").string();
  const int code = inChild([&file] {
    rlimit limit{1ull << 30, 1ull << 30};
    ::setrlimit(RLIMIT_AS, &limit);
    const auto read = readAcquisition(file);
    return !read && read.error().message.find("memory") != std::string::npos ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
}

}  // namespace ptycho::testing
