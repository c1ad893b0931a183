#include "core/store/h5_records.h"

#include <fmt/format.h>

#include "core/base/version.h"
#include "core/store/h5_arrays.h"
#include "core/store/limits.h"
#include "core/store/schema.h"

namespace ptycho {

namespace {
constexpr const char* kPositions = "/positions";
constexpr const char* kGeometry = "/geometry";
}  // namespace

void writeHeader(H5Writer& writer, const char* kind, const std::string& name, const std::string& specJson) {
  writer.attribute("/", schema::kSchema, std::int64_t{schema::kNewest});
  writer.attribute("/", schema::kKind, std::string(kind));
  writer.attribute("/", schema::kVersion, std::string(programVersion()));
  writer.attribute("/", "name", name);
  writer.attribute("/", "spec", specJson);
}

Result<std::string> readText(const H5Reader& reader, const std::string& path, const std::string& name) {
  PTYCHO_TRY(auto text, reader.textAttribute(path, name));
  return text.value_or(std::string());
}

void writeScan(H5Writer& writer, const Scan& scan) {
  writer.dataset(kPositions, {scan.positions.size(), 2}, H5Element::Float64, scan.positions.data(), H5Storage::Checked);
  writer.attribute(kPositions, "units", std::string("px"));
  writer.attribute(kPositions, "window_px", std::int64_t{scan.window_px});
  writer.attribute(kPositions, "object_rows", std::int64_t{scan.object_rows});
  writer.attribute(kPositions, "object_cols", std::int64_t{scan.object_cols});
}

Result<Scan> readScan(H5Reader& reader, int window_px, int truthRows, int truthCols) {
  PTYCHO_TRY(auto positions, readPositions(reader, kPositions));
  PTYCHO_TRY(const auto units, readText(reader, kPositions, "units"));
  if (!units.empty() && units != "px") {
    return badInput(fmt::format("is in \"{}\"; positions must be in px.", printable(units)), reader.where(kPositions));
  }
  auto scan = scanFromPositions(std::move(positions), window_px);
  if (!scan) {
    Error error = scan.error();
    error.where = reader.where("/" + error.where);
    return tl::unexpected(std::move(error));
  }
  PTYCHO_TRY(const auto rows, reader.integerAttribute(kPositions, "object_rows"));
  PTYCHO_TRY(const auto cols, reader.integerAttribute(kPositions, "object_cols"));
  if (rows && cols) {
    const auto most = static_cast<std::int64_t>(fileLimits().object_side);
    if (*rows < 1 || *cols < 1 || *rows > most || *cols > most) {
      return badInput(fmt::format("gives the object {} × {} px; a side must be 1 to {} px.", *rows, *cols, most),
                      reader.where(kPositions));
    }
    scan->object_rows = static_cast<int>(*rows);
    scan->object_cols = static_cast<int>(*cols);
  } else if (truthRows > 0) {
    scan->object_rows = truthRows;
    scan->object_cols = truthCols;
  }
  return scan;
}

void writeGeometry(H5Writer& writer, const Geometry& geometry) {
  writer.group(kGeometry);
  for (const auto& field : Geometry::fields()) {
    const FieldValue value = field.get(geometry);
    if (const auto* real = std::get_if<double>(&value)) writer.attribute(kGeometry, field.info.key, *real);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) writer.attribute(kGeometry, field.info.key, *integer);
    if (const auto* text = std::get_if<std::string>(&value)) writer.attribute(kGeometry, field.info.key, *text);
  }
}

namespace {

Result<std::optional<FieldValue>> readField(const H5Reader& reader, const FieldInfo& info) {
  switch (info.kind) {
    case FieldKind::Choice:
    case FieldKind::Text: {
      PTYCHO_TRY(const auto text, reader.textAttribute(kGeometry, info.key));
      return text ? std::optional<FieldValue>(*text) : std::nullopt;
    }
    case FieldKind::Integer: {
      PTYCHO_TRY(const auto integer, reader.integerAttribute(kGeometry, info.key));
      return integer ? std::optional<FieldValue>(*integer) : std::nullopt;
    }
    case FieldKind::Real: {
      PTYCHO_TRY(const auto real, reader.realAttribute(kGeometry, info.key));
      return real ? std::optional<FieldValue>(*real) : std::nullopt;
    }
    case FieldKind::Flag: break;
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<Geometry>> readGeometry(const H5Reader& reader, int window_px) {
  if (!reader.has(kGeometry)) return std::nullopt;
  Geometry geometry;
  geometry.detector_side_px = window_px;
  for (const auto& field : Geometry::fields()) {
    PTYCHO_TRY(const auto value, readField(reader, field.info));
    if (!value) {
      // Files of older programs do not say it: they have far fields alone.
      if (field.info.key == "propagation" || field.info.key == "magnification") continue;
      return badInput(
          fmt::format("has no attribute {} ({}); add it or remove the group.", field.info.key, field.info.help),
          reader.where(kGeometry));
    }
    if (auto assigned = assignField(geometry, field.info.key, *value); !assigned) {
      return passOn(std::move(assigned).error(), reader.where(kGeometry));
    }
  }
  return geometry;
}

}  // namespace ptycho
