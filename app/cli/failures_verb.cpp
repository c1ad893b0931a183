#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/analyse/failure_report.h"
#include "app/cli/verb.h"
#include "core/store/evaluation_file.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct FailuresCommand {
  std::string path;
  std::string method;  ///< empty: all
  ErrorKind kind = ErrorKind::Sum;
  int limit = 10;
  bool json = false;

  Result<int> run() const;
};

Result<fs::path> tableOf(const fs::path& path) {
  std::error_code status;
  if (!fs::is_directory(path, status)) return path;
  const fs::path result = path / run_file::kResult;
  if (fs::exists(result, status)) return result;
  return fail(ErrorCode::NotFound, "has no table yet; wait for the evaluation to end, or stop it.", path.string());
}

Result<int> FailuresCommand::run() const {
  PTYCHO_TRY(const fs::path file, tableOf(path));
  PTYCHO_TRY(const EvaluationTable table, readEvaluationTable(file));
  const StoredEvaluation& stored = table.stored;
  const std::vector<std::string>& methods = stored.evaluation.methods;
  std::vector<FailureReport> reports;
  for (std::size_t m = 0; m < methods.size(); ++m) {
    if (!method.empty() && method != methods[m]) continue;
    reports.push_back(failureReport(stored.evaluation, static_cast<int>(m), kind, static_cast<std::size_t>(limit)));
  }
  if (reports.empty()) {
    return badInput(fmt::format("has no method {}; it has {}.", method, fmt::join(methods, ", ")), file.string());
  }
  Json all = Json::object();
  for (std::size_t k = 0; k < reports.size(); ++k) {
    if (json) {
      all[reports[k].method] = failureReportJson(reports[k], stored.evaluation);
    } else {
      fmt::print("{}{}", k > 0 ? "\n" : "", failureReportText(reports[k], stored.evaluation));
    }
  }
  if (json) {
    fmt::print("{}\n", jsonText({{"name", stored.name}, {"error", errorKindName(kind)}, {"methods", all}}, 2));
  }
  return kExitDone;
}

}  // namespace

Verb makeFailuresVerb(CLI::App& program) {
  auto command = std::make_shared<FailuresCommand>();
  CLI::App* app = program.add_subcommand(
      "failures", "Why images fail: what goes with the error of an evaluation, which slices are worse, where it sits");
  app->add_option("evaluation", command->path, "HDF5 table of `evaluate`, or its run folder")
      ->type_name("FILE|RUN")->required();
  app->add_option("--method", command->method, "Of this method only")->type_name("NAME");
  const std::map<std::string, ErrorKind> kinds{
      {"amplitude", ErrorKind::Amplitude}, {"phase", ErrorKind::Phase}, {"sum", ErrorKind::Sum}};
  app->add_option("--error", command->kind, "NRMSE of the amplitude, of the phase, or the sum of both")
      ->transform(CLI::CheckedTransformer(kinds))->default_str("sum")->type_name("KIND");
  app->add_option("--limit", command->limit, "At most so many slices and worst images")
      ->check(CLI::Range(1, 1000))->capture_default_str();
  app->add_flag("--json", command->json, "Print JSON");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
