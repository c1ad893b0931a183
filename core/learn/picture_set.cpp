#include "core/learn/picture_set.h"

#include <filesystem>

#include <fmt/format.h>

#include "core/source/dead_leaves.h"
#include "core/source/photo.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

// Far below any partner −1 − n of a training, and still exact in every format that keeps whole numbers as doubles.
constexpr std::int64_t kHeldOutLeaves = -1'000'000'000'000'000;
constexpr std::int64_t kHeldOutPartners = 2 * kHeldOutLeaves;

class PhotoSet : public PictureSet {
 public:
  PhotoSet(std::vector<fs::path> files, std::uint64_t seed, std::size_t rows, std::size_t cols, PictureCache& cache)
      : m_files(std::move(files)), m_seed(seed), m_rows(rows), m_cols(cols), m_cache(cache) {}

  [[nodiscard]] std::size_t count() const override { return m_files.size(); }
  [[nodiscard]] std::string name(std::uint64_t number) const override { return m_files[number].filename().string(); }
  [[nodiscard]] Result<Picture> luma(std::uint64_t number) override {
    const fs::path& file = m_files[number];
    return m_cache.get(file.string(), [&]() -> Result<RealImage> {
      auto whole = loadPhotoLuma(file);
      if (!whole) {
        Error error = whole.error();
        error.message += " The training needs every photo of its folder: repair this one or move it elsewhere.";
        return tl::unexpected(std::move(error));
      }
      return coverAndCrop(*whole, m_rows, m_cols);
    });
  }
  [[nodiscard]] std::string partnerName(std::uint64_t sample, std::uint64_t number) const override {
    return name(partnerOf(m_seed, sample, number, count()));
  }
  [[nodiscard]] Result<Picture> partnerLuma(std::uint64_t sample, std::uint64_t number) override {
    return luma(partnerOf(m_seed, sample, number, count()));
  }

 private:
  std::vector<fs::path> m_files;
  std::uint64_t m_seed;
  std::size_t m_rows;
  std::size_t m_cols;
  PictureCache& m_cache;
};

/// How numbers become indices of the generator.
struct LeavesRange {
  std::size_t count;
  std::int64_t first;    ///< picture k is first + direction·k
  std::int64_t partner;  ///< its partner is partner − k
  int direction;
  bool endless;          ///< none comes again: not worth keeping
};

class LeavesSet : public PictureSet {
 public:
  LeavesSet(const LeavesRange& range, std::uint64_t seed, std::size_t rows, std::size_t cols, PictureCache& cache)
      : m_range(range), m_seed(seed), m_rows(rows), m_cols(cols), m_cache(cache) {}

  [[nodiscard]] std::size_t count() const override { return m_range.count; }
  [[nodiscard]] bool endless() const override { return m_range.endless; }
  [[nodiscard]] std::string name(std::uint64_t number) const override { return nameOf(index(number)); }
  [[nodiscard]] Result<Picture> luma(std::uint64_t number) override { return lumaOf(index(number)); }
  [[nodiscard]] std::string partnerName(std::uint64_t, std::uint64_t number) const override {
    return nameOf(partner(number));
  }
  [[nodiscard]] Result<Picture> partnerLuma(std::uint64_t, std::uint64_t number) override {
    return lumaOf(partner(number));
  }

 private:
  [[nodiscard]] std::int64_t index(std::uint64_t number) const {
    return m_range.first + m_range.direction * static_cast<std::int64_t>(number);
  }
  [[nodiscard]] std::int64_t partner(std::uint64_t number) const {
    return m_range.partner - static_cast<std::int64_t>(number);
  }
  [[nodiscard]] std::string nameOf(std::int64_t index) const {
    return fmt::format("dead-leaves {}/{}", m_seed, index);
  }
  [[nodiscard]] Result<Picture> lumaOf(std::int64_t index) {
    const auto make = [&]() -> Result<RealImage> { return deadLeaves(m_seed, index, m_rows, m_cols); };
    if (!m_range.endless) return m_cache.get(nameOf(index), make);
    PTYCHO_TRY(RealImage made, make());
    return std::make_shared<const RealImage>(std::move(made));
  }

  LeavesRange m_range;
  std::uint64_t m_seed;
  std::size_t m_rows;
  std::size_t m_cols;
  PictureCache& m_cache;
};

