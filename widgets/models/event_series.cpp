#include "widgets/models/event_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool isNumber(const Json& value) {
  if (!value.is_string()) return value.is_number() || value.is_boolean() || value.is_null();
  const auto& text = value.get_ref<const std::string&>();
  return text == "nan" || text == "inf" || text == "-inf";
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out(1, '"');
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

}  // namespace

void EventSeries::append(const std::vector<Json>& events) {
  for (const auto& event : events) {
    if (event.is_object()) appendRow(event);
  }
}

void EventSeries::appendRow(const Json& event) {
  for (const auto& [key, value] : event.items()) {
    if (value.is_structured()) continue;
    const bool known = m_numbers.contains(key) || m_texts.contains(key);
    if (!known) m_order.push_back(key);
    if (isNumber(value)) {
      auto& column = m_numbers[key];
      column.resize(m_rows, kNaN);
      column.push_back(value.is_boolean() ? static_cast<double>(value.get<bool>()) : jsonToNumber(value));
    } else {
      auto& column = m_texts[key];
      column.resize(m_rows);
      column.push_back(value.get<std::string>());
    }
  }
  ++m_rows;
  for (auto& [key, column] : m_numbers) column.resize(m_rows, kNaN);
  for (auto& [key, column] : m_texts) column.resize(m_rows);
}

void EventSeries::clear() { *this = {}; }

const std::vector<double>& EventSeries::column(const std::string& name) const {
  static const std::vector<double> kNone;
  const auto found = m_numbers.find(name);
  return found == m_numbers.end() ? kNone : found->second;
}

const std::vector<std::string>& EventSeries::text(const std::string& name) const {
  static const std::vector<std::string> kNone;
  const auto found = m_texts.find(name);
  return found == m_texts.end() ? kNone : found->second;
}

bool EventSeries::hasNumbers(const std::string& name) const {
  const auto& values = column(name);
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

std::vector<std::string> EventSeries::columnNames() const { return m_order; }

std::string EventSeries::toCsv() const {
  std::string csv;
  const auto endCell = [&](std::size_t k) { csv += k + 1 < m_order.size() ? ',' : '\n'; };
  for (std::size_t k = 0; k < m_order.size(); ++k) {
    csv += quoted(m_order[k]);
    endCell(k);
  }
  for (std::size_t row = 0; row < m_rows; ++row) {
    for (std::size_t k = 0; k < m_order.size(); ++k) {
      const auto texts = m_texts.find(m_order[k]);
      const auto numbers = m_numbers.find(m_order[k]);
      if (texts != m_texts.end() && !texts->second[row].empty()) csv += quoted(texts->second[row]);
      else if (numbers != m_numbers.end() && !std::isnan(numbers->second[row]))
        csv += fmt::format("{}", numbers->second[row]);
      endCell(k);
    }
  }
  return csv;
}

}  // namespace ptycho
