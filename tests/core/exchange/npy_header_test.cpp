#include "core/exchange/npy_header.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/exchange/npy_values.h"
#include "tests/core/exchange/numpy_files.h"

namespace ptycho {
namespace {

using testing::npyBytes;

Result<NpyHeader> parsed(const std::string& bytes) { return parseNpyHeader(bytes, bytes.size(), "a.npy"); }

Result<NpyHeader> parsedType(const std::string& descr) {
  return parsed(npyBytes(descr, false, "(2,)", std::string(64, '\0')));
}

std::string refusal(const std::string& bytes) {
  const auto header = parsed(bytes);
  return header ? "read" : header.error().message;
}

TEST(NpyHeader, typesOfNumbersAreKnownByKindSizeAndByteOrder) {
  for (const auto& [descr, text] : {std::pair("|b1", "flag"), {"|u1", "uint8"}, {"<i2", "int16"}, {"<u4", "uint32"},
                                    {"<i8", "int64"}, {"<f2", "float16"}, {"<f4", "float32"}, {">f8", "float64 big-endian"},
                                    {"=f4", "float32"}, {"<c8", "complex64"}, {">c16", "complex128 big-endian"}}) {
    const auto header = parsedType(descr);
    ASSERT_TRUE(header) << descr << ": " << header.error().text();
    EXPECT_EQ(header->typeText(), text);
    EXPECT_EQ(header->elements(), 2U);
  }
}

TEST(NpyHeader, whatIsNoNumberIsRefusedByItsName) {
  for (const auto& [descr, words] : {std::pair("|O", "objects"), {"|O8", "objects"}, {"<U5", "text"}, {"|S3", "text"},
                                     {"<M8[ns]", "dates"}, {"|V8", "records"}, {"<f16", "'<f16'"}, {"<c32", "'<c32'"},
                                     {"<i3", "'<i3'"}, {"f4", "byte order"}, {"", "not known"}, {"<", "not known"},
                                     {"<f4x", "not read"}, {"<f4294967300", "not read"}}) {
    const auto header = parsedType(descr);
    ASSERT_FALSE(header) << descr;
    EXPECT_NE(header.error().message.find(words), std::string::npos) << header.error().message;
  }
  EXPECT_NE(refusal(npyBytes("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "12345678"))
                .find("records"), std::string::npos);
}

TEST(NpyHeader, keysComeInAnyOrderAndShapesAsPython2AndPython3WriteThem) {
  const auto header = parsed(npyBytes("{\"shape\": (2L, 3L), 'fortran_order': True, 'descr': '>i2'}   ", std::string(12, 'x')));
  ASSERT_TRUE(header) << header.error().text();
  EXPECT_EQ(header->shape, (std::vector<std::uint64_t>{2, 3}));
  EXPECT_TRUE(header->fortran);
  EXPECT_TRUE(header->big_endian);
  const auto single = parsed(npyBytes("<f8", false, "()", std::string(8, 'x')));
  ASSERT_TRUE(single);
  EXPECT_TRUE(single->shape.empty());
  EXPECT_EQ(single->elements(), 1U);
  for (const int major : {1, 2, 3}) {
    const auto version = parsed(npyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "1234", major));
    ASSERT_TRUE(version) << version.error().text();
    EXPECT_EQ(version->dataBytes(), 4U);
  }
}

TEST(NpyHeader, damagedOnesAreRefused) {
  const std::string rest = ", 'fortran_order': False, 'shape': (1,), }";
  for (const std::string& dictionary :
       {std::string(""), std::string("{"), std::string("{}"), "{'descr': '<f4'" + rest + "x",
        "{'descr': '<f4', 'descr': '<f4'" + rest, "{'descr': '<f4', 'more': 1" + rest, "{'descr' '<f4'" + rest,
        "{'descr': '\\x3cf4'" + rest, std::string("{'descr': '<f4', 'fortran_order': false, 'shape': (1,), }"),
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"),
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,), }"),
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': 1}"),
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': (1"),
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,), }"),
        std::string("{'descr': '<f4', 'fortran_order': False}")}) {
    EXPECT_NE(refusal(npyBytes(dictionary, "1234")).find("damaged"), std::string::npos) << dictionary;
  }
  const std::string good = npyBytes("<f4", false, "(1,)", "1234");
  for (std::size_t length = 0; length + 4 <= good.size(); ++length) EXPECT_NE(refusal(good.substr(0, length)), "read");
  EXPECT_NE(refusal(npyBytes("{'descr': '<f4'" + rest, "1234", 4)).find("format 4.0"), std::string::npos);
  EXPECT_NE(refusal("\x89NUMPX and so on and on").find("no NumPy array"), std::string::npos);
  std::string long2 = npyBytes("{'descr': '<f4'" + rest, "1234", 2);
  long2[11] = '\x7f';
  EXPECT_NE(refusal(long2).find("limit is 64 KiB"), std::string::npos);
}

