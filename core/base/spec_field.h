#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// A spec is a plain aggregate with defaults in place. Its fields are listed once, in
/// `static const FieldList<Spec>& fields()`, and JSON, HDF5 attributes, command-line options, `--help`
/// and the forms of the window all come from that list.
using FieldValue = std::variant<bool, std::int64_t, double, std::string>;

enum class FieldKind { Flag, Integer, Real, Text, Choice };

/// What a person needs to know about a field.
struct FieldInfo {
  std::string key;    ///< JSON and HDF5 key, option name: snake_case with the unit in it
  std::string label;  ///< short, for forms
  std::string unit;   ///< "px", "rad", …; empty when it has none
  std::string help;   ///< one sentence
  FieldKind kind = FieldKind::Real;
  double minimum = 0;
  double maximum = 0;
  std::vector<std::string> choices;  ///< for FieldKind::Choice, in the order of the enum
  std::string group;                 ///< heading under which a form shows it; empty: at the top, without one
  std::vector<std::string> choice_labels = {};  ///< what people call the choices; as many as choices, or empty
  std::vector<std::string> choice_notes = {};   ///< a sentence or source for each choice; as many, or empty
};

template <class Spec>
struct Field {
  FieldInfo info;
  std::function<FieldValue(const Spec&)> get;
  std::function<void(Spec&, const FieldValue&)> set;  ///< the value has passed checkFieldValue()
};

template <class Spec>
using FieldList = std::vector<Field<Spec>>;

/// The fields with a heading, to be joined with joined().
template <class Spec>
FieldList<Spec> grouped(const std::string& group, FieldList<Spec> fields) {
  for (auto& field : fields) field.info.group = group;
  return fields;
}
/// Several lists as one, in order.
template <class Spec>
FieldList<Spec> joined(std::initializer_list<FieldList<Spec>> lists) {
  FieldList<Spec> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// Converts (integer to real, …) and checks range and choices; the error names key, value and limits.
[[nodiscard]] Result<FieldValue> checkFieldValue(const FieldInfo& info, const FieldValue& value);
/// The same from text, as typed on a command line.
[[nodiscard]] Result<FieldValue> parseFieldText(const FieldInfo& info, std::string_view text);
/// The value as text that parseFieldText() reads back to the same value.
[[nodiscard]] std::string fieldText(const FieldValue& value);
/// What people call a value: the label of a choice where it has one, else fieldText().
[[nodiscard]] std::string fieldLabel(const FieldInfo& info, const FieldValue& value);
/// "sigma_px [px, 0.1 … 4096]: help"
[[nodiscard]] std::string fieldHelp(const FieldInfo& info);

namespace detail {
template <class Member>
FieldValue toFieldValue(const Member& member) {
  if constexpr (std::is_same_v<Member, bool>) return member;
  else if constexpr (std::is_integral_v<Member>) return static_cast<std::int64_t>(member);
  else if constexpr (std::is_floating_point_v<Member>) return static_cast<double>(member);
  else return member;
}
template <class Member>
void fromFieldValue(Member& member, const FieldValue& value) {
  if constexpr (std::is_same_v<Member, bool>) member = std::get<bool>(value);
  else if constexpr (std::is_integral_v<Member>) member = static_cast<Member>(std::get<std::int64_t>(value));
  else if constexpr (std::is_floating_point_v<Member>) member = static_cast<Member>(std::get<double>(value));
  else member = std::get<std::string>(value);
}
template <class Member>
constexpr FieldKind kindOf() {
  if constexpr (std::is_same_v<Member, bool>) return FieldKind::Flag;
  else if constexpr (std::is_integral_v<Member>) return FieldKind::Integer;
  else if constexpr (std::is_floating_point_v<Member>) return FieldKind::Real;
  else return FieldKind::Text;
}
}  // namespace detail

/// A flag, number or text field bound to a member; the kind follows from the member's type.
template <class Spec, class Member>
Field<Spec> field(std::string key, std::string label, std::string unit, double minimum, double maximum,
                  std::string help, Member Spec::* member) {
  return {{std::move(key), std::move(label), std::move(unit), std::move(help), detail::kindOf<Member>(),
           minimum, maximum, {}, {}},
          [member](const Spec& spec) { return detail::toFieldValue(spec.*member); },
          [member](Spec& spec, const FieldValue& value) { detail::fromFieldValue(spec.*member, value); }};
}

/// A flag or text field (no range).
template <class Spec, class Member>
Field<Spec> field(std::string key, std::string label, std::string help, Member Spec::* member) {
  return field(std::move(key), std::move(label), {}, 0, 0, std::move(help), member);
}

/// An enum field; `choices` are the names of the enumerators 0, 1, 2, ….
template <class Spec, class Enum>
Field<Spec> choiceField(std::string key, std::string label, std::vector<std::string> choices,
                        std::string help, Enum Spec::* member) {
  FieldInfo info{std::move(key), std::move(label), {}, std::move(help), FieldKind::Choice, 0, 0, choices, {}};
  return {std::move(info),
          [member, choices](const Spec& spec) -> FieldValue {
            return choices.at(static_cast<std::size_t>(spec.*member));
          },
          [member, choices](Spec& spec, const FieldValue& value) {
            const auto& name = std::get<std::string>(value);
            for (std::size_t i = 0; i < choices.size(); ++i) {
              if (choices[i] == name) spec.*member = static_cast<Enum>(i);
            }
          }};
}

/// A choice field whose choices have names for people, and notes.
template <class Spec>
Field<Spec> named(Field<Spec> field, std::vector<std::string> labels, std::vector<std::string> notes = {}) {
  field.info.choice_labels = std::move(labels);
  field.info.choice_notes = std::move(notes);
  return field;
}

/// Sets one field by key; an unknown key is an error that lists the known ones.
template <class Spec>
Result<void> assignField(Spec& spec, std::string_view key, const FieldValue& value);
/// The same from command-line text.
template <class Spec>
Result<void> assignFieldText(Spec& spec, std::string_view key, std::string_view text);

[[nodiscard]] tl::unexpected<Error> unknownField(std::string_view key, const std::vector<std::string>& known);

template <class Spec>
const Field<Spec>* findField(std::string_view key) {
  for (const auto& candidate : Spec::fields()) {
    if (candidate.info.key == key) return &candidate;
  }
  return nullptr;
}

template <class Spec>
std::vector<std::string> fieldKeys() {
  std::vector<std::string> keys;
  for (const auto& candidate : Spec::fields()) keys.push_back(candidate.info.key);
  return keys;
}

template <class Spec>
Result<void> assignField(Spec& spec, std::string_view key, const FieldValue& value) {
  const auto* found = findField<Spec>(key);
  if (!found) return unknownField(key, fieldKeys<Spec>());
  PTYCHO_TRY(const FieldValue checked, checkFieldValue(found->info, value));
  found->set(spec, checked);
  return {};
}

template <class Spec>
Result<void> assignFieldText(Spec& spec, std::string_view key, std::string_view text) {
  const auto* found = findField<Spec>(key);
  if (!found) return unknownField(key, fieldKeys<Spec>());
  PTYCHO_TRY(const FieldValue parsed, parseFieldText(found->info, text));
  found->set(spec, parsed);
  return {};
}

}  // namespace ptycho
