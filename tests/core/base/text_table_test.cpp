#include "core/base/text_table.h"

#include <gtest/gtest.h>

namespace ptycho {
namespace {

TextTable sample() {
  return {{"method", "A, %"}, {{"flat_chain", "0.1 ± 0.2"}, {"say \"hi\" & <go>"}}, "All|of it"};
}

TEST(TextTable, csvQuotesWhatNeedsIt) {
  EXPECT_EQ(tableToCsv(sample()), "method,\"A, %\"\r\nflat_chain,0.1 ± 0.2\r\n\"say \"\"hi\"\" & <go>\",\r\n");
}

TEST(TextTable, markdownStaysInLine) {
  EXPECT_EQ(tableToMarkdown({{"a", "b"}, {{"x|y", "1 ± 2"}, {"z"}}, ""}),
            "| a    | b     |\n| ---- | ----- |\n| x\\|y | 1 ± 2 |\n| z    |       |\n");
}

TEST(TextTable, latexTakesSpecialCharacters) {
  const std::string text = tableToLatex(sample());
  EXPECT_NE(text.find("flat\\_chain & 0.1 $\\pm$ 0.2 \\\\"), std::string::npos) << text;
  EXPECT_NE(text.find("method & A, \\% \\\\"), std::string::npos) << text;
  EXPECT_NE(text.find("{lr}"), std::string::npos);
}

TEST(TextTable, htmlIsEscaped) {
  const std::string text = tableToHtml(sample());
  EXPECT_NE(text.find("<td>say &quot;hi&quot; &amp; &lt;go&gt;</td><td></td>"), std::string::npos) << text;
}

}  // namespace
}  // namespace ptycho
