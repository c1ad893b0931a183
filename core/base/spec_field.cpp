#include "core/base/spec_field.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ptycho {

namespace {

std::string rangeText(const FieldInfo& info) {
  const std::string unit = info.unit.empty() ? "" : " " + info.unit;
  return fmt::format("{:.12g} … {:.12g}{}", info.minimum, info.maximum, unit);
}

Result<FieldValue> inRange(const FieldInfo& info, double number, FieldValue value) {
  if (!std::isfinite(number)) {
    return badInput(fmt::format("is not a finite number; give one in {}.", rangeText(info)), info.key);
  }
  if (number < info.minimum || number > info.maximum) {
    return badInput(fmt::format("{:.12g} is outside {}; give a value inside.", number, rangeText(info)), info.key);
  }
  return value;
}

Result<FieldValue> wrongType(const FieldInfo& info, std::string_view expected) {
  return badInput(fmt::format("needs {}.", expected), info.key);
}

}  // namespace

Result<FieldValue> checkFieldValue(const FieldInfo& info, const FieldValue& value) {
  switch (info.kind) {
    case FieldKind::Flag:
      if (std::holds_alternative<bool>(value)) return value;
      return wrongType(info, "true or false");
    case FieldKind::Integer:
      if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return inRange(info, static_cast<double>(*integer), value);
      }
      if (const auto* real = std::get_if<double>(&value); real && *real == std::floor(*real) && std::abs(*real) < 9e15) {
        return inRange(info, *real, static_cast<std::int64_t>(*real));
      }
      return wrongType(info, "a whole number");
    case FieldKind::Real:
      if (const auto* real = std::get_if<double>(&value)) return inRange(info, *real, value);
      if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        const auto real = static_cast<double>(*integer);
        return inRange(info, real, real);
      }
      return wrongType(info, "a number");
    case FieldKind::Text:
      if (std::holds_alternative<std::string>(value)) return value;
      return wrongType(info, "text");
    case FieldKind::Choice:
      if (const auto* name = std::get_if<std::string>(&value)) {
        for (const auto& choice : info.choices) {
          if (choice == *name) return value;
        }
        return badInput(fmt::format("\"{}\" is not known; choose one of {}.", *name, fmt::join(info.choices, ", ")),
                        info.key);
      }
      return wrongType(info, fmt::format("one of {}", fmt::join(info.choices, ", ")));
  }
  return wrongType(info, "another type");
}

Result<FieldValue> parseFieldText(const FieldInfo& info, std::string_view text) {
  const auto* begin = text.data();
  const auto* end = begin + text.size();
  switch (info.kind) {
    case FieldKind::Flag:
      if (text == "true" || text == "1" || text == "yes" || text == "on") return FieldValue{true};
      if (text == "false" || text == "0" || text == "no" || text == "off") return FieldValue{false};
      return wrongType(info, "true or false");
    case FieldKind::Integer: {
      std::int64_t integer = 0;
      const auto [stop, status] = std::from_chars(begin, end, integer);
      if (status != std::errc{} || stop != end) {
        return badInput(fmt::format("\"{}\" is not a whole number.", text), info.key);
      }
      return checkFieldValue(info, integer);
    }
    case FieldKind::Real: {
      double real = 0;
      const auto [stop, status] = std::from_chars(begin, end, real);
      if (status != std::errc{} || stop != end) {
        return badInput(fmt::format("\"{}\" is not a number.", text), info.key);
      }
      return checkFieldValue(info, real);
    }
    case FieldKind::Text:
    case FieldKind::Choice: return checkFieldValue(info, std::string(text));
  }
  return wrongType(info, "another type");
}

std::string fieldText(const FieldValue& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool>) return v ? "true" : "false";
        else if constexpr (std::is_same_v<T, std::string>) return v;
        else return fmt::format("{}", v);
      },
      value);
}

std::string fieldLabel(const FieldInfo& info, const FieldValue& value) {
  const std::string text = fieldText(value);
  for (std::size_t i = 0; i < std::min(info.choices.size(), info.choice_labels.size()); ++i) {
    if (info.choices[i] == text) return info.choice_labels[i];
  }
  return text;
}

std::string fieldHelp(const FieldInfo& info) {
  std::string range;
  if (info.kind == FieldKind::Integer || info.kind == FieldKind::Real) range = rangeText(info);
  if (info.kind == FieldKind::Choice) range = fmt::format("{}", fmt::join(info.choices, "|"));
  return range.empty() ? info.help : fmt::format("{} [{}]", info.help, range);
}

tl::unexpected<Error> unknownField(std::string_view key, const std::vector<std::string>& known) {
  return badInput(fmt::format("is not a known field; the fields are {}.", fmt::join(known, ", ")), std::string(key));
}

}  // namespace ptycho
