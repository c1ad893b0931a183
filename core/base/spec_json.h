#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/base/spec_field.h"

namespace ptycho {

using Json = nlohmann::json;

/// Parses JSON that may come from anywhere: at most 256 MiB, nesting at most 64 deep, never throws.
/// Numbers written as "nan", "inf", "-inf" stay strings; read them with jsonNumber().
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& where);
[[nodiscard]] Result<Json> readJsonFile(const std::filesystem::path& file);
/// One line; invalid UTF-8 is replaced, never an exception.
[[nodiscard]] std::string jsonText(const Json& json, int indent = -1);

/// NaN and infinities as "nan", "inf", "-inf" (JSON itself would turn them into null).
[[nodiscard]] Json jsonNumber(double value);
/// The other way; anything that is no number gives NaN.
[[nodiscard]] double jsonToNumber(const Json& json);

/// The text under a key; empty where there is none, or something else.
[[nodiscard]] std::string stringAt(const Json& json, const char* key);
/// The number under a key, "nan" and "inf" too; NaN where there is none.
[[nodiscard]] double numberAt(const Json& json, const char* key);

[[nodiscard]] Json fieldValueToJson(const FieldValue& value);
[[nodiscard]] Result<FieldValue> fieldValueFromJson(const Json& json, std::string_view key);

/// The number under "schema" of a specification: an error when it is none, or newer than this program knows.
[[nodiscard]] Result<void> checkSchemaNumber(const Json& number, int newest);

template <class Spec>
Json specToJson(const Spec& spec) {
  Json json = Json::object();
  for (const auto& field : Spec::fields()) json[field.info.key] = fieldValueToJson(field.get(spec));
  return json;
}

/// Sets the fields that `json` names; the rest keeps its value. Unknown keys are an error.
template <class Spec>
Result<void> specFromJson(Spec& spec, const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object of fields.");
  for (const auto& [key, value] : json.items()) {
    PTYCHO_TRY(const FieldValue fieldValue, fieldValueFromJson(value, key));
    PTYCHO_CHECK(assignField(spec, key, fieldValue));
  }
  return {};
}

}  // namespace ptycho
