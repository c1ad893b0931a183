#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/import/cxi_entry.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"

namespace ptycho {

namespace {

/// A length in metres, whatever unit the data set states.
Result<std::optional<double>> lengthOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const auto length, numberWithUnitOf(reader, path));
  if (!length) return std::nullopt;
  constexpr std::array<std::pair<const char*, double>, 13> kUnits{{
      {"", 1}, {"m", 1}, {"metre", 1}, {"meter", 1}, {"meters", 1}, {"cm", 1e-2}, {"mm", 1e-3}, {"um", 1e-6},
      {"µm", 1e-6}, {"micron", 1e-6}, {"nm", 1e-9}, {"angstrom", 1e-10}, {"a", 1e-10}}};
  for (const auto& [unit, metres] : kUnits) {
    if (length->unit == unit) return length->value * metres;
  }
  return badInput(fmt::format("is in \"{}\", which is no unit of length known here.", length->unit),
                  reader.where(path));
}

/// Photons of coherent imaging have 10 eV to 1 MeV, which is 1.6e-18 to 1.6e-13 J: numbers below 1e-10 are joules.
Convention energyUnit(const NumberWithUnit& energy) {
  const auto stated = [&](const char* value) {
    return Convention{"energy_unit", value, Certainty::Stated, fmt::format("The file says: units = {}.", value)};
  };
  if (energy.unit == "j" || energy.unit == "joule" || energy.unit == "joules") return stated("J");
  if (energy.unit == "ev") return stated("eV");
  if (energy.unit == "kev") return stated("keV");
  if (energy.value < 1e-10) {
    return {"energy_unit", "J", Certainty::Format, "CXI has energies in joules, and the number is that small."};
  }
  const bool kilo = energy.value < 200;
  return {"energy_unit", kilo ? "keV" : "eV", Certainty::Assumed,
          fmt::format("CXI has energies in joules, but {:.6g} J is none of a photon; so many {} would be one.",
                      energy.value, kilo ? "keV" : "eV")};
}

Result<void> readEnergy(H5Reader& reader, const std::string& entry, bool nexus, RawScan& scan) {
  const std::string source = entry + "/instrument_1/source_1";
  const std::string beam = entry + "/instrument_1/beam_1";
  std::vector<std::string> wavelengths{beam + "/incident_wavelength", source + "/wavelength"};
  std::vector<std::string> energies{beam + "/incident_beam_energy", beam + "/incident_energy", beam + "/energy"};
  if (!nexus) energies.push_back(source + "/energy");
  const std::string wavelength = firstOf(reader, wavelengths);
  if (!wavelength.empty()) {
    PTYCHO_TRY(scan.wavelength_m, lengthOf(reader, wavelength));
  }
  const std::string path = firstOf(reader, energies);
  if (nexus && reader.has(source + "/energy")) {
    scan.ignored.push_back(source + "/energy");
    scan.notes.push_back(path.empty()
        ? "source_1/energy is the energy of the machine in NXcxi_ptycho, and beam_1 has none of the photons."
        : "source_1/energy is the energy of the machine; that of the photons was taken from beam_1.");
  }
  if (path.empty()) return {};
  PTYCHO_TRY(const auto energy, numberWithUnitOf(reader, path));
  if (!energy) return {};
  if (!(energy->value > 0)) {
    return badInput(fmt::format("is {}; an energy is above 0.", energy->value), reader.where(path));
  }
  scan.energy = energy->value;
  scan.conventions.push_back(energyUnit(*energy));
  return {};
}

/// How the stored rows and columns lie, from the vectors that lead one pixel on along them. CXI looks along the beam
/// with x to the left and y up, so that rows usually run along −y and columns along −x.
/// @param v  [row or column][x, y]
const char* orientationOf(const std::array<std::array<double, 2>, 2>& v) {
  const bool exchanged = std::abs(v[0][0]) > std::abs(v[0][1]);
  if (!exchanged) {
    const bool up = v[0][1] > 0;
    const bool left = v[1][0] > 0;
    return up && left ? "rotate-180" : up ? "flip-rows" : left ? "flip-columns" : "as-stored";
  }
  const bool left = v[0][0] > 0;  // rows lead to the left: after the exchange columns run backwards
  const bool up = v[1][1] > 0;
  // Stored column j runs along −y (down) and stored row i along −x (right): out[r][c] = in[c][r] where nothing is
  // backwards. A backward x is in[N−1−c][r], a backward y in[c][N−1−r], which is numpy.rot90 (counter-clockwise).
  return left && up ? "anti-transpose" : left ? "rotate-270" : up ? "rotate-90" : "transpose";
}

Result<void> readBasis(H5Reader& reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  const auto& shape = dataset.shape;
  const bool byRow = shape == std::vector<std::uint64_t>{2, 3};
  if (!byRow && shape != std::vector<std::uint64_t>{3, 2}) {
    return badInput(fmt::format("has the shape {} where [2, 3] or [3, 2] is needed.", shapeText(shape)),
                    dataset.where);
  }
  PTYCHO_TRY(const std::vector<double> values, numbersOf(reader, path, 6));
  std::array<std::array<double, 2>, 2> vectors{};
  std::array<double, 2> pixel{};
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t axis = 0; axis < 2; ++axis) vectors[k][axis] = values[byRow ? k * 3 + axis : axis * 2 + k];
    const double z = values[byRow ? k * 3 + 2 : 4 + k];
    pixel[k] = std::hypot(vectors[k][0], vectors[k][1], z);
    if (!(pixel[k] > 0)) {
      scan.notes.push_back("basis_vectors are 0 and were not used.");
      return {};
    }
  }
  const bool rowAlongX = std::abs(vectors[0][0]) > std::abs(vectors[0][1]);
  const bool colAlongX = std::abs(vectors[1][0]) > std::abs(vectors[1][1]);
  if (rowAlongX == colAlongX) {
    scan.notes.push_back("basis_vectors lead the same way along rows and columns and were not used.");
    return {};
  }
  if (!scan.detector_pixel_m || rowAlongX) scan.detector_pixel_m = pixel;
  scan.conventions.push_back({"orientation", orientationOf(vectors), Certainty::Stated,
                              "basis_vectors tell which way the rows and columns of the detector run."});
  return {};
}

}  // namespace

Result<void> readCxiGeometry(H5Reader& reader, const std::string& entry, bool nexus, RawScan& scan) {
  PTYCHO_CHECK(readEnergy(reader, entry, nexus, scan));
  const std::string detector = entry + "/instrument_1/detector_1";
  PTYCHO_TRY(scan.distance_m, lengthOf(reader, detector + "/distance"));
  PTYCHO_TRY(const auto x, lengthOf(reader, detector + "/x_pixel_size"));
  PTYCHO_TRY(const auto y, lengthOf(reader, detector + "/y_pixel_size"));
  if (x || y) scan.detector_pixel_m = {y.value_or(x.value_or(0)), x.value_or(y.value_or(0))};
  if (reader.has(detector + "/basis_vectors")) PTYCHO_CHECK(readBasis(reader, detector + "/basis_vectors", scan));
  const auto known = [](const Convention& convention) { return convention.key == "orientation"; };
  if (std::ranges::none_of(scan.conventions, known)) {
    scan.conventions.push_back({"orientation", "as-stored", Certainty::Format,
                                "Without basis_vectors CXI has the origin at the top left of the detector."});
  }
  return {};
}

}  // namespace ptycho
