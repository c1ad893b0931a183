#include <charconv>
#include <cstdlib>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "core/train/train.h"

namespace ptycho {

namespace {

/// The number in an environment variable; the standard when it is not set.
Result<int> numberFromEnvironment(const char* name, int standard, int lowest, int highest) {
  const char* value = std::getenv(name);
  if (!value || !*value) return standard;
  const std::string_view text(value);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= lowest && number <= highest) return number;
  return badInput(fmt::format("is \"{}\" but must be a whole number from {} to {}.", text, lowest, highest), name);
}

}  // namespace

Result<DataParallel> dataParallelFromEnvironment() {
  constexpr int kHighestWorld = 65536;
  constexpr int kHighestPort = 65535;
  DataParallel parallel;
  PTYCHO_TRY(parallel.world, numberFromEnvironment("WORLD_SIZE", 1, 1, kHighestWorld));
  PTYCHO_TRY(parallel.rank, numberFromEnvironment("RANK", 0, 0, std::numeric_limits<int>::max()));
  PTYCHO_TRY(parallel.port, numberFromEnvironment("MASTER_PORT", parallel.port, 1, kHighestPort));
  if (parallel.rank >= parallel.world) {
    return badInput(fmt::format("is {} but WORLD_SIZE is {}; ranks count from 0 to WORLD_SIZE − 1.", parallel.rank,
                                parallel.world), "RANK");
  }
  if (parallel.world > 1 && !std::getenv("RANK")) {
    return badInput(fmt::format("is not set but WORLD_SIZE is {}; give each process its own, from 0 on.",
                                parallel.world), "RANK");
  }
  if (const char* address = std::getenv("MASTER_ADDR"); address && *address) parallel.address = address;
  return parallel;
}

}  // namespace ptycho