using Files = std::vector<fs::path>;

Result<Files> heldOutFolder(const TrainingSpec& spec) {
  const std::string& folder = spec.data.validation_path;
  std::error_code ignored;
  if (spec.simulation.object.source == ObjectSource::Folder &&
      fs::equivalent(folder, spec.simulation.object.path, ignored)) {
    return badInput("is the folder to learn from; leave it empty to hold out the last photos of that one.",
                    "data.validation_path");
  }
  auto files = listPhotos(folder);
  if (!files) return passOn(files.error(), "data.validation_path");
  const auto wanted = static_cast<std::size_t>(spec.data.validation_images);
  if (files->size() < wanted) {
    return badInput(fmt::format("asks for {} held-out photos but {} has {}; lower it or add photos.", wanted, folder,
                                files->size()), "data.validation_images");
  }
  files->resize(wanted);
  return files;
}

/// Takes the held-out ones off the end when `heldOut` is empty.
Result<Files> trainingFolder(const TrainingSpec& spec, Files& heldOut) {
  const std::string& folder = spec.simulation.object.path;
  auto files = listPhotos(folder);
  if (!files) return passOn(files.error(), "simulation.object.path");
  const auto wanted = static_cast<std::size_t>(spec.data.validation_images);
  if (heldOut.empty()) {
    if (files->size() <= wanted) {
      return badInput(fmt::format("holds out {} of the {} photo{} of {} and leaves none to learn from; lower it, add "
                                  "photos or name a validation_path.", wanted, files->size(),
                                  files->size() == 1 ? "" : "s", folder), "data.validation_images");
    }
    const auto split = files->end() - static_cast<std::ptrdiff_t>(wanted);
    heldOut.assign(split, files->end());
    files->erase(split, files->end());
  }
  const auto asked = static_cast<std::size_t>(spec.data.training_images);
  if (asked > files->size()) {
    return badInput(fmt::format("is {} but {} has {} photo{} to learn from; lower it (0: all) or add photos.", asked,
                                folder, files->size(), files->size() == 1 ? "" : "s"), "data.training_images");
  }
  if (asked > 0) files->resize(asked);
  return files;
}

Result<void> checkPairs(const TrainingSpec& spec, const char* field, std::size_t photos) {
  if (spec.simulation.object.mapping == ObjectMapping::Same || photos >= 2) return {};
  return badInput("leaves one photo; the mapping \"pair\" needs at least two: take more photos or the mapping \"same\".",
                  field);
}

LeavesRange trainingLeaves(const TrainingSpec& spec) {
  const auto asked = static_cast<std::size_t>(spec.data.training_images);
  const std::size_t everSeen =
      static_cast<std::size_t>(spec.loop.steps) * static_cast<std::size_t>(spec.loop.batch_objects);
  return {asked > 0 ? asked : everSeen, 0, -1, 1, asked == 0};
}

}  // namespace

Result<PictureSets> openPictureSets(const TrainingSpec& spec, std::size_t rows, std::size_t cols,
                                    PictureCache& cache) {
  const ObjectSpec& object = spec.simulation.object;
  Files heldOut;
  if (!spec.data.validation_path.empty()) {
    PTYCHO_TRY(heldOut, heldOutFolder(spec));
  }
  PictureSets sets;
  if (object.source == ObjectSource::Folder) {
    PTYCHO_TRY(Files files, trainingFolder(spec, heldOut));
    PTYCHO_CHECK(checkPairs(spec, "data.training_images", files.size()));
    sets.training = std::make_unique<PhotoSet>(std::move(files), spec.data.seed, rows, cols, cache);
  } else {
    sets.training = std::make_unique<LeavesSet>(trainingLeaves(spec), object.seed, rows, cols, cache);
  }
  if (!heldOut.empty()) {
    PTYCHO_CHECK(checkPairs(spec, "data.validation_images", heldOut.size()));
    sets.heldOut = std::make_unique<PhotoSet>(std::move(heldOut), spec.data.seed, rows, cols, cache);
  } else {
    const LeavesRange range{static_cast<std::size_t>(spec.data.validation_images), kHeldOutLeaves, kHeldOutPartners, -1,
                            false};
    sets.heldOut = std::make_unique<LeavesSet>(range, object.seed, rows, cols, cache);
  }
  return sets;
}

}  // namespace ptycho
