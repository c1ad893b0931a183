#include "app/cli/spec_options.h"

#include <algorithm>
#include <array>

namespace ptycho::cli {

namespace {

std::string dashed(std::string key) {
  std::ranges::replace(key, '_', '-');
  return key;
}

std::string withoutUnit(const std::string& key) {
  static constexpr std::array<std::string_view, 7> kUnits{"_rad_px2", "_rad", "_keV", "_px", "_um", "_nm", "_m"};
  for (const auto unit : kUnits) {
    if (key.size() > unit.size() && key.ends_with(unit)) return key.substr(0, key.size() - unit.size());
  }
  return key;
}

}  // namespace

std::string optionNames(const FieldInfo& info) {
  const std::string plain = dashed(withoutUnit(info.key));
  const std::string full = dashed(info.key);
  return plain == full ? "--" + full : "--" + plain + ",--" + full;
}

}  // namespace ptycho::cli
