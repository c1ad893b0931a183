#include "tests/core/exchange/sample_scans.h"

#include <algorithm>
#include <cmath>

#include "core/optics/fft.h"

namespace ptycho::testing {

namespace {

constexpr std::size_t kWindow = 32;
constexpr std::size_t kMargin = 8;

ComplexStack sampleProbe() {
  ComplexStack probe(2, kWindow, kWindow);
  for (std::size_t r = 0; r < kWindow; ++r) {
    for (std::size_t c = 0; c < kWindow; ++c) {
      const double y = static_cast<double>(r) - 16;
      const double x = static_cast<double>(c) - 15;
      const double envelope = std::exp(-(y * y / 50 + x * x / 30));
      probe.image(0)[r * kWindow + c] = Complex(std::polar(40 * envelope, 0.02 * (x * x + 0.5 * y * y)));
      probe.image(1)[r * kWindow + c] = Complex(std::polar(4 * x * envelope, 0.1 * y));
    }
  }
  return probe;
}

ComplexImage sampleObject(std::size_t rows, std::size_t cols) {
  ComplexImage object(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const double y = static_cast<double>(r);
      const double x = static_cast<double>(c);
      object(r, c) = Complex(std::polar(0.8 + 0.2 * std::sin(0.3 * x + 0.1 * y), 0.5 * std::cos(0.2 * y - 0.05 * x)));
    }
  }
  return object;
}

void addIntensity(const Complex* probe, const ComplexImage& object, std::size_t row, std::size_t col,
                  std::vector<double>& intensity) {
  ComplexImage wave(kWindow, kWindow);
  for (std::size_t r = 0; r < kWindow; ++r) {
    for (std::size_t c = 0; c < kWindow; ++c) wave(r, c) = probe[r * kWindow + c] * object(row + r, col + c);
  }
  Fft2(kWindow, kWindow).forward(wave.data());
  for (std::size_t i = 0; i < wave.size(); ++i) intensity[i] += std::norm(wave[i]);
}

}  // namespace

Acquisition sampleAcquisition(bool whole) {
  Acquisition scan;
  scan.name = "sample scan";
  scan.geometry = Geometry{Radiation::Photons, 8, 2, 75, kWindow};
  scan.probe = sampleProbe();
  double lastRow = 0;
  double lastCol = 0;
  for (int k = 0; k < 12; ++k) {
    const double part = whole || k == 0 ? 0 : 0.125 * (k % 5);
    const Position position{kMargin + 5 * (k / 4) + (k % 2) + part, kMargin + 4 * (k % 4) + k / 6 + part / 2};
    lastRow = std::max(lastRow, position.row);
    lastCol = std::max(lastCol, position.col);
    scan.scan.positions.push_back(position);
  }
  scan.scan.window_px = kWindow;
  scan.scan.object_rows = static_cast<int>(std::ceil(lastRow)) + static_cast<int>(kWindow + kMargin);
  scan.scan.object_cols = static_cast<int>(std::ceil(lastCol)) + static_cast<int>(kWindow + kMargin);
  const ComplexImage object = sampleObject(static_cast<std::size_t>(scan.scan.object_rows),
                                           static_cast<std::size_t>(scan.scan.object_cols));
  scan.mask = MaskImage(kWindow, kWindow, 1);
  scan.mask(0, 3) = 0;
  scan.mask(30, 1) = 0;
  scan.patterns = RealStack(12, kWindow, kWindow);
  for (std::size_t k = 0; k < 12; ++k) {
    std::vector<double> intensity(kWindow * kWindow);
    const auto row = static_cast<std::size_t>(scan.scan.positions[k].row);
    const auto col = static_cast<std::size_t>(scan.scan.positions[k].col);
    for (std::size_t mode = 0; mode < 2; ++mode) addIntensity(scan.probe.image(mode), object, row, col, intensity);
    for (std::size_t i = 0; i < intensity.size(); ++i) {
      scan.patterns.image(k)[i] = scan.mask[i] == 0 ? 0 : static_cast<float>(std::min(60'000.0, std::round(intensity[i])));
    }
  }
  return scan;
}

ResultRecord sampleResult(const Acquisition& acquisition) {
  ResultRecord record;
  record.name = "sample result";
  record.scan = acquisition.scan;
  record.geometry = acquisition.geometry;
  Reconstruction& outcome = record.reconstruction;
  outcome.object = sampleObject(static_cast<std::size_t>(acquisition.scan.object_rows),
                                static_cast<std::size_t>(acquisition.scan.object_cols));
  outcome.probe = acquisition.probe;
  for (Complex& value : outcome.probe) value *= Complex(0, 1);
  outcome.positions = acquisition.scan.positions;
  for (std::size_t k = 0; k < outcome.positions.size(); ++k) {
    outcome.positions[k].row += 0.25 * std::sin(static_cast<double>(k));
    outcome.positions[k].col -= 0.25 * std::cos(static_cast<double>(k));
  }
  for (int k = 1; k <= 3; ++k) outcome.history.push_back({k, 0, "epie", 0.5 / k, 0.1, 0, 0, 1.0 * k, 1});
  return record;
}

}  // namespace ptycho::testing