TEST(NpyHeader, shapesThatTheBytesCannotHoldAreRefused) {
  for (const char* shape : {"(1000, 1000, 1000)", "(2,)", "(4294967296, 4294967296)", "(18446744073709551615,)",
                            "(0, 18446744073709551615)", "(2305843009213693953, 8)"}) {
    EXPECT_NE(refusal(npyBytes("<f4", false, shape, "1234")).find("but there are"), std::string::npos) << shape;
  }
  EXPECT_NE(refusal(npyBytes("<f4", false, "(1, 1, 1, 1, 1, 1, 1, 1, 1)", "1234")).find("dimensions"), std::string::npos);
  EXPECT_EQ(refusal(npyBytes("<f4", false, "(0, 5)", "")), "read");
}

TEST(NpyValues, everyTypeAndByteOrderBecomesItsValue) {
  const auto valueOf = [](const std::string& descr, const std::string& bytes) {
    const auto header = parsed(npyBytes(descr, false, "(1,)", bytes));
    EXPECT_TRUE(header);
    double value = NAN;
    EXPECT_TRUE(npyValues(*header, bytes.data(), 1, &value, ""));
    return value;
  };
  using testing::bytesOf;
  using testing::swapped;
  EXPECT_EQ(valueOf("|i1", "\xfe"), -2);
  EXPECT_EQ(valueOf("<i2", bytesOf<std::int16_t>({-300})), -300);
  EXPECT_EQ(valueOf(">u2", swapped(bytesOf<std::uint16_t>({60'000}), 2)), 60'000);
  EXPECT_EQ(valueOf(">i4", swapped(bytesOf<std::int32_t>({-70'000}), 4)), -70'000);
  EXPECT_EQ(valueOf("<u8", bytesOf<std::uint64_t>({1ULL << 40})), std::ldexp(1.0, 40));
  EXPECT_EQ(valueOf(">f4", swapped(bytesOf<float>({0.25F}), 4)), 0.25);
  EXPECT_EQ(valueOf(">f8", swapped(bytesOf<double>({-1e-9}), 8)), -1e-9);
  EXPECT_EQ(valueOf("<f2", bytesOf<std::uint16_t>({0x3e00})), 1.5);
  EXPECT_EQ(valueOf("|b1", "\x01"), 1);
  EXPECT_EQ(halfToFloat(0x0001), std::ldexp(1.0F, -24));
  EXPECT_EQ(halfToFloat(0xfbff), -65504.0F);
  EXPECT_TRUE(std::isinf(halfToFloat(0x7c00)));
  EXPECT_TRUE(std::isnan(halfToFloat(0x7e00)));
}

TEST(NpyHeader, theOneThatIsWrittenIsAlignedAndReadBack) {
  for (const std::vector<std::uint64_t>& shape : {std::vector<std::uint64_t>{}, {7}, {3, 4}, {516, 128, 128}}) {
    const std::string text = npyHeaderText("<c8", shape);
    EXPECT_EQ(text.size() % 64, 0U);
    const auto header = parseNpyHeader(text, 1 << 30, "");
    ASSERT_TRUE(header) << header.error().text();
    EXPECT_EQ(header->shape, shape);
    EXPECT_EQ(header->typeText(), "complex64");
  }
}

}  // namespace
}  // namespace ptycho
