#include "core/optics/fft_wisdom.h"

#include <array>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "core/optics/round_trip.h"
#include "tests/core/base/temporary_folder.h"
#include "tests/core/optics/random_field.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Sets or unsets a variable for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : m_name(name) {
    if (const char* before = std::getenv(name)) m_before = before;
    set(value);
  }
  ~Variable() { set(m_before ? m_before->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) const { value ? setenv(m_name, value, 1) : unsetenv(m_name); }

  const char* m_name;
  std::optional<std::string> m_before;
};

constexpr std::array<std::size_t, 2> kSides{12, 16};

TEST(FftWisdom, tuningMakesTheFolderAndAFileThatLoads) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "cache" / "ptychodesk" / "fftwf-wisdom";
  const auto tuned = tuneFft(kSides, file);
  ASSERT_TRUE(tuned) << tuned.error().text();
  EXPECT_GT(fs::file_size(file), 100U);
  const auto loaded = loadFftWisdom(file);
  EXPECT_TRUE(loaded) << loaded.error().text();
}

TEST(FftWisdom, tunedTransformsStillTransform) {
  const TemporaryFolder folder;
  ASSERT_TRUE(tuneFft(kSides, folder.path() / "wisdom"));
  const RoundTrip roundTrip(16);
  RoundTripBuffer buffer(16);
  const auto ones = [](std::size_t, std::size_t lines, Complex* rows) { std::fill_n(rows, lines * 16, Complex(1, 0)); };
  roundTrip.forward(buffer, ones, [](std::size_t column, std::size_t lines, const Complex* columns) {
    for (std::size_t i = 0; i < lines * 16; ++i) {
      EXPECT_NEAR(std::abs(columns[i]), column == 0 && i == 0 ? 256 : 0, 1e-4);
    }
  });
}

TEST(FftWisdom, refusesAFileThatIsNoWisdom) {
  const TemporaryFolder folder;
  for (const char* content : {"", "garbage", "(fftw-3.3.10 fftwf_wisdom", "\x7f" "ELF\x01\x02((((()))"}) {
    const auto loaded = loadFftWisdom(folder.write("wisdom", content));
    ASSERT_FALSE(loaded) << content;
    EXPECT_EQ(loaded.error().code, ErrorCode::Unsupported);
    EXPECT_NE(loaded.error().text().find("tune"), std::string::npos);
  }
}

TEST(FftWisdom, refusesACutFileAndThatOfAnotherProcessor) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "wisdom";
  ASSERT_TRUE(tuneFft(kSides, file));
  const std::string content = contentOf(file);
  EXPECT_FALSE(loadFftWisdom(folder.write("cut", content.substr(0, content.size() / 2))));
  std::string foreign = content;  // the first line ends in a digest of the ways to transform that this processor has
  const std::size_t digit = foreign.find("#x") + 2;
  foreign[digit] = foreign[digit] == '1' ? '2' : '1';
  EXPECT_FALSE(loadFftWisdom(folder.write("foreign", foreign)));
}

/// There and back, [side · side].
std::vector<Complex> roundTripped(const ComplexImage& field) {
  const std::size_t side = field.rows();
  const RoundTrip roundTrip(side);
  RoundTripBuffer buffer(side);
  std::vector<Complex> out(field.size());
  roundTrip.run(
      buffer,
      [&](std::size_t row, std::size_t lines, Complex* rows) { std::copy_n(field.row(row), lines * side, rows); },
      [](std::size_t, std::size_t, Complex*) {},
      [&](std::size_t row, std::size_t lines, const Complex* rows) {
        std::copy_n(rows, lines * side, out.begin() + static_cast<std::ptrdiff_t>(row * side));
      });
  return out;
}

TEST(FftWisdom, knownPlansGiveTheSameBitsWhateverWasMeasuredBefore) {
  const TemporaryFolder folder;
  for (const std::size_t side : {64U, 128U, 100U, 256U}) {
    const ComplexImage field = test::randomField(side, side);
    const bool known = useKnownFftPlans();
    const std::vector<Complex> first = roundTripped(field);
    forgetFftWisdom();
    const std::vector<Complex> byRule = roundTripped(field);
    const std::array<std::size_t, 1> sides{side};
    ASSERT_TRUE(tuneFft(sides, folder.path() / "wisdom"));
    EXPECT_EQ(useKnownFftPlans(), known);
    EXPECT_EQ(roundTripped(field), first) << side;
    const auto scale = static_cast<float>(side * side);
    for (std::size_t i = 0; i < field.size(); ++i) {
      ASSERT_LT(std::abs(first[i] / scale - field[i]), 1e-5F) << side;
      ASSERT_LT(std::abs(byRule[i] / scale - field[i]), 1e-5F) << side;
    }
  }
}

TEST(FftWisdom, tuningReplacesAFileOfNoUse) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("wisdom", "garbage");
  ASSERT_TRUE(tuneFft(kSides, file));
  EXPECT_TRUE(loadFftWisdom(file));
}

TEST(FftWisdom, refusesWhatIsNotThereAndSidesThatCannotBe) {
  const TemporaryFolder folder;
  EXPECT_EQ(loadFftWisdom(folder.path() / "none").error().code, ErrorCode::NotFound);
  EXPECT_EQ(loadFftWisdom(folder.path()).error().code, ErrorCode::NotFound);
  EXPECT_EQ(loadFftWisdom({}).error().code, ErrorCode::NotFound);
  EXPECT_EQ(tuneFft(kSides, {}).error().code, ErrorCode::NotFound);
  constexpr std::array<std::size_t, 1> kNone{0};
  EXPECT_EQ(tuneFft(kNone, folder.path() / "wisdom").error().code, ErrorCode::BadInput);
}

TEST(FftWisdom, refusesAFolderThatCannotBeMade) {
  const TemporaryFolder folder;
  const fs::path blocking = folder.write("blocking", "a file");
  EXPECT_FALSE(tuneFft(kSides, blocking / "cache" / "wisdom"));
}

TEST(FftWisdom, livesInTheCacheFolderOfTheUser) {
  const Variable home("HOME", "/users/somebody");
  {
    const Variable cache("XDG_CACHE_HOME", "/var/quick");
    EXPECT_EQ(defaultWisdomPath(), "/var/quick/ptychodesk/fftwf-wisdom");
  }
  {
    const Variable cache("XDG_CACHE_HOME", "relative");
    EXPECT_EQ(defaultWisdomPath(), "/users/somebody/.cache/ptychodesk/fftwf-wisdom");
  }
  const Variable cache("XDG_CACHE_HOME", nullptr);
  const Variable homeless("HOME", nullptr);
  EXPECT_TRUE(defaultWisdomPath().empty());
}

}  // namespace
}  // namespace ptycho
