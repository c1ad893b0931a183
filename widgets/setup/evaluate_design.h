#pragma once

#include "core/optics/overlap.h"
#include "core/simulate/simulate.h"
#include "widgets/setup/contour.h"
#include "widgets/setup/design_sources.h"

namespace ptycho {

/// Everything about a design that needs no object: quick enough for every step of a spin box
/// (about 15 ms for the 6 × 6 reference).
struct DesignResults {
  SimulationSpec spec;
  Geometry geometry;          ///< with the side of the probe that is really used
  ComplexStack probe;         ///< [modes, w, w]
  RealImage probe_intensity;  ///< [w, w]
  ProbeReport probe_report;
  Scan scan;
  OverlapReport overlap;
  RealImage coverage;    ///< Σ|P|² [object_rows, object_cols]
  RealImage redundancy;  ///< effective probes per pixel
  GeometryReport geometry_report;
  ComplexImage transfer;      ///< of the near field, see DetectorTransform; empty: far field
  std::vector<ContourLine> contour_50;  ///< of the window: pixels inside hold 50 % of the intensity
  std::vector<ContourLine> contour_90;
  std::vector<ContourLine> unlit_margin;  ///< of the object: coverage = 10 % of its maximum
  std::vector<std::size_t> outliers;      ///< positions farther than 3 median steps from any other
  double mean_redundancy = 0;             ///< over pixels lit above 10 %
};

/// @param sources  remembers files between calls
/// @return error that names section and field ("scan: step_px: …"); designs too large to show live are refused too
[[nodiscard]] Result<DesignResults> evaluateDesign(const SimulationSpec& spec, DesignSources& sources);
[[nodiscard]] Result<DesignResults> evaluateDesign(const SimulationSpec& spec);

/// The object and its patterns: what the pictures show and what the detector would read.
struct DesignSample {
  SampleObject object;
  RealStack patterns;          ///< as measured, zero frequency at [0,0]; empty when there are too many to keep
  MaskImage mask;              ///< [w, w], 1 = valid; empty = all valid
  double counts_per_unit = 1;  ///< factor from intensities to counts; the patterns have it applied
  DetectorReport detector;     ///< mean over patterns; the brightest pixel of all
  double mean_energy = 0;      ///< Σ|F|² of a pattern, mean
};
[[nodiscard]] Result<DesignSample> evaluateSample(const DesignResults& design, DesignSources& sources);

/// The pattern of one position: from the sample, or computed without noise when they were too many.
[[nodiscard]] RealImage samplePattern(const DesignResults& design, const DesignSample& sample, std::size_t position);

}  // namespace ptycho
