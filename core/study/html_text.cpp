#include "core/study/html_text.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text_table.h"

namespace ptycho {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t k = 0; k < bytes.size(); k += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - k);
    std::uint32_t bits = 0;
    for (std::size_t b = 0; b < 3; ++b) bits = bits << 8 | (b < count ? static_cast<unsigned char>(bytes[k + b]) : 0);
    for (std::size_t letter = 0; letter < 4; ++letter) {
      text += letter <= count ? kLetters[bits >> (18 - 6 * letter) & 63] : '=';
    }
  }
  return text;
}

HtmlTable::HtmlTable(const std::vector<std::string>& heads) : m_text("<table><thead><tr>") {
  for (const std::string& head : heads) m_text += "<th>" + htmlEscaped(head) + "</th>";
  m_text += "</tr></thead><tbody>\n";
}

void HtmlTable::row(const std::vector<std::string>& cells, std::string_view css) {
  m_text += css.empty() ? std::string("<tr>") : "<tr class=\"" + htmlEscaped(css) + "\">";
  for (const std::string& cell : cells) m_text += "<td>" + htmlEscaped(cell) + "</td>";
  m_text += "</tr>\n";
}

}  // namespace ptycho
