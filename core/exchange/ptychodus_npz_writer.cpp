#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/exchange/format_writers.h"
#include "core/exchange/npz_export.h"
#include "core/exchange/ptychodus_parts.h"

namespace ptycho {

namespace fs = std::filesystem;

NpzArray npzPatterns(std::string name, const ExportedPatterns& patterns, bool amplitude) {
  const bool plain = amplitude || patterns.numbers() == PatternNumbers::Float;
  const std::size_t bytes = !plain && patterns.numbers() == PatternNumbers::Unsigned16 ? 2 : 4;
  NpzArray array;
  array.name = std::move(name);
  array.element = plain ? NpzElement::Float32 : bytes == 2 ? NpzElement::UInt16 : NpzElement::UInt32;
  array.shape = {patterns.count(), patterns.rows(), patterns.cols()};
  const std::size_t size = patterns.rows() * patterns.cols();
  struct Held {
    std::uint64_t number = UINT64_MAX;
    std::vector<std::uint32_t> values;  // of any type of up to 4 bytes
  };
  const auto held = std::make_shared<Held>();
  held->values.resize(size);
  array.fill = [=, &patterns](std::uint64_t first, std::uint64_t count, void* out) -> Result<void> {
    for (std::uint64_t done = 0; done < count;) {
      const std::uint64_t number = (first + done) / size;
      const std::uint64_t within = (first + done) % size;
      if (held->number != number) {
        if (plain) {
          PTYCHO_CHECK(patterns.read(number, 1, reinterpret_cast<float*>(held->values.data())));
        } else {
          PTYCHO_CHECK(patterns.readAs(number, held->values.data()));
        }
        float* values = reinterpret_cast<float*>(held->values.data());
        if (amplitude) std::transform(values, values + size, values, [](float value) { return std::sqrt(value); });
        held->number = number;
      }
      const std::uint64_t here = std::min(count - done, size - within);
      std::memcpy(static_cast<char*>(out) + done * bytes,
                  reinterpret_cast<const char*>(held->values.data()) + within * bytes, here * bytes);
      done += here;
    }
    return {};
  };
  return array;
}

namespace {

Result<void> writePatternsBeside(const fs::path& file, const Acquisition& acquisition) {
  PTYCHO_TRY(const ExportedPatterns patterns, ExportedPatterns::look(acquisition));
  const Image<std::uint32_t> bad = badPixels(acquisition);
  MaskImage flags(patterns.rows(), patterns.cols(), 0);
  for (std::size_t i = 0; i < bad.size(); ++i) flags[i] = bad[i] != 0 ? 1 : 0;
  std::vector<std::int64_t> indexes(patterns.count());
  for (std::size_t k = 0; k < indexes.size(); ++k) indexes[k] = static_cast<std::int64_t>(k);
  return writeNpz(file, {npzArray("indexes", {indexes.size()}, indexes.data()), npzPatterns("patterns", patterns),
                         npzArray("bad_pixels", {flags.rows(), flags.cols()}, flags.data())}, true);
}

}  // namespace

Result<ExportedFiles> writePtychodusNpz(const fs::path& file, const ExportView& view) {
  PTYCHO_TRY(const ProductParts parts, productParts(view, file.string()));
  const std::u32string name = npzLetters(parts.name);
  const std::u32string comments = npzLetters(parts.comments);
  const double zero = 0;
  const ComplexStack& probe = parts.probe;
  const std::uint64_t n = parts.indexes.size();
  std::vector<NpzArray> arrays{npzText("name", name), npzText("comments", comments),
                               npzArray("detector_object_distance_m", {}, &parts.distance_m),
                               npzArray("probe_energy_eV", {}, &parts.energy_eV)};
  for (const char* unknown : {"probe_photon_count", "exposure_time_s", "mass_attenuation_m2_kg",
                              "tomography_angle_deg", "object_center_x_m", "object_center_y_m"}) {
    arrays.push_back(npzArray(unknown, {}, &zero));
  }
  for (const char* pixel : {"probe_pixel_width_m", "probe_pixel_height_m", "object_pixel_width_m",
                            "object_pixel_height_m"}) {
    arrays.push_back(npzArray(pixel, {}, &parts.pixel_m));
  }
  arrays.push_back(npzArray("probe_position_indexes", {n}, parts.indexes.data()));
  arrays.push_back(npzArray("probe_position_x_m", {n}, parts.x_m.data()));
  arrays.push_back(npzArray("probe_position_y_m", {n}, parts.y_m.data()));
  arrays.push_back(npzArray("probe", {parts.coherent, probe.count() / parts.coherent, probe.rows(), probe.cols()},
                            probe.data()));
  if (!parts.opr_weights.empty()) {
    arrays.push_back(npzArray("opr_weights", {parts.opr_weights.size() / parts.coherent, parts.coherent},
                              parts.opr_weights.data()));
  }
  arrays.push_back(npzArray("object", {1, parts.object().rows(), parts.object().cols()}, parts.object().data()));
  arrays.push_back(npzArray("object_layer_spacing_m", {0}, &zero));
  arrays.push_back(npzArray("loss_epochs", {parts.epochs.size()}, parts.epochs.data()));
  arrays.push_back(npzArray("loss_values", {parts.losses.size()}, parts.losses.data()));
  PTYCHO_CHECK(writeNpz(file, arrays, false));
  ExportedFiles exported{{file}, parts.notes};
  if (view.patterns == nullptr) return exported;
  exported.files.push_back(besideFile(file, "patterns", ".npz"));
  PTYCHO_CHECK(writePatternsBeside(exported.files.back(), *view.patterns));
  return exported;
}

}  // namespace ptycho
