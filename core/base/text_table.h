#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ptycho {

/// A table of finished texts, for papers and spreadsheets. Rows shorter than the header are filled up with nothing.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::string caption;
};

/// Comma-separated values (RFC 4180); the caption is left out.
[[nodiscard]] std::string tableToCsv(const TextTable& table);
/// GitHub's Markdown, columns aligned for the eye.
[[nodiscard]] std::string tableToMarkdown(const TextTable& table);
/// A LaTeX table in the style of booktabs: first column to the left, the others to the right; "±" and special
/// characters are written so that LaTeX takes them.
[[nodiscard]] std::string tableToLatex(const TextTable& table);
/// HTML5 <table>, texts escaped.
[[nodiscard]] std::string tableToHtml(const TextTable& table);

/// A cell of comma-separated values, quoted where it has to be.
[[nodiscard]] std::string csvEscaped(const std::string& text);
/// What LaTeX reads as its own, and ± × − – φ, in its spelling.
[[nodiscard]] std::string latexEscaped(const std::string& text);
/// & < > " ' as entities, control characters left out: text from anywhere becomes text and nothing else.
[[nodiscard]] std::string htmlEscaped(std::string_view text);

}  // namespace ptycho
