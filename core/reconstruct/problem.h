#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/detector_transform.h"
#include "core/optics/round_trip.h"
#include "core/reconstruct/estimate.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

class TargetStream;

/// What of a reconstruction's set-up is not in the acquisition.
struct ProblemOptions {
  int threads = 1;
  int margin_px = 0;       ///< frame round the object, room for positions that move
  int probe_modes = 0;     ///< 0: those of the acquisition; more are added as tilted, weaker copies
  double background = 0;   ///< uniform intensity beside the diffracted one
  MaskImage support;       ///< [object_rows, object_cols] of the acquisition, 1 = inside; empty: all
};

/// An acquisition prepared for engines: checked, square-rooted; what stays fixed while the estimate moves.
class ReconstructionProblem {
 public:
  /// Errors: a near field of unknown Fresnel number, no probe, shapes that differ, NaN or negative intensities, windows
  /// outside the object. The intensities of a source are checked when the problem is made, see failure().
  static Result<void> check(const Acquisition& acquisition);
  /// @param acquisition  has passed check(); positions and shapes are copied, its patterns are not looked at, but its
  ///                     source is read once, and again in each pass as far as its memory does not hold the patterns
  /// @param patterns     intensities [n, w, w], become the magnitudes in place; empty with a source
  ReconstructionProblem(const Acquisition& acquisition, RealStack patterns, const ProblemOptions& options);
  /// With a copy of the patterns.
  ReconstructionProblem(const Acquisition& acquisition, int threads);

  [[nodiscard]] std::size_t patterns() const { return m_scan.positions.size(); }
  [[nodiscard]] std::size_t modes() const { return m_probe.count(); }
  [[nodiscard]] std::size_t windowSize() const { return m_probe.imageSize(); }
  [[nodiscard]] std::size_t window() const { return m_probe.rows(); }
  [[nodiscard]] int threads() const { return m_threads; }
  /// The plain transform of a window, for shifts in the plane of the object.
  [[nodiscard]] const Fft2& fft() const { return m_detector.fft(); }
  /// From exit waves to the detector and back, whole windows and in sweeps: the only two ways there, so that an engine
  /// that goes them reconstructs near fields too. "Fourier values" elsewhere here are values on the detector.
  [[nodiscard]] const DetectorTransform& detector() const { return m_detector; }
  [[nodiscard]] const RoundTrip& roundTrip() const { return m_roundTrip; }
  [[nodiscard]] bool nearField() const { return m_nearField; }
  /// Given positions and object size, both with the margin.
  [[nodiscard]] const Scan& scan() const { return m_scan; }
  [[nodiscard]] int margin() const { return m_margin; }
  /// The probe to start with [modes, w, w].
  [[nodiscard]] const ComplexStack& probe() const { return m_probe; }
  /// 1 = inside, [object_rows, object_cols] with the margin; empty: no support.
  [[nodiscard]] const MaskImage& support() const { return m_support; }

  /// Tells the order of the coming pass over the patterns, so that they can be read ahead where they are not in memory;
  /// empty: 0, 1, 2, …  Any other order works too, only slower.
  void beginPass(std::span<const std::size_t> order = {}) const;
  [[nodiscard]] bool streamed() const { return m_stream != nullptr; }
  /// What went wrong while patterns were read; from then on they count as dark, and the run must end.
  [[nodiscard]] std::optional<Error> failure() const;

  /// M_j · fft().scale() [w, w], M_j² = I_j − background, at least 0; −1 where masked.
  /// @param buffer  [w, w], filled where the values are not at hand
  [[nodiscard]] const float* target(std::size_t j, RealImage& buffer) const;
  /// The same with rows and columns exchanged, as RoundTrip hands out Fourier values.
  [[nodiscard]] const float* columnTarget(std::size_t j, RealImage& buffer) const;
  /// √I_j · fft().scale() with the background still in it; −1 where masked.
  [[nodiscard]] const float* measured(std::size_t j, RealImage& buffer) const;
  /// The same with rows and columns exchanged.
  [[nodiscard]] const float* columnMeasured(std::size_t j, RealImage& buffer) const;
  /// What the patterns are divided by from now on, mean 1; empty: 1 each. Not while a pass is under way.
  /// Targets become M_j/√a_j; measured() becomes the root of (I_j − background)/a_j + background, at least 0.
  void setScales(std::vector<float> scales) { m_scales = std::move(scales); }
  [[nodiscard]] float scale(std::size_t j) const { return m_scales.empty() ? 1.0F : m_scales[j]; }
  /// Intensity beside the diffracted one [w, w]; empty: none.
  [[nodiscard]] const RealImage& background() const { return m_background; }
  /// The same with rows and columns exchanged.
  [[nodiscard]] const RealImage& backgroundColumns() const { return m_backgroundColumns; }
  [[nodiscard]] double magnitudeSum() const { return m_magnitudeSum; }  ///< Σ M over valid pixels

  /// The estimate with this object, the given positions and the probe to start with.
  [[nodiscard]] Estimate startFrom(const ComplexImage& object) const;
  /// An object of the acquisition's size with the margin round it: its border repeated outwards.
  [[nodiscard]] ComplexImage withMargin(const ComplexImage& object) const;
  /// Without the margin.
  [[nodiscard]] ComplexImage withoutMargin(const ComplexImage& object) const;

 private:
  [[nodiscard]] const float* scaledTarget(std::size_t j, const float* values, const RealImage& background,
                                          RealImage& buffer) const;
  [[nodiscard]] const float* scaledMeasured(std::size_t j, const float* values, const RealImage& background,
                                            RealImage& buffer) const;
  [[nodiscard]] const float* rowsOf(std::size_t j, RealImage& buffer) const;
  [[nodiscard]] const float* columnsOf(std::size_t j, RealImage& buffer) const;
  void addMagnitudes(const float* intensities, const MaskImage& mask);

  /// The public ones, with what transferFor() made.
  ReconstructionProblem(const Acquisition& acquisition, RealStack patterns, const ProblemOptions& options,
                        const ComplexImage& transfer);

  int m_threads;
  int m_margin;
  Scan m_scan;
  ComplexStack m_probe;
  bool m_nearField;
  DetectorTransform m_detector;
  RoundTrip m_roundTrip;
  RealStack m_targets;            ///< as columnTarget(), with the background still in them
  std::shared_ptr<TargetStream> m_stream;  ///< in the place of m_targets
  std::optional<Error> m_failure;          ///< of the first pass
  RealImage m_background;
  RealImage m_backgroundColumns;  ///< rows and columns exchanged
  MaskImage m_support;
  std::vector<float> m_scales;    ///< a_j; empty: 1 each
  double m_magnitudeSum = 0;
};

/// R = Σ| √a_j·|F| − M | / Σ M over valid pixels, a_j the problem's scales; the same bits for any thread count.
[[nodiscard]] double diffractionResidual(const ReconstructionProblem& problem, const Estimate& estimate);

}  // namespace ptycho
