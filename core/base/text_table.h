#pragma once

#include <string>
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

/// Texts with what HTML reads as its own (& < > ") replaced.
[[nodiscard]] std::string htmlEscaped(const std::string& text);

}  // namespace ptycho
