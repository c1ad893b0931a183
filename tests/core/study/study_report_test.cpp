#include "core/base/text_table.h"
#include "core/study/study_report.h"

#include <cmath>
#include <regex>
#include <stack>

#include "core/exchange/jpeg_picture.h"
#include "core/study/html_text.h"
#include "core/study/report_curves.h"
#include "core/study/report_html.h"
#include "core/study/report_pictures.h"
#include "tests/core/study/planted_study.h"

namespace ptycho::testing {

using StudyReport = PlantedStudy;

namespace {

/// Empty when every tag is closed, in the right order, and no & or < stands alone; else what is wrong.
std::string malformed(const std::string& html) {
  std::stack<std::string> open;
  const std::string text = html.substr(html.find('\n'));  // without <!DOCTYPE>
  static const std::regex tag("<(/?)([a-zA-Z0-9]+)([^<>]*)>");
  std::size_t tags = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), tag), end; at != end; ++at, ++tags) {
    const std::string name = (*at)[2];
    if ((*at)[1] == "/") {
      if (open.empty() || open.top() != name)
        return "</" + name + "> closes " + (open.empty() ? "nothing" : open.top());
      open.pop();
    } else if (!std::string((*at)[3]).ends_with("/")) {
      open.push(name);
    }
  }
  if (!open.empty()) return open.top() + " stays open";
  if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '<')) != tags) return "a < stands alone";
  static const std::regex entity("&(?!(amp|lt|gt|quot|#39);)");
  return std::regex_search(text, entity) ? "an & stands alone" : "";
}

}  // namespace

TEST_F(StudyReport, isWellFormedAndNeedsNothingElse) {
  const std::string html = studyHtml(results(), m_folder.path());
  EXPECT_EQ(malformed(html), "");
  EXPECT_NE(html.find("Planted &lt;study&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<study>"), std::string::npos);
  for (const char* reference :
       {"http:", "https:", "src=\"/", "href=", "url(", "@import", "<script", "<link", "file:"}) {
    EXPECT_EQ(html.find(reference), std::string::npos) << reference;
  }
  EXPECT_NE(html.find("0.2500\u00A0±\u00A00.1049"), std::string::npos);
  EXPECT_NE(html.find("<svg"), std::string::npos);
  EXPECT_NE(html.find("data:image/jpeg;base64,/9j/"), std::string::npos);
  EXPECT_NE(html.find("leaf &lt;2&gt; &amp; co: amplitude 0.3000"), std::string::npos);
  EXPECT_NE(html.find("ptychodesk-cli train --spec specs/train-net-60-seed2.json"), std::string::npos);
  EXPECT_NE(html.find("base_channels"), std::string::npos);
}

TEST_F(StudyReport, isWrittenWithItsTables) {
  ASSERT_TRUE(writeStudyReport(results(), m_folder.path()));
  for (const char* name : {study_file::kJson, study_file::kCsv, study_file::kMarkdown, study_file::kLatex,
                           study_file::kHtml}) {
    EXPECT_TRUE(std::filesystem::exists(m_folder.path() / name)) << name;
  }
  EXPECT_TRUE(readJsonFile(m_folder.path() / study_file::kJson));
}

TEST_F(StudyReport, ofAStudyThatHasNotBegunSaysSo) {
  const TemporaryFolder nothing;
  const std::string html = studyHtml(collectStudy(nothing.path(), m_spec, m_plan), nothing.path());
  EXPECT_EQ(malformed(html), "");
  EXPECT_NE(html.find("0 of 5 runs done"), std::string::npos);
  EXPECT_NE(html.find("– (not begun)"), std::string::npos);
}

