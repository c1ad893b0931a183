#include "core/source/sample_object.h"

#include <complex>
#include <stdexcept>

#include <fmt/format.h>

#include "core/source/dead_leaves.h"
#include "core/source/photo.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxSidePx = 65'536;

/// One or two lumas with what they are called; the second is empty when both roles share one picture.
struct Lumas {
  RealImage amplitude;
  RealImage phase;
  std::string name;
};

Lumas deadLeavesLumas(const ObjectSpec& spec, std::size_t rows, std::size_t cols) {
  Lumas lumas;
  lumas.amplitude = deadLeaves(spec.seed, spec.index, rows, cols);
  lumas.name = fmt::format("dead-leaves {}/{}", spec.seed, spec.index);
  if (spec.mapping == ObjectMapping::Pair) {
    // Negative indices are nobody's amplitude, so no picture of a set is used twice.
    const std::int64_t partner = -1 - spec.index;
    lumas.phase = deadLeaves(spec.seed, partner, rows, cols);
    lumas.name += fmt::format(" and {}/{}", spec.seed, partner);
  }
  return lumas;
}

Result<RealImage> croppedPhoto(const fs::path& file, std::size_t rows, std::size_t cols) {
  PTYCHO_TRY(const RealImage luma, loadPhotoLuma(file));
  return coverAndCrop(luma, rows, cols);
}

Result<Lumas> photoLumas(const fs::path& amplitude, const fs::path* phase, std::size_t rows, std::size_t cols) {
  Lumas lumas;
  PTYCHO_TRY(lumas.amplitude, croppedPhoto(amplitude, rows, cols));
  lumas.name = amplitude.filename().string();
  if (phase) {
    PTYCHO_TRY(lumas.phase, croppedPhoto(*phase, rows, cols));
    lumas.name += " and " + phase->filename().string();
  }
  return lumas;
}

Result<Lumas> singlePhotoLumas(const ObjectSpec& spec, std::size_t rows, std::size_t cols) {
  if (spec.path.empty()) return badInput("is empty; name the photo to use.", "path");
  const fs::path partner = spec.pair_path;
  const bool pair = spec.mapping == ObjectMapping::Pair;
  if (pair && partner.empty()) {
    return badInput("is empty; the mapping \"pair\" needs a second photo for the phase.", "pair_path");
  }
  return photoLumas(spec.path, pair ? &partner : nullptr, rows, cols);
}

Result<Lumas> folderLumas(const ObjectSpec& spec, std::size_t rows, std::size_t cols) {
  if (spec.path.empty()) return badInput("is empty; name the folder of photos to use.", "path");
  PTYCHO_TRY(const std::vector<fs::path> photos, listPhotos(spec.path));
  const std::size_t count = photos.size();
  if (spec.index < 0 || static_cast<std::size_t>(spec.index) >= count) {
    return badInput(fmt::format("{} is past the {} photo{} of {}; choose an index from 0 to {}.", spec.index, count,
                                count == 1 ? "" : "s", spec.path, count - 1),
                    "index");
  }
  const auto index = static_cast<std::size_t>(spec.index);
  const bool pair = spec.mapping == ObjectMapping::Pair;
  return photoLumas(photos[index], pair ? &photos[(index + 1) % count] : nullptr, rows, cols);
}

Result<Lumas> lumasOf(const ObjectSpec& spec, std::size_t rows, std::size_t cols) {
  switch (spec.source) {
    case ObjectSource::DeadLeaves: return deadLeavesLumas(spec, rows, cols);
    case ObjectSource::Photo: return singlePhotoLumas(spec, rows, cols);
    case ObjectSource::Folder: return folderLumas(spec, rows, cols);
    case ObjectSource::File: break;
  }
  return fail(ErrorCode::Unsupported,
              "\"file\" takes a complex array that is already loaded, not a picture; load the data set first.",
              "source");
}

Result<void> checkRanges(const ObjectSpec& spec) {
  if (spec.amplitude_min > spec.amplitude_max) {
    return badInput(fmt::format("{:.6g} is above amplitude_max {:.6g}; swap them.", spec.amplitude_min,
                                spec.amplitude_max),
                    "amplitude_min");
  }
  if (spec.phase_min_rad > spec.phase_max_rad) {
    return badInput(fmt::format("{:.6g} rad is above phase_max_rad {:.6g} rad; swap them.", spec.phase_min_rad,
                                spec.phase_max_rad),
                    "phase_min_rad");
  }
  return {};
}

}  // namespace

const FieldList<ObjectSpec>& ObjectSpec::fields() {
  using S = ObjectSpec;
  constexpr double kLargestExactInteger = 9007199254740992.0;
  static const FieldList<S> list{
      choiceField("source", "Source", {"dead-leaves", "photo", "folder", "file"},
                  "Where the object comes from: a generated picture, one photo, a folder of photos or an HDF5 array.",
                  &S::source),
      field("path", "Path", "Photo, folder of photos, or data set as file.h5:/object.", &S::path),
      field("pair_path", "Phase photo", "Photo of the phase, for the mapping pair with a single photo.", &S::pair_path),
      choiceField("mapping", "Mapping", {"same", "pair"},
                  "Amplitude and phase from the same picture, or the phase from a second one.", &S::mapping),
      field("amplitude_min", "Lowest amplitude", "", 0, 100, "Amplitude of black.", &S::amplitude_min),
      field("amplitude_max", "Highest amplitude", "", 0, 100, "Amplitude of white.", &S::amplitude_max),
      field("phase_min_rad", "Lowest phase", "rad", -100, 100, "Phase of white.", &S::phase_min_rad),
      field("phase_max_rad", "Highest phase", "rad", -100, 100, "Phase of black.", &S::phase_max_rad),
      field("index", "Index", "", 0, 1e9, "Which photo of the folder by order of names, or which generated picture.",
            &S::index),
      field("seed", "Seed", "", 0, kLargestExactInteger, "Seed of the generated picture.", &S::seed),
  };
  return list;
}

ComplexImage complexObject(const RealImage& amplitudeLuma, const RealImage& phaseLuma, const ObjectSpec& spec) {
  if (!amplitudeLuma.sameShape(phaseLuma)) throw std::invalid_argument("complexObject: the lumas differ in shape");
  const auto amplitudeMin = static_cast<float>(spec.amplitude_min);
  const auto amplitudeSpan = static_cast<float>(spec.amplitude_max - spec.amplitude_min);
  const auto phaseMax = static_cast<float>(spec.phase_max_rad);
  const auto phaseSpan = static_cast<float>(spec.phase_max_rad - spec.phase_min_rad);
  ComplexImage object(amplitudeLuma.rows(), amplitudeLuma.cols());
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = std::polar(amplitudeMin + amplitudeSpan * amplitudeLuma[i], phaseMax - phaseSpan * phaseLuma[i]);
  }
  return object;
}

Result<SampleObject> makeObject(const ObjectSpec& spec, int rows, int cols) {
  if (rows < 1 || cols < 1 || rows > kMaxSidePx || cols > kMaxSidePx) {
    return badInput(fmt::format("an object of {} × {} px cannot be made; each side needs 1 … {} px.", cols, rows,
                                kMaxSidePx));
  }
  PTYCHO_CHECK(checkRanges(spec));
  PTYCHO_TRY(const Lumas lumas, lumasOf(spec, static_cast<std::size_t>(rows), static_cast<std::size_t>(cols)));
  return SampleObject{complexObject(lumas.amplitude, lumas.phase.empty() ? lumas.amplitude : lumas.phase, spec),
                      lumas.name};
}

}  // namespace ptycho
