#include <clocale>
#include <cstdio>
#include <exception>
#include <new>
#include <vector>

#include <fmt/format.h>

#include "app/cli/import_guard.h"
#include "app/cli/program_start.h"
#include "app/cli/run_session.h"
#include "app/cli/verb.h"
#include "core/base/version.h"

namespace {

using namespace ptycho::cli;

int report(const ptycho::Error& error) {
  fmt::print(stderr, "error: {}\n", error.text());
  return error.exitCode();
}

int parseAndRun(int argc, char** argv) {
  CLI::App program{"Ptychographic phase retrieval: simulate, import, reconstruct, train networks, look and export.\n"
                   "Exit codes: 0 done, 1 the work failed, 2 bad usage or input, 3 stopped on request with results kept.",
                   "ptychodesk-cli"};
  program.set_version_flag("--version", ptycho::programVersion());
  program.require_subcommand(1);
  const Invocation invocation{{argv, argv + argc}};
  std::vector<Verb> verbs{makeSimulateVerb(program, invocation), makeImportVerb(program, invocation),
                          makeReconstructVerb(program, invocation), makeTrainVerb(program, invocation),
                          makePredictVerb(program, invocation), makeEvaluateVerb(program, invocation),
                          makeStudyVerb(program, invocation), makeFailuresVerb(program), makeFigureVerb(program),
                          makeExportVerb(program), makeInfoVerb(program, invocation), makePresetsVerb(program),
                          makeTuneVerb(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return program.exit(problem);  // --help, --version
    fmt::print(stderr, "error: {}\nRun with --help for more.\n", problem.what());
    return kExitBadInput;
  }
  installStopHandlers();
  loadWisdomIfThere();
  for (const auto& verb : verbs) {
    if (!verb.app->parsed()) continue;
    const auto outcome = verb.run();
    return outcome ? *outcome : report(outcome.error());
  }
  return kExitBadInput;
}

}  // namespace

int main(int argc, char** argv) {
  if (!startRightProgram(argv, {argv, argv + argc})) return kExitFailed;
  std::setlocale(LC_NUMERIC, "C");
  try {
    return parseAndRun(argc, argv);
  } catch (const std::bad_alloc&) {
    return exitOutOfMemory();
  } catch (const std::exception& exception) {
    fmt::print(stderr, "error: {}\n", exception.what());
  }
  return kExitFailed;
}