TEST(Chart, keepsEverySpikeOfALongHistory) {
  ChartLine line{"loss", {}, 0, false, false};
  for (int k = 0; k < 100'000; ++k) line.points.emplace_back(k, k == 54'321 ? 100.0 : 1.0);
  const std::string svg = chartSvg({"t", "x", "y", true, {line}});
  EXPECT_LT(svg.size(), 60'000U);
  // The margin is a twentieth of the range, so the spike comes to within a tenth of the top.
  std::smatch found;
  double top = 1000;
  static const std::regex point("[ML]([0-9.]+) ([0-9.]+)");
  const std::string path = svg.substr(svg.find("class=\"line"));
  for (std::sregex_iterator at(path.begin(), path.end(), point), end; at != end; ++at) {
    top = std::min(top, std::stod((*at)[2]));
  }
  EXPECT_LT(top, 60);
}

TEST(Chart, drawsWhatThereIs) {
  const double nan = std::nan("");
  for (const bool logarithmic : {false, true}) {
    EXPECT_EQ(malformed("\n" + chartSvg({"<t>", "x", "y", logarithmic, {}})), "");
    const ChartLine odd{"a & b", {{0, 1}, {1, nan}, {2, 0}, {3, -1}, {nan, 3}, {4, 2}}, 9, false, true};
    const std::string svg = chartSvg({"t", "x", "y", logarithmic, {odd}});
    EXPECT_EQ(malformed("\n" + svg), "");
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("inf"), std::string::npos);
    EXPECT_EQ(malformed("\n" + chartSvg({"t", "x", "y", logarithmic, {{"one", {{5, 0.25}}, 0, false, false}}})), "");
  }
}

TEST(Smoothing, startsAtTheFirstValueAndKeepsAConstant) {
  const auto constant = smoothed({{0, 2}, {1, 2}, {2, std::nan("")}, {3, 2}}, 0.9);
  EXPECT_NEAR(constant[0].second, 2, 1e-12);
  EXPECT_TRUE(std::isnan(constant[2].second));
  EXPECT_NEAR(constant[3].second, 2, 1e-12);
  EXPECT_EQ(smoothed({{0, 1}, {1, 5}}, 0)[1].second, 5);
}

TEST(Html, escapesAndEncodes) {
  EXPECT_EQ(htmlEscaped("<a href='x'>&\"\x01"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Jpeg, isOne) {
  const std::vector<std::uint8_t> rgb(8 * 16 * 3, 128);
  const std::string bytes = jpegOf(rgb, 8, 16);
  EXPECT_EQ(bytes.substr(0, 3), "\xFF\xD8\xFF");
  EXPECT_EQ(bytes.substr(bytes.size() - 2), "\xFF\xD9");
  EXPECT_THROW((void)jpegOf(rgb, 8, 15), std::invalid_argument);
}

TEST(WorstPanels, areTheWorstFirstAndShrunk) {
  Evaluation evaluation;
  evaluation.methods = {"a", "b"};
  ComplexImage truth(400, 400, Complex(0.7F, -0.2F));
  for (std::size_t k = 0; k < truth.size(); k += 3) truth[k] = {0.5F, 0};
  for (int k = 0; k < 3; ++k) {
    EvaluationRecord record;
    record.image = k;
    record.name = std::to_string(k);
    record.amplitude_nrmse = k == 1 ? 0.5 : 0.1 * k;
    record.phase_nrmse = 0;
    evaluation.records.push_back(record);
    evaluation.kept.push_back({k, 0, truth, truth});
  }
  const auto panels = worstPanels(evaluation, 0, 2);
  ASSERT_EQ(panels.size(), 2U);
  EXPECT_EQ(panels[0].name, "1");
  EXPECT_EQ(panels[1].name, "2");
  EXPECT_EQ(panels[0].rows, 133);
  EXPECT_EQ(panels[0].cols, 6 * 133 + 5 * 4);
  EXPECT_NEAR(panels[0].amplitude_range, 0, 1e-6);
  EXPECT_TRUE(worstPanels(evaluation, 1, 2).empty());
}

}  // namespace ptycho::testing
