#include "core/import/text_positions.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;
using Values = std::vector<std::array<double, 2>>;

class TextPositionsOf : public ::testing::Test {
 protected:
  Result<GivenPositions> read(const std::string& text, const std::string& name = "scan.csv") {
    std::ofstream(m_folder / name, std::ios::binary) << text;
    return readTextPositions(m_folder / name);
  }
  GivenPositions values(const std::string& text) {
    auto read = this->read(text);
    EXPECT_TRUE(read) << read.error().text();
    return read ? std::move(*read) : GivenPositions();
  }
  std::string refusal(const std::string& text) {
    const auto read = this->read(text);
    return read ? "read" : read.error().text().substr((m_folder / "scan.csv").string().size());
  }
  static std::string convention(const GivenPositions& positions, const std::string& key) {
    RawScan scan;
    scan.conventions = positions.conventions;
    return conventionText(scan, key);
  }

  ScratchFolder m_folder;
};

TEST_F(TextPositionsOf, commasAreYxAndSpacesXy) {
  const Values expected{{1e-6, -2}, {3, 4.5}};
  for (const char* text : {"1e-6,-2\n3,4.5\n", "1e-6, -2\r\n3, 4.5", "+1e-6;-2\n3;4.5\n\n", "\xef\xbb\xbf" "1e-6,-2\n3,4.5\n"}) {
    const auto read = values(text);
    EXPECT_EQ(read.values, expected) << text;
    EXPECT_EQ(convention(read, "position_axes"), "yx (assumed)");
    EXPECT_EQ(convention(read, "position_unit"), "");
  }
  for (const char* text : {"1e-6 -2\n3   4.5\n", "1e-6\t-2\n3\t4.5", "# a comment\n 1e-6 -2 # here too\n% and here\n3 4.5"}) {
    const auto read = values(text);
    EXPECT_EQ(read.values, expected) << text;
    EXPECT_EQ(convention(read, "position_axes"), "xy (assumed)");
  }
}

TEST_F(TextPositionsOf, namesTellColumnsAndUnits) {
  for (const auto& [header, axes, unit] :
       {std::tuple("x_um,y_um", "xy (stated)", "um (stated)"), {"Y [nm],X [nm]", "yx (stated)", "nm (stated)"},
        {"row,col", "yx (stated)", "px (assumed)"}, {"# x y", "xy (stated)", ""},
        {"\"sample_x (µm)\";\"sample_y (µm)\"", "xy (stated)", "um (stated)"}, {"# written by hand\n# ycoords,xcoords", "yx (stated)", ""},
        {"x_um,y_mm", "xy (stated)", ""}, {"col_px\trow_px", "xy (stated)", "px (stated)"}}) {
    const auto read = values(std::string(header) + "\n1,2\n3,4\n");
    EXPECT_EQ(read.values, (Values{{1, 2}, {3, 4}})) << header;
    EXPECT_EQ(convention(read, "position_axes"), axes) << header;
    EXPECT_EQ(convention(read, "position_unit"), unit) << header;
  }
}

TEST_F(TextPositionsOf, namedColumnsMayStandAnywhereAndAnIndexSorts) {
  const auto read = values("frame,dwell,y_m,x_m\n2,0.1,5,6\n0,0.1,1,2\n1,0.1,3,4\n");
  EXPECT_EQ(read.values, (Values{{1, 2}, {3, 4}, {5, 6}}));
  EXPECT_EQ(convention(read, "position_axes"), "yx (stated)");
  EXPECT_EQ(read.notes.size(), 2U);
}

TEST_F(TextPositionsOf, threeColumnsHaveAnIndexBeforeOrAThirdAxisBehind) {
  EXPECT_EQ(values("0,10,20\n1,30,40\n2,50,60\n").values, (Values{{10, 20}, {30, 40}, {50, 60}}));
  EXPECT_EQ(values("1 10 20\n2 30 40\n").values, (Values{{10, 20}, {30, 40}}));
  EXPECT_EQ(values("5 10 0\n6 30 0\n").values, (Values{{5, 10}, {6, 30}}));
}

TEST_F(TextPositionsOf, whatIsWrongIsNamedByItsLine) {
  EXPECT_EQ(refusal("1,2\n3,nan\n"), ":line 2: has nan; positions must be finite numbers.");
  EXPECT_EQ(refusal("1,2\n\n# x\ninf,2\n"), ":line 4: has inf; positions must be finite numbers.");
  EXPECT_EQ(refusal("1,2\n3,4,5\n"), ":line 2: has 3 columns where the lines before it have 2.");
  EXPECT_EQ(refusal("1,2\n3,four\n"), ":line 2: has 'four' where a number is needed.");
  EXPECT_EQ(refusal("1,2\n3,\n"), ":line 2: has 1 columns where the lines before it have 2.");
  EXPECT_EQ(refusal("1,2\n3,4x\n"), ":line 2: has '4x' where a number is needed.");
  EXPECT_NE(refusal("hello world\n1 2\n").find("line 1: has 'hello' where a number, or names"), std::string::npos);
  EXPECT_NE(refusal("1 2 3 4\n").find("has 4 columns"), std::string::npos);
  EXPECT_NE(refusal("# nothing\n\n").find("holds no positions"), std::string::npos);
  EXPECT_NE(refusal("1\n2\n").find("has 1 columns"), std::string::npos);
  EXPECT_NE(refusal(std::string(10'000, '1')).find("longer than 4096 bytes"), std::string::npos);
  EXPECT_NE(refusal(std::string("1,2\n\0,3\n", 8)).find("no text"), std::string::npos);
  EXPECT_FALSE(readTextPositions(m_folder / "none.csv"));
}

TEST_F(TextPositionsOf, theyTakeThePlaceOfTheScansOwn) {
  const auto values = countedFloats(2 * 64);
  const std::vector<double> coordinates{1, 2};
  ASSERT_TRUE(writeNpz(m_folder / "a.npz",
                       {npzArray("diff3d", {2, 8, 8}, values.data()), npzArray("xcoords", {2}, coordinates.data()),
                        npzArray("ycoords", {2}, coordinates.data())}, false));
  ASSERT_TRUE(read("y_um,x_um\n10,20\n30,40\n"));
  ImportSpec spec;
  spec.positions_file = (m_folder / "scan.csv").string();
  const auto scan = openScan(m_folder / "a.npz", spec);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->positions, (Values{{10, 20}, {30, 40}}));
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (stated)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "um (stated)");
  EXPECT_TRUE(hasNote(*scan, "2 positions come from scan.csv"));
}

}  // namespace
}  // namespace ptycho
