#include "core/import/ptychodus_product_npz.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/exchange/npz_file.h"
#include "core/store/h5_arrays.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kX = "probe_position_x_m";
constexpr const char* kY = "probe_position_y_m";
constexpr const char* kIndexes = "probe_position_indexes";

/// [n], finite; nothing when there is no such array.
Result<std::vector<double>> listOf(const NumpyFile& file, const std::string& name) {
  std::vector<double> values;
  if (!file.has(name)) return values;
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  if (array.elements() == 0) return values;
  PTYCHO_CHECK(file.read(name, values));
  if (std::ranges::any_of(values, [](double value) { return !std::isfinite(value); })) {
    return badInput("holds values that are not finite.", file.where(name));
  }
  return values;
}

Result<std::optional<double>> scalarOf(const NumpyFile& file, const std::string& name) {
  PTYCHO_TRY(const std::vector<double> values, listOf(file, name));
  if (values.empty()) return std::nullopt;
  if (values.size() != 1) return badInput("holds several values where one is needed.", file.where(name));
  return values.front();
}

Result<std::optional<std::array<double, 2>>> pairOf(const NumpyFile& file, const std::string& first,
                                                    const std::string& second) {
  PTYCHO_TRY(const auto one, scalarOf(file, first));
  PTYCHO_TRY(const auto other, scalarOf(file, second));
  if (!one || !other) return std::nullopt;
  return std::array<double, 2>{*one, *other};
}

/// Rows and columns are the last two dimensions; what stands before them is joined.
Result<ComplexStack> picturesOf(const NumpyFile& file, const std::string& name, std::uint64_t side) {
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  const auto& shape = array.shape;
  if (shape.size() < 2 || array.elements() == 0) {
    return badInput(fmt::format("has the shape {} where pictures are needed.", shapeText(shape)), file.where(name));
  }
  const std::uint64_t rows = shape[shape.size() - 2];
  const std::uint64_t cols = shape.back();
  if (rows > side || cols > side) {
    return badInput(fmt::format("has pictures of {} × {} px; the limit is {} px a side.", rows, cols, side),
                    file.where(name));
  }
  std::vector<Complex> values;
  PTYCHO_CHECK(file.read(name, values));
  PTYCHO_CHECK(checkValues(values, {values.size() / (rows * cols), rows, cols}, file.where(name)));
  ComplexStack pictures(values.size() / (rows * cols), rows, cols);
  std::ranges::copy(values, pictures.begin());
  return pictures;
}

Result<void> readPictures(const NumpyFile& file, const ImportSpec& spec, PtychodusProduct& product) {
  const std::string probe = spec.probe_path.empty() ? "probe" : spec.probe_path;
  if (file.has(probe)) {
    PTYCHO_TRY(product.probe, picturesOf(file, probe, patternLimits().side));
    PTYCHO_TRY(const NumpyArray array, file.array(probe));
    product.coherent = array.shape.size() == 4 ? array.shape.front() : 1;
    PTYCHO_TRY(product.object_pixel_m, pairOf(file, "probe_pixel_height_m", "probe_pixel_width_m"));
  }
  if (!file.has("object")) return {};
  PTYCHO_TRY(const ComplexStack layers, picturesOf(file, "object", objectLimits().side));
  product.object = layers.copy(0);
  product.layers = layers.count();
  PTYCHO_TRY(product.object_centre_m, pairOf(file, "object_center_y_m", "object_center_x_m"));
  PTYCHO_TRY(const auto pixel, pairOf(file, "object_pixel_height_m", "object_pixel_width_m"));
  if (pixel) product.object_pixel_m = pixel;
  return {};
}

}  // namespace

bool isProductNpz(const fs::path& path) {
  const auto file = NumpyFile::open(path);
  return file && file->has(kX) && file->has(kY);
}

Result<PtychodusProduct> readProductNpz(const fs::path& path, const ImportSpec& spec) {
  PTYCHO_TRY(const NumpyFile file, NumpyFile::open(path));
  PtychodusProduct product;
  product.title = "ptychodus product (NPZ)";
  PTYCHO_TRY(product.distance_m, scalarOf(file, "detector_object_distance_m"));
  PTYCHO_TRY(product.energy_eV, scalarOf(file, "probe_energy_eV"));
  PTYCHO_TRY(product.indexes, listOf(file, kIndexes));
  PTYCHO_TRY(product.x_m, listOf(file, kX));
  PTYCHO_TRY(product.y_m, listOf(file, kY));
  if (!file.has(kIndexes)) {
    for (std::size_t k = 0; k < product.x_m.size(); ++k) product.indexes.push_back(static_cast<double>(k));
  }
  PTYCHO_CHECK(readPictures(file, spec, product));
  PTYCHO_TRY(product.losses, listOf(file, file.has("loss_values") ? "loss_values" : "costs"));
  if (file.has("opr_weights")) product.ignored.push_back("opr_weights");
  if (product.layers > 1) product.ignored.push_back("object_layer_spacing_m");
  return product;
}

}  // namespace ptycho
