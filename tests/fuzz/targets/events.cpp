#include <cstdint>
#include <filesystem>

#include "core/store/run_folder.h"
#include "tests/fuzz/our_file_target.h"

using namespace ptycho;

/// A run's events.jsonl read in two pieces, and the same bytes as its other files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto folder = fuzz::inputFile(run_file::kEvents, bytes).parent_path();
  const EventBatch first = readEvents(folder, 0);
  fuzz::require(first.next_offset <= size, "an offset behind the end");
  for (const Json& event : first.events) (void)jsonText(event);
  const EventBatch rest = readEvents(folder, first.next_offset / 2);
  fuzz::require(rest.events.size() <= first.events.size() + 1, "more events in a part than in the whole");
  (void)fuzz::inputFile(run_file::kStatus, bytes);
  (void)fuzz::inputFile(run_file::kSpec, bytes);
  (void)fuzz::refusedWell(readRunStatus(folder));
  (void)fuzz::refusedWell(readRunSpec(folder));
  return 0;
}
