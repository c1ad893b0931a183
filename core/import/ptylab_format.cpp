#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"

namespace ptycho {

namespace {

/// A measured scan, a result, or a Fourier ptychography of either.
bool isPtyLab(const ScanFile& file) {
  if (!file.hdf5) return false;
  const H5Reader& reader = *file.hdf5;
  const bool raw = reader.has("/ptychogram") && reader.has("/encoder");
  return raw || (reader.has("/probe") && reader.has("/object") && reader.has("/dxp"));
}

/// What PtyLab does to [n, rows, cols] for each orientation. numpy's fliplr and flipud, which PtyLab.py calls for
/// "invert columns" and "invert rows", turn a stack of rank 3 along axis 1 (rows) and 0 (the order of the patterns).
/// The first is taken as it is done; the second cannot be meant, so those have the documented sense, which is also
/// what PtyLabX does. Source: PtyLab.py and PtyLabX, ExperimentalData.setOrientation().
struct OrientationMeaning {
  const char* value;
  Certainty certainty;
  const char* reason;
};
constexpr const char* kRows = "PtyLab.py's \"invert columns\" of a stack turns its patterns upside down; PtyLabX turns "
                              "them left to right.";
constexpr const char* kOrder = "Documented so, and done by PtyLabX; PtyLab.py would reverse the order of the patterns.";
constexpr std::array<OrientationMeaning, 8> kOrientations{{
    {"as-stored", Certainty::Stated, "The file's orientation is 0."},
    {"flip-rows", Certainty::Assumed, kRows},
    {"flip-rows", Certainty::Assumed, kOrder},
    {"rotate-180", Certainty::Assumed, kOrder},
    {"transpose", Certainty::Stated, "The file's orientation is 4."},
    {"rotate-90", Certainty::Assumed, kRows},
    {"rotate-90", Certainty::Assumed, kOrder},
    {"anti-transpose", Certainty::Assumed, kOrder},
}};

Result<void> readOrientation(H5Reader& reader, bool fromMatlab, RawScan& scan) {
  PTYCHO_TRY(const auto orientation, numberOf(reader, "/orientation"));
  if (!orientation && fromMatlab) {
    scan.conventions.push_back({"orientation", "transpose", Certainty::Assumed,
                                "The encoder is stored as [2, n], as MATLAB writes it, with all dimensions reversed."});
    return {};
  }
  if (!orientation) {
    scan.conventions.push_back({"orientation", "as-stored", Certainty::Format, "The file has no orientation."});
    return {};
  }
  if (!(*orientation >= 0 && *orientation <= 7) || *orientation != static_cast<int>(*orientation)) {
    return badInput(fmt::format("is {}; PtyLab knows the orientations 0 to 7.", *orientation),
                    reader.where("/orientation"));
  }
  const OrientationMeaning& meaning = kOrientations[static_cast<std::size_t>(*orientation)];
  scan.conventions.push_back({"orientation", meaning.value, meaning.certainty, meaning.reason});
  return {};
}

/// Positions are pixel corners round(encoder / dxo) + No // 2 − Np // 2: the encoder moves the window.
void stateConventions(RawScan& scan, bool raw) {
  const std::string encoder = "PtyLab puts the window at encoder / pixel + No / 2 − Np / 2 as (row, col).";
  scan.conventions.push_back({"position_axes", "yx", Certainty::Format, encoder});
  scan.conventions.push_back({"position_sign_x", "plus", Certainty::Format, encoder});
  scan.conventions.push_back({"position_sign_y", "plus", Certainty::Format, encoder});
  scan.conventions.push_back({"position_unit", "m", Certainty::Format, "All lengths of PtyLab are metres."});
  if (!raw) return;
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "A ptychogram is a stack of camera images."});
  scan.conventions.push_back({"zero_frequency", "centre", Certainty::Format,
                              "A ptychogram is stored as the camera sees it."});
}

/// Wavelengths beyond the first, the beam alone, the aperture and the tilt have no place in a scan.
Result<void> readOptics(H5Reader& reader, RawScan& scan) {
  constexpr std::uint64_t kMost = 4096;
  PTYCHO_TRY(const auto wavelengths, numbersOf(reader, "/wavelength", kMost));
  if (!wavelengths.empty()) scan.wavelength_m = wavelengths.front();
  PTYCHO_TRY(const auto spectrum, numbersOf(reader, "/spectralDensity", kMost));
  const std::size_t colours = std::max(wavelengths.size(), spectrum.size());
  if (colours > 1) {
    scan.notes.push_back(fmt::format("Measured with {} wavelengths; it is treated as the one of {:.6g} m.", colours,
                                     scan.wavelength_m.value_or(spectrum.empty() ? 0 : spectrum.front())));
  }
  if (!scan.wavelength_m && !spectrum.empty()) scan.wavelength_m = spectrum.front();
  PTYCHO_TRY(scan.distance_m, numberOf(reader, "/zo"));
  PTYCHO_TRY(const auto pixel, numberOf(reader, "/dxd"));
  if (pixel) scan.detector_pixel_m = {*pixel, *pixel};
  PTYCHO_TRY(const auto objectPixel, numbersOf(reader, "/dxp", kMost));
  if (!objectPixel.empty()) scan.object_pixel_m = {objectPixel.front(), objectPixel.front()};
  PTYCHO_TRY(const auto diameter, numbersOf(reader, "/entrancePupilDiameter", kMost));
  if (!diameter.empty()) {
    scan.notes.push_back(fmt::format("The beam at the sample is said to be {:.4g} µm wide (entrancePupilDiameter): a "
                                     "diameter for a round aperture.", diameter.front() * 1e6));
  }
  PTYCHO_TRY(const auto theta, numbersOf(reader, "/theta", kMost));
  if (!theta.empty() && theta.front() != 0) {
    scan.notes.push_back(fmt::format("Measured in reflection at theta = {:.6g}; the tilt is not corrected.",
                                     theta.front()));
  }
  for (const char* unused : {"/emptyBeam", "/error", "/purityProbe", "/purityObject", "/I object", "/I probe"}) {
    if (reader.has(unused)) scan.ignored.emplace_back(unused);
  }
  if (reader.has("/emptyBeam")) scan.notes.push_back("The pattern of the beam alone (emptyBeam) is not used.");
  return {};
}

