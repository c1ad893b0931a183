#include "core/base/text_table.h"

#include <algorithm>
#include <map>

namespace ptycho {

namespace {

const std::string& cellOf(const std::vector<std::string>& row, std::size_t column) {
  static const std::string kNothing;
  return column < row.size() ? row[column] : kNothing;
}

/// Code points, not bytes: columns of "0.1 ± 0.2" stay in line.
std::size_t widthOf(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string replacedAll(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// Cells joined, for each row of the table.
template <class Cell>
std::string line(const std::vector<std::string>& row, std::size_t columns, const std::string& between, Cell cell) {
  std::string out;
  for (std::size_t c = 0; c < columns; ++c) out += (c == 0 ? "" : between) + cell(cellOf(row, c), c);
  return out;
}

}  // namespace

std::string csvEscaped(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string latexEscaped(const std::string& text) {
  static const std::map<char, std::string> kSpecial{
      {'&', "\\&"}, {'%', "\\%"}, {'$', "\\$"}, {'#', "\\#"}, {'_', "\\_"}, {'{', "\\{"}, {'}', "\\}"},
      {'~', "\\textasciitilde{}"}, {'^', "\\textasciicircum{}"}, {'\\', "\\textbackslash{}"}};
  std::string out;
  for (const char c : text) {
    const auto special = kSpecial.find(c);
    if (special == kSpecial.end()) out += c;
    else out += special->second;
  }
  out = replacedAll(std::move(out), "±", "$\\pm$");
  out = replacedAll(std::move(out), "×", "$\\times$");
  out = replacedAll(std::move(out), "−", "$-$");
  out = replacedAll(std::move(out), "–", "--");
  return replacedAll(std::move(out), "φ", "$\\varphi$");
}

std::string tableToCsv(const TextTable& table) {
  const auto cell = [](const std::string& text, std::size_t) { return csvEscaped(text); };
  std::string out = line(table.header, table.header.size(), ",", cell) + "\r\n";
  for (const auto& row : table.rows) out += line(row, table.header.size(), ",", cell) + "\r\n";
  return out;
}

std::string tableToMarkdown(const TextTable& table) {
  const std::size_t columns = table.header.size();
  std::vector<std::size_t> widths(columns, 3);
  const auto escaped = [](const std::string& text) {
    return replacedAll(replacedAll(text, "|", "\\|"), "\n", " ");
  };
  const auto measure = [&](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < columns; ++c) widths[c] = std::max(widths[c], widthOf(escaped(cellOf(row, c))));
  };
  measure(table.header);
  for (const auto& row : table.rows) measure(row);
  const auto cell = [&](const std::string& text, std::size_t column) {
    const std::string shown = escaped(text);
    return shown + std::string(widths[column] - widthOf(shown), ' ');
  };
  const auto write = [&](const std::vector<std::string>& row) { return "| " + line(row, columns, " | ", cell) + " |\n"; };
  std::string out = table.caption.empty() ? "" : table.caption + "\n\n";
  out += write(table.header) + "|";
  for (const std::size_t width : widths) out += " " + std::string(width, '-') + " |";
  out += "\n";
  for (const auto& row : table.rows) out += write(row);
  return out;
}

std::string tableToLatex(const TextTable& table) {
  const std::size_t columns = table.header.size();
  const auto cell = [](const std::string& text, std::size_t) { return latexEscaped(text); };
  std::string out = "\\begin{table}\n  \\centering\n";
  if (!table.caption.empty()) out += "  \\caption{" + latexEscaped(table.caption) + "}\n";
  out += "  \\begin{tabular}{l" + std::string(columns > 0 ? columns - 1 : 0, 'r') + "}\n    \\toprule\n";
  out += "    " + line(table.header, columns, " & ", cell) + " \\\\\n    \\midrule\n";
  for (const auto& row : table.rows) out += "    " + line(row, columns, " & ", cell) + " \\\\\n";
  return out + "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n";
}

std::string htmlEscaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') escaped += c;
    }
  }
  return escaped;
}

std::string tableToHtml(const TextTable& table) {
  const std::size_t columns = table.header.size();
  const auto row = [&](const std::vector<std::string>& cells, const std::string& tag) {
    return "<tr>" + line(cells, columns, "", [&](const std::string& text, std::size_t) {
             return "<" + tag + ">" + htmlEscaped(text) + "</" + tag + ">";
           }) + "</tr>\n";
  };
  std::string out = "<table>\n";
  if (!table.caption.empty()) out += "<caption>" + htmlEscaped(table.caption) + "</caption>\n";
  out += "<thead>" + row(table.header, "th") + "</thead>\n<tbody>\n";
  for (const auto& cells : table.rows) out += row(cells, "td");
  return out + "</tbody>\n</table>\n";
}

}  // namespace ptycho
