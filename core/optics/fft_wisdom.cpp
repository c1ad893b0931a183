#include "core/optics/fft_wisdom.h"

#include <cstdlib>
#include <memory>
#include <string>

#include "core/base/atomic_file.h"
#include "core/optics/fft.h"
#include "core/optics/fft_planner.h"
#include "core/optics/round_trip.h"

namespace ptycho {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSide = 16384;  // a window of 2 GB

const char* const kNoPath =
    "no folder for the tuned transforms is known; set XDG_CACHE_HOME or HOME, or name the file.";

bool import(const fs::path& path) {
  const std::lock_guard lock(fftPlannerMutex());
  return fftwf_import_wisdom_from_filename(path.c_str()) != 0;
}

using Freed = std::unique_ptr<char, void (*)(void*)>;

char* exported() {
  const std::lock_guard lock(fftPlannerMutex());
  return fftwf_export_wisdom_to_string();
}

fs::path absoluteFolder(const char* variable) {
  const char* value = std::getenv(variable);
  const fs::path folder = value ? value : "";
  return folder.is_absolute() ? folder : fs::path{};  // the XDG specification: relative ones are to be ignored
}

}  // namespace

fs::path defaultWisdomPath() {
  fs::path cache = absoluteFolder("XDG_CACHE_HOME");
  if (cache.empty()) {
    const fs::path home = absoluteFolder("HOME");
    if (home.empty()) return {};
    cache = home / ".cache";
  }
  return cache / "ptychodesk" / "fftwf-wisdom";
}

Result<void> loadFftWisdom(const fs::path& path) {
  if (path.empty()) return fail(ErrorCode::NotFound, kNoPath);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) {
    return fail(ErrorCode::NotFound, "there are no tuned transforms here; tune the transforms first.", path.string());
  }
  if (!import(path)) {
    return fail(ErrorCode::Unsupported,
                "these tuned transforms are damaged or of another computer or FFTW version; tune the transforms anew.",
                path.string());
  }
  return {};
}

Result<void> tuneFft(std::span<const std::size_t> sides, const fs::path& path) {
  if (path.empty()) return fail(ErrorCode::NotFound, kNoPath);
  for (const std::size_t side : sides) {
    if (side < 2 || side > kLargestSide) {
      return badInput("a transform's side of " + std::to_string(side) + " cannot be tuned; give sides from 2 to " +
                      std::to_string(kLargestSide) + " pixels.");
    }
  }
  std::error_code failure;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failure);
  if (failure) return tl::unexpected(errnoError(failure.value(), "the folder cannot be made", path.parent_path()));

  forgetFftWisdom();
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) import(path);  // one that is of no use is replaced
  for (const std::size_t side : sides) {
    const Fft2 plane(side, side, FftPlanning::Measured);
    const RoundTrip roundTrip(side, FftPlanning::Measured);
  }
  const Freed text(exported(), std::free);
  if (!text) return fail(ErrorCode::Failed, "the tuned transforms cannot be put into words; free some memory.");
  return replaceFileText(path, text.get());
}

void forgetFftWisdom() {
  const std::lock_guard lock(fftPlannerMutex());
  fftwf_forget_wisdom();
}

bool useKnownFftPlans() {
  const std::lock_guard lock(fftPlannerMutex());
  fftwf_forget_wisdom();
  return importKnownPlans();
}

}  // namespace ptycho
