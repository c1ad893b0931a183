#include "core/store/acquisition_conventions.h"

#include <fmt/format.h>

namespace ptycho {

namespace {

/// An attribute that must be one of two words; absent means the first, as schema 1 defines it.
Result<bool> isSecond(const H5Reader& reader, const char* name, const char* first, const char* second,
                      const std::string& path = kPatternsPath) {
  PTYCHO_TRY(const auto text, reader.textAttribute(path, name));
  if (!text || *text == first) return false;
  if (*text == second || (std::string_view(second) == "centre" && *text == "center")) return true;
  return badInput(
      fmt::format("has the attribute {} = \"{}\"; it must be \"{}\" or \"{}\".", name, printable(*text), first, second),
      reader.where(path));
}

}  // namespace

Result<bool> holdsAmplitudes(const H5Reader& reader) { return isSecond(reader, "quantity", "intensity", "amplitude"); }
Result<bool> hasCentredZero(const H5Reader& reader) { return isSecond(reader, "dc", "corner", "centre"); }

Result<Propagation> propagationOf(const H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const bool near, isSecond(reader, kPropagation, kFarField, kNearField, path));
  return near ? Propagation::NearField : Propagation::FarField;
}

}  // namespace ptycho
