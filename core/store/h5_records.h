#pragma once

#include <optional>
#include <string>

#include "core/base/spec_field.h"
#include "core/optics/geometry.h"
#include "core/optics/scan.h"
#include "core/store/h5_reader.h"
#include "core/store/h5_writer.h"

namespace ptycho {

/// Parts that acquisitions and results have in common.

/// The root attributes: schema, kind, program version, name, specification.
void writeHeader(H5Writer& writer, const char* kind, const std::string& name, const std::string& specJson);
[[nodiscard]] Result<std::string> readText(const H5Reader& reader, const std::string& path, const std::string& name);

/// /positions float64 [n, 2] with attributes units, window_px, object_rows, object_cols.
void writeScan(H5Writer& writer, const Scan& scan);
/// The object's size comes from the attributes, else from `truthRows` × `truthCols` when not 0, else from the windows.
[[nodiscard]] Result<Scan> readScan(H5Reader& reader, int window_px, int truthRows, int truthCols);

/// /geometry with one attribute for each of Geometry::fields().
void writeGeometry(H5Writer& writer, const Geometry& geometry);
/// Nothing when the file has no geometry; values outside the fields' ranges are refused.
[[nodiscard]] Result<std::optional<Geometry>> readGeometry(const H5Reader& reader, int window_px);

}  // namespace ptycho