/// (nlambda, nosm, npsm, nslice, y, x): the probe modes of the first wavelength at the first slice.
Result<void> readProbe(H5Reader& reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(ComplexStack all, probeOf(reader, path));
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.shape.size() != 6) {  // saved with squeeze
    scan.probe = std::move(all);
    return {};
  }
  const std::uint64_t modes = dataset.shape[2];
  const std::uint64_t slices = dataset.shape[3];
  scan.probe = ComplexStack(modes, all.rows(), all.cols());
  for (std::uint64_t mode = 0; mode < modes; ++mode) {
    std::copy_n(all.data() + mode * slices * all.imageSize(), all.imageSize(),
                scan.probe.data() + mode * all.imageSize());
  }
  if (modes < all.count()) {
    scan.notes.push_back(fmt::format("Of the probe {} only the first wavelength and slice are used.",
                                     shapeText(dataset.shape)));
  }
  return {};
}

Result<void> readObject(H5Reader& reader, RawScan& scan) {
  PTYCHO_TRY(scan.object, objectOf(reader, "/object"));
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset("/object"));
  if (dataset.elements() > scan.object.size()) {
    scan.notes.push_back(fmt::format("Of the object {} only the first picture is used.", shapeText(dataset.shape)));
  }
  scan.object_centre_m = {0, 0};  // encoder 0 is at pixel No / 2
  return {};
}

Result<RawScan> openPtyLab(const ScanFile& file, const ImportSpec& spec) {
  if (!file.hdf5) return badInput("is no HDF5 file, which PtyLab's files are.", file.path.string());
  H5Reader& reader = *file.hdf5;
  if (reader.has("/zled")) {
    return fail(ErrorCode::Unsupported, "is a Fourier ptychography of PtyLab (it has zled), where a lamp moves and not "
                "the beam; this program reconstructs scans of a beam.", file.path.string());
  }
  const std::string patterns = spec.patterns_path.empty() ? "/ptychogram" : spec.patterns_path;
  const std::string encoder = spec.positions_path.empty() ? firstOf(reader, {"/encoder_corrected", "/encoder"})
                                                          : spec.positions_path;
  const bool raw = !spec.patterns_path.empty() || reader.has(patterns);
  if (!raw && !reader.has("/object") && !reader.has("/probe")) {
    return badInput(fmt::format("has neither a ptychogram nor a probe or object of PtyLab; it holds {}.",
                                reader.holdings()), file.path.string());
  }
  RawScan scan;
  scan.title = raw ? "PtyLab" : "PtyLab result";
  if (raw) {
    PTYCHO_TRY(scan.patterns, patternsOf(file.hdf5, patterns));
  }
  bool fromMatlab = false;
  if (!encoder.empty()) {
    PTYCHO_TRY(PositionColumns positions, positionsOf(reader, encoder, raw ? scan.patterns->count() : 0));
    scan.positions = std::move(positions.values);
    fromMatlab = positions.transposed;
    if (fromMatlab) scan.notes.push_back(encoder + " is stored as [2, n] and was turned.");
  }
  stateConventions(scan, raw);
  if (raw) PTYCHO_CHECK(readOrientation(reader, fromMatlab, scan));
  PTYCHO_CHECK(readOptics(reader, scan));
  const std::string probe = spec.probe_path.empty() ? "/probe" : spec.probe_path;
  if (!spec.probe_path.empty() || reader.has(probe)) PTYCHO_CHECK(readProbe(reader, probe, scan));
  if (reader.has("/object")) PTYCHO_CHECK(readObject(reader, scan));
  if (!spec.mask_path.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(reader, spec.mask_path));
  }
  return scan;
}

}  // namespace

ScanFormat ptyLabFormat() {
  return {FormatChoice::PtyLab, "ptylab", "PtyLab", "Scans and results of PtyLab.py, PtyLab.m and PtyLabX", isPtyLab,
          openPtyLab};
}

}  // namespace ptycho
