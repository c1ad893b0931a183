#include "app/cli/reconstruct_batch.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "core/base/log.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kSmallFile = 32u << 20;

using JobResult = std::optional<Result<ReconstructOutcome>>;  ///< nothing: not begun before a stop

std::string nameOf(const std::string& input) { return fs::path(input).stem().string(); }

/// Results and run folders are named after the inputs, which must therefore differ.
Result<void> checkNames(const ReconstructBatch& batch) {
  std::map<std::string, std::string> seen;
  for (const auto& input : batch.inputs) {
    const auto [known, fresh] = seen.emplace(nameOf(input), input);
    if (!fresh && (!batch.output_folder.empty() || !batch.target.folder.empty())) {
      return badInput(fmt::format("would give the same name \"{}\" as {}; reconstruct them in two calls.", known->first,
                                  known->second), input);
    }
  }
  return {};
}

Result<void> makeFolder(const std::string& folder) {
  if (folder.empty()) return {};
  std::error_code status;
  fs::create_directories(folder, status);
  if (status) return fail(ErrorCode::Io, "cannot be made: " + status.message() + ".", folder);
  return {};
}

int jobCount(const ReconstructBatch& batch, int cores) {
  int jobs = batch.jobs;
  if (jobs == 0) {
    const bool small = std::ranges::all_of(batch.inputs, [](const std::string& input) {
      std::error_code status;
      const auto bytes = fs::file_size(input, status);
      return status || bytes <= kSmallFile;
    });
    jobs = small ? cores : 1;
  }
  return std::clamp(jobs, 1, static_cast<int>(batch.inputs.size()));
}

Result<ReconstructOutcome> runOne(const ReconstructBatch& batch, std::size_t which, int threads) {
  const std::string& input = batch.inputs[which];
  try {
    ReconstructJob job = batch.common;
    job.input = input;
    job.imports = batch.foreign[which];
    job.threads = threads;
    job.import_to_errors = true;
    if (!batch.output_folder.empty()) job.output = fs::path(batch.output_folder) / (nameOf(input) + ".h5");
    std::error_code status;
    if (!fs::exists(input, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", input);
    RunTarget target = batch.target;
    target.name = nameOf(input);
    target.quiet = true;
    if (!target.folder.empty()) target.folder = (fs::path(target.folder) / target.name).string();
    PTYCHO_TRY(const std::unique_ptr<RunSession> session,
               RunSession::open(target, "reconstruct", reconstructRunSpec(job, batch.command)));
    auto outcome = runReconstructJob(job, *session);
    if (!outcome) session->finishFailed(outcome.error());
    return outcome;
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Failed, "there is not enough memory; use fewer jobs at a time (--jobs).", input);
  } catch (const std::exception& exception) {
    return fail(ErrorCode::Failed, exception.what(), input);
  }
}

void printRow(const std::string& input, const JobResult& result, std::size_t width) {
  if (!result) return fmt::print("{:<{}}  not begun\n", nameOf(input), width);
  if (!*result) return fmt::print("{:<{}}  failed: {}\n", nameOf(input), width, result->error().text());
  const Reconstruction& numbers = (*result)->numbers;
  const auto share = [](double value) {
    return std::isfinite(value) ? fmt::format("{:.4f}", value) : std::string("–");
  };
  fmt::print("{:<{}}  {:>10.4g}  {:>9}  {:>9}  {:>9.2f}  {}\n", nameOf(input), width, numbers.residual,
             share(numbers.amplitude_nrmse), share(numbers.phase_nrmse), numbers.seconds,
             (*result)->stopped() ? "stopped" : "");
}

void printTable(const std::vector<std::string>& inputs, const std::vector<JobResult>& results) {
  std::size_t width = 4;
  for (const auto& input : inputs) width = std::max(width, nameOf(input).size());
  fmt::print("{:<{}}  {:>10}  {:>9}  {:>9}  {:>9}\n", "name", width, "residual", "amplitude", "phase", "seconds");
  for (std::size_t k = 0; k < inputs.size(); ++k) printRow(inputs[k], results[k], width);
}

void printJson(const std::vector<std::string>& inputs, const std::vector<JobResult>& results) {
  Json list = Json::array();
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const JobResult& result = results[k];
    if (result && *result) list.push_back(outcomeJson(**result));
    else list.push_back({{"name", nameOf(inputs[k])}, {"acquisition", inputs[k]},
                         {"completion", result ? "failed" : "not begun"},
                         {"error", result ? result->error().text() : std::string()}});
  }
  fmt::print("{}\n", jsonText(list, 2));
}

}  // namespace

Result<int> runReconstructBatch(const ReconstructBatch& batch) {
  PTYCHO_CHECK(checkNames(batch));
  PTYCHO_CHECK(makeFolder(batch.output_folder));
  PTYCHO_CHECK(makeFolder(batch.target.folder));
  const int cores = threadCount(batch.common.threads);
  const int jobs = jobCount(batch, cores);
  const int threads = std::max(1, cores / jobs);
  std::vector<JobResult> results(batch.inputs.size());
  std::atomic<std::size_t> next{0};
  std::mutex printing;
  std::size_t finished = 0;
  const auto work = [&] {
    for (std::size_t k = next++; k < results.size() && stopSignal() == 0; k = next++) {
      results[k] = runOne(batch, k, threads);
      const std::lock_guard lock(printing);
      const bool ok = results[k]->has_value();
      fmt::print(stderr, "[{}/{}] {}: {}\n", ++finished, results.size(), nameOf(batch.inputs[k]),
                 ok ? fmt::format("residual {:.4g}", (*results[k])->numbers.residual) : results[k]->error().text());
    }
  };
  std::vector<std::thread> workers;
  for (int k = 0; k < jobs; ++k) workers.emplace_back(work);
  for (auto& worker : workers) worker.join();
  if (batch.json) printJson(batch.inputs, results);
  else printTable(batch.inputs, results);
  const bool failed = std::ranges::any_of(results, [](const JobResult& result) { return result && !*result; });
  const bool stopped = std::ranges::any_of(results, [](const JobResult& result) {
    return !result || (*result && (*result)->stopped());
  });
  if (failed) return kExitFailed;
  return stopped ? kExitStopped : kExitDone;
}

}  // namespace ptycho::cli
