#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ptycho {

/// RFC 4648, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

/// A table with heads, from plain text.
class HtmlTable {
 public:
  /// @param heads  plain text
  explicit HtmlTable(const std::vector<std::string>& heads);
  /// Plain text. @param css  class of the row; empty: none
  void row(const std::vector<std::string>& cells, std::string_view css = {});
  [[nodiscard]] std::string text() const { return m_text + "</tbody></table>\n"; }

 private:
  std::string m_text;
};

}  // namespace ptycho
