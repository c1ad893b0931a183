#include "core/base/spec_json.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include <fmt/format.h>

namespace ptycho {

namespace {
constexpr std::size_t kMaxJsonBytes = 256ull << 20;
constexpr int kMaxJsonDepth = 64;
}  // namespace

Result<Json> parseJson(std::string_view text, const std::string& where) {
  if (text.size() > kMaxJsonBytes) return badInput("is larger than the limit of 256 MiB for JSON.", where);
  // Brackets are counted first: neither the parser nor the value's destructor ever sees a deep tree.
  int depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\') ++i;
      else if (c == '"') inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) return badInput("is nested deeper than 64 levels; it is no file of this program.", where);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return badInput("is not valid JSON; correct it or write it again.", where);
  return json;
}

Result<Json> readJsonFile(const std::filesystem::path& file) {
  std::error_code status;
  const auto size = std::filesystem::file_size(file, status);
  if (status) return fail(ErrorCode::NotFound, "cannot be read: " + status.message() + ".", file.string());
  if (size > kMaxJsonBytes) return badInput("is larger than the limit of 256 MiB for JSON.", file.string());
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::Io, "cannot be opened for reading; check its permissions.", file.string());
  std::ostringstream text;
  text << stream.rdbuf();
  return parseJson(text.str(), file.string());
}

std::string jsonText(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json jsonNumber(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

double jsonToNumber(const Json& json) {
  if (json.is_number()) return json.get<double>();
  if (json == "inf") return std::numeric_limits<double>::infinity();
  if (json == "-inf") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

std::string stringAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double numberAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() ? std::numeric_limits<double>::quiet_NaN() : jsonToNumber(*found);
}

Json fieldValueToJson(const FieldValue& value) {
  return std::visit(
      [](const auto& v) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, double>) return jsonNumber(v);
        else return v;
      },
      value);
}

Result<FieldValue> fieldValueFromJson(const Json& json, std::string_view key) {
  if (json.is_boolean()) return FieldValue{json.get<bool>()};
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return badInput("is too large a number.", std::string(key));
  }
  if (json.is_number_integer()) return FieldValue{json.get<std::int64_t>()};
  if (json.is_number_float()) return FieldValue{json.get<double>()};
  if (json.is_string()) return FieldValue{json.get<std::string>()};
  return badInput("must be a flag, a number or text.", std::string(key));
}

Result<void> checkSchemaNumber(const Json& number, int newest) {
  if (number.is_number_integer() && number.get<std::int64_t>() <= newest) return {};
  return fail(ErrorCode::Unsupported, fmt::format("was written by a newer program (this one knows schema {}); "
                                                  "update the program.", newest), "schema");
}

}  // namespace ptycho
