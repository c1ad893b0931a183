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

void addRunTargetOptions(CLI::App& app, RunTarget& target, const std::string& group, const std::string& without,
                         const std::string& folderNote) {
  app.add_option("--run-folder", target.folder, "Keep the work as a run in this new folder" + folderNote)
      ->type_name("FOLDER")->group(group);
  app.add_option("--runs-root", target.runs_root,
                 "Without " + without + ": make the run here (default $PTYCHODESK_RUNS or ~/ptychodesk-runs)")
      ->type_name("FOLDER")->group(group);
  app.add_option("--name", target.name, "Name of the run")->type_name("TEXT")->group(group);
}

}  // namespace ptycho::cli
