#include "tests/fuzz/library_crash.h"

#include <array>
#include <csignal>
#include <cstring>

#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

namespace ptycho::fuzz {

namespace {

/// The file of the program or library that the frame belongs to, or null for one that says nothing.
const char* placeOf(void* frame) {
  Dl_info info{};
  if (::dladdr(frame, &info) == 0 || !info.dli_fname) return nullptr;
  for (const char* neutral : {"/libc.so", "/libc-", "/libm.so", "/libgcc", "/libstdc++", "/libasan", "/libubsan", "vdso"}) {
    if (std::strstr(info.dli_fname, neutral)) return nullptr;
  }
  return info.dli_fname;
}

void tell(int signal, int skip) {
  std::array<void*, 48> frames{};
  const int count = ::backtrace(frames.data(), static_cast<int>(frames.size()));
  int code = signal == SIGALRM ? kHang : kCrashInOurs;
  for (int k = skip; k < count; ++k) {
    const char* place = placeOf(frames[static_cast<std::size_t>(k)]);
    if (!place) continue;
    if (std::strstr(place, "/libhdf5") && signal != SIGABRT) code = signal == SIGALRM ? kHangInLibrary : kCrashInLibrary;
    break;
  }
  const char* said = code == kCrashInLibrary  ? "a crash in the HDF5 library:\n"
                     : code == kHangInLibrary ? "an endless loop in the HDF5 library:\n"
                     : code == kHang          ? "too slow:\n"
                                              : "a crash of ours:\n";
  (void)!::write(STDERR_FILENO, said, std::strlen(said));
  ::backtrace_symbols_fd(frames.data() + skip, count - skip, STDERR_FILENO);
  ::_exit(code);
}

void onSignal(int signal) { tell(signal, 2); }

}  // namespace

void tellCrashesApart() {
  std::array<void*, 2> frames{};
  (void)::backtrace(frames.data(), 2);  // loads what it needs while all is well
  static std::array<char, 64 * 1024> stack;
  const stack_t other{stack.data(), 0, stack.size()};
  ::sigaltstack(&other, nullptr);
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM}) ::sigaction(signal, &action, nullptr);
}

}  // namespace ptycho::fuzz

/// Called by the address sanitizer before it prints and ends the process.
extern "C" void __asan_on_error() { ptycho::fuzz::tell(SIGSEGV, 1); }
