#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/result_file.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {
constexpr const char* kPicture = "/picture";
}  // namespace

Result<void> writePreview(const fs::path& file, const PreviewRecord& preview) {
  if (preview.picture.empty()) return badInput("has no picture to show.", file.string());
  const std::uint64_t payload = preview.picture.size() * sizeof(Complex);
  // Not compressed and not synced: it is replaced a moment later.
  return writeH5File(file, payload, [&preview](H5Writer& writer) {
    writeHeader(writer, schema::kPreview, preview.name, {});
    writer.image(kPicture, preview.picture, H5Storage::Plain);
    writer.attribute(kPicture, "step", preview.step);
  }, H5Durability::Quick);
}

Result<PreviewRecord> readPreview(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kPreview));
  PreviewRecord preview;
  PTYCHO_TRY(preview.name, readText(reader, "/", "name"));
  PTYCHO_TRY(const auto step, reader.integerAttribute(kPicture, "step"));
  preview.step = step.value_or(0);
  PTYCHO_TRY(preview.picture, readImage<Complex>(reader, kPicture, objectLimits()));
  return preview;
}

}  // namespace ptycho
