#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/spec_json.h"

namespace ptycho {

/// The numbers of events.jsonl as columns, one row per event; grows with the file and is never read twice.
/// "nan", "inf", "-inf" are numbers; other texts ("dm") are kept in text columns. A field that an event lacks
/// is NaN or empty in its row.
class EventSeries {
 public:
  void append(const std::vector<Json>& events);
  void clear();

  [[nodiscard]] std::size_t size() const { return m_rows; }
  [[nodiscard]] bool empty() const { return m_rows == 0; }
  /// All rows of a numeric column; an unknown name gives an empty vector.
  [[nodiscard]] const std::vector<double>& column(const std::string& name) const;
  [[nodiscard]] const std::vector<std::string>& text(const std::string& name) const;
  [[nodiscard]] bool hasNumbers(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> columnNames() const;
  /// Comma-separated values with a header line; numbers with all their digits, not-a-number left empty.
  [[nodiscard]] std::string toCsv() const;

 private:
  void appendRow(const Json& event);
  std::size_t m_rows = 0;
  std::vector<std::string> m_order;  ///< of first appearance
  std::map<std::string, std::vector<double>> m_numbers;
  std::map<std::string, std::vector<std::string>> m_texts;
};

}  // namespace ptycho
