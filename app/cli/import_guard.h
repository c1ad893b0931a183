#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace ptycho::cli {

/// Files of other programs are parsed in a process of their own, this program started again, that may take so much
/// memory and time and leaves no core dump. What it prints passes through; a fault in a parser ends only that process.
struct GuardLimits {
  double memory_gb = 0;  ///< of address space; 0: what is free now, with room for the program itself
  int cpu_s = 0;         ///< of processor time; 0: an hour
};

/// For a look, which takes no second: damaged files can make the HDF5 library turn in circles.
inline constexpr int kLookCpu_s = 60;

struct GuardedCall {
  std::vector<std::string> arguments;  ///< without the program's name
  std::filesystem::path file;          ///< that is parsed, for messages
  GuardLimits limits;
  bool to_errors = false;              ///< standard output goes to standard error
};

/// Whether this process is the guarded one.
[[nodiscard]] bool insideGuard();

/// Starts the call and waits; SIGINT, SIGTERM and SIGUSR1 of this process reach it as SIGTERM.
/// @return its exit code. Errors, with exit code 1: it crashed, was killed, had too little memory or time; with 2: a
///         limit in which nothing runs.
[[nodiscard]] Result<int> runGuarded(const GuardedCall& call);

/// Asks in a copy of this process, limited like a guarded call: for a first look at a file. Only while this process has
/// no other threads: the copy could wait for their locks for ever. The guarded process itself simply asks.
/// @param cpu_s  of processor time
/// @return nothing where the copy crashed or took too long
[[nodiscard]] std::optional<bool> askGuarded(const std::function<bool()>& question, int cpu_s = 10);

/// What a guarded process ends with when memory ran out, so that the guard says it in its own words.
inline constexpr int kExitOutOfMemory = 77;

/// For the last resort of main(): the exit code after std::bad_alloc. Prints the message where there is no guard.
[[nodiscard]] int exitOutOfMemory();

}  // namespace ptycho::cli
