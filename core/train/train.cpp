#include "core/train/train.h"

#include <torch/torch.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <fmt/format.h>

#include "core/network/device.h"
#include "core/train/exchange.h"
#include "core/train/training_run.h"

namespace ptycho {

namespace {

Result<void> checkShares(const LoopSpec& loop, int world) {
  const int group = loop.micro_batch > 0 ? loop.micro_batch : 1;
  if (loop.batch_objects % (group * world) == 0) return {};
  return badInput(fmt::format("is {}, which {} processes with passes of {} cannot share; choose a multiple of {}.",
                              loop.batch_objects, world, group, group * world), "loop.batch_objects");
}

/// Every pass takes and frees the same tensors of many megabytes. glibc hands such memory back to the system, which has
/// to clear it page by page when it is taken again: a sixth of the time of a step. So it stays in the heap.
void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

/// Setting the number anew, even the same, makes LibTorch start a pool of threads that spins for a while.
void useThreads(int threads) {
  if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

}  // namespace

Result<TrainingOutcome> train(const TrainingSpec& spec, const TrainingInput& input, RunContext& context) {
  PTYCHO_CHECK(checkTrainingSpec(spec));
  PTYCHO_CHECK(checkShares(spec.loop, input.parallel.world));
  PTYCHO_TRY(const std::string device, chooseDevice(spec.loop.device));
  keepFreedMemory();
  try {
    useThreads(input.threads);
    PTYCHO_TRY(const auto exchange, connectExchange(input.parallel));
    PTYCHO_TRY(const auto source, TrainingSource::open(spec, input.supplied));
    return TrainingRun(spec, input, *source, *exchange, torch::Device(device), context).run();
  } catch (const c10::Error& error) {
    return fail(ErrorCode::Failed, fmt::format("LibTorch stopped: {}", error.what_without_backtrace()), "training");
  } catch (const std::exception& error) {
    return fail(ErrorCode::Failed, fmt::format("stopped: {}", error.what()), "training");
  }
}

}  // namespace ptycho
