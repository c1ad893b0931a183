#include "core/store/acquisition_conventions.h"

#include <fmt/format.h>

namespace ptycho {

namespace {

/// An attribute of /patterns that must be one of two words; absent means the first, as schema 1 defines it.
Result<bool> isSecond(const H5Reader& reader, const char* name, const char* first, const char* second) {
  PTYCHO_TRY(const auto text, reader.textAttribute(kPatternsPath, name));
  if (!text || *text == first) return false;
  if (*text == second || (std::string_view(second) == "centre" && *text == "center")) return true;
  return badInput(
      fmt::format("has the attribute {} = \"{}\"; it must be \"{}\" or \"{}\".", name, printable(*text), first, second),
      reader.where(kPatternsPath));
}

}  // namespace

Result<bool> holdsAmplitudes(const H5Reader& reader) { return isSecond(reader, "quantity", "intensity", "amplitude"); }
Result<bool> hasCentredZero(const H5Reader& reader) { return isSecond(reader, "dc", "corner", "centre"); }

}  // namespace ptycho
