#include "core/store/estimates_file.h"

#include <fmt/format.h>

#include "core/store/h5_records.h"
#include "core/store/h5_writer.h"
#include "core/store/schema.h"

namespace ptycho {

Result<void> writeEstimates(const std::filesystem::path& file, const std::vector<ExportedEstimate>& estimates,
                            const std::string& recipe) {
  if (estimates.empty()) return badInput("would hold no estimate; choose at least one picture.", file.string());
  std::uint64_t payload = recipe.size();
  for (const auto& estimate : estimates) payload += (estimate.object.size() * 3) * sizeof(Complex);
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, schema::kEstimates, "estimates", recipe);
    for (std::size_t k = 0; k < estimates.size(); ++k) {
      const ExportedEstimate& estimate = estimates[k];
      const std::string group = fmt::format("/estimate_{:04}", k);
      writer.group(group);
      writer.attribute(group, "source", estimate.source);
      writer.attribute(group, "image", estimate.image);
      writer.attribute(group, "method", estimate.method);
      writer.attribute(group, "pixel_m", estimate.pixel_m);
      writer.image(group + "/object", estimate.object, H5Storage::Compressed);
      if (!estimate.truth.empty()) writer.image(group + "/truth", estimate.truth, H5Storage::Compressed);
      writer.image(group + "/amplitude", estimate.amplitude, H5Storage::Compressed);
      writer.image(group + "/phase", estimate.phase, H5Storage::Compressed);
    }
  });
}

}  // namespace ptycho
