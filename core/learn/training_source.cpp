#include <cmath>

#include <fmt/format.h>

#include "core/learn/picture_set.h"
#include "core/learn/training_batch.h"

namespace ptycho {

namespace {

constexpr double kBytesPerGb = 1e9;

/// Probe and positions as simulate() makes them.
struct Instrument {
  ComplexStack probe;
  Scan scan;
  MaskImage bad;  ///< pixels that read nothing of use, 1 = bad; empty: none
};

Result<Instrument> makeInstrument(const SimulationSpec& spec, const SuppliedArrays& supplied) {
  if (spec.geometry.propagation == Propagation::NearField) {
    return fail(ErrorCode::Unsupported,
                "is near-field; networks are trained on, and methods are compared by, far fields alone: set it to "
                "far-field.",
                "simulation.geometry.propagation");
  }
  Instrument made;
  Geometry geometry = spec.geometry;
  geometry.detector_side_px = spec.probe.window_px;
  if (supplied.probe.empty()) {
    auto probe = makeProbe(spec.probe, geometry);
    if (!probe) return passOn(probe.error(), "simulation.probe");
    made.probe = std::move(*probe);
  } else {
    const auto window = static_cast<std::size_t>(spec.probe.window_px);
    if (supplied.probe.rows() != window || supplied.probe.cols() != window) {
      return badInput(fmt::format("is {} but the probe given is {} × {} px; make them equal and square.", window,
                                  supplied.probe.rows(), supplied.probe.cols()), "simulation.probe.window_px");
    }
    made.probe = supplied.probe;
    scaleProbe(made.probe, spec.probe.photons);
  }
  auto scan = supplied.positions.empty() ? makeScan(spec.scan, spec.probe.window_px)
                                         : scanFromPositions(supplied.positions, spec.probe.window_px);
  if (!scan) return passOn(scan.error(), "simulation.scan");
  made.scan = std::move(*scan);
  // Which pixels are bad belongs to the detector and not to one measurement.
  RealStack blank(1, made.probe.rows(), made.probe.cols());
  const MaskImage valid = applyDetector(blank, spec.detector, 1);
  if (std::ranges::any_of(valid, [](std::uint8_t v) { return v == 0; })) {
    made.bad = MaskImage(valid.rows(), valid.cols());
    for (std::size_t p = 0; p < valid.size(); ++p) made.bad[p] = valid[p] == 0 ? 1 : 0;
  }
  return made;
}

/// One object's lumas with what it is called.
struct Lumas {
  RealImage amplitude;
  RealImage phase;  ///< empty: the amplitude's
  std::string name;
};

class SimulatedObjects : public TrainingSource {
 public:
  SimulatedObjects(const TrainingSpec& spec, Instrument instrument)
      : m_spec(spec), m_instrument(std::move(instrument)),
        m_cache(static_cast<std::uint64_t>(spec.data.cache_gb * kBytesPerGb)) {}

  [[nodiscard]] Result<void> openPictures() {
    const Scan& scan = m_instrument.scan;
    PTYCHO_TRY(m_pictures, openPictureSets(m_spec, static_cast<std::size_t>(scan.object_rows),
                                           static_cast<std::size_t>(scan.object_cols), m_cache));
    return {};
  }

  [[nodiscard]] const Scan& scan() const override { return m_instrument.scan; }
  [[nodiscard]] const ComplexStack& probe() const override { return m_instrument.probe; }
  [[nodiscard]] std::size_t trainingImages() const override { return m_pictures.training->count(); }
  [[nodiscard]] std::size_t validationImages() const override { return m_pictures.heldOut->count(); }

  [[nodiscard]] Result<TrainingBatch> training(std::int64_t first, std::size_t objects) override {
    return trainingWhile(first, objects, [] { return true; });
  }
  [[nodiscard]] Result<TrainingBatch> trainingWhile(std::int64_t first, std::size_t objects,
                                                    const std::function<bool()>& keepGoing) override;
  [[nodiscard]] Result<TrainingBatch> validation(std::size_t first, std::size_t objects) override;

 private:
  [[nodiscard]] TrainingBatch emptyBatch(std::int64_t first, std::size_t objects) const;
  [[nodiscard]] std::uint64_t trainingImage(std::uint64_t sample) const;
  [[nodiscard]] Result<Lumas> lumasOf(PictureSet& pictures, std::uint64_t sample, std::uint64_t image,
                                      Symmetry symmetry) const;
  void simulateInto(TrainingBatch& batch, std::size_t place, const Lumas& lumas, std::uint64_t seed) const;

  TrainingSpec m_spec;
  Instrument m_instrument;
  PictureCache m_cache;
  PictureSets m_pictures;
};

TrainingBatch SimulatedObjects::emptyBatch(std::int64_t first, std::size_t objects) const {
  const auto rows = static_cast<std::size_t>(m_instrument.scan.object_rows);
  const auto cols = static_cast<std::size_t>(m_instrument.scan.object_cols);
  TrainingBatch batch;
  batch.first_sample = first;
  batch.objects = objects;
  batch.magnitudes = RealStack(objects * m_instrument.scan.positions.size(), m_instrument.probe.rows(),
                               m_instrument.probe.cols());
  batch.amplitude = RealStack(objects, rows, cols);
  batch.phase = RealStack(objects, rows, cols);
  batch.names.reserve(objects);
  return batch;
}

std::uint64_t SimulatedObjects::trainingImage(std::uint64_t sample) const {
  if (m_pictures.training->endless()) return sample;
  const std::uint64_t images = trainingImages();
  return shuffledImage(m_spec.data.seed, sample / images, sample % images, images);
}

Result<Lumas> SimulatedObjects::lumasOf(PictureSet& pictures, std::uint64_t sample, std::uint64_t image,
                                        Symmetry symmetry) const {
  Lumas lumas;
  PTYCHO_TRY(const Picture amplitude, pictures.luma(image));
  lumas.amplitude = transformed(*amplitude, symmetry);
  lumas.name = pictures.name(image);
  if (m_spec.simulation.object.mapping == ObjectMapping::Pair) {
    PTYCHO_TRY(const Picture phase, pictures.partnerLuma(sample, image));
    lumas.phase = transformed(*phase, symmetry);
    lumas.name += " and " + pictures.partnerName(sample, image);
  }
  return lumas;
}

/// The patterns as simulate() makes them; the truth as amplitude and phase themselves.
void SimulatedObjects::simulateInto(TrainingBatch& batch, std::size_t place, const Lumas& lumas,
                                    std::uint64_t seed) const {
  const SimulationSpec& simulation = m_spec.simulation;
  const ObjectSpec& object = simulation.object;
  const RealImage& phaseLuma = lumas.phase.empty() ? lumas.amplitude : lumas.phase;
  float* amplitude = batch.amplitude.image(place);
  float* phase = batch.phase.image(place);
  const auto lowest = static_cast<float>(object.amplitude_min);
  const auto amplitudeSpan = static_cast<float>(object.amplitude_max - object.amplitude_min);
  const auto highest = static_cast<float>(object.phase_max_rad);
  const auto phaseSpan = static_cast<float>(object.phase_max_rad - object.phase_min_rad);
  for (std::size_t p = 0; p < lumas.amplitude.size(); ++p) {
    amplitude[p] = lowest + amplitudeSpan * lumas.amplitude[p];
    phase[p] = highest - phaseSpan * phaseLuma[p];
  }
  const Scan& scan = m_instrument.scan;
  RealStack intensities = farFieldIntensities(complexObject(lumas.amplitude, phaseLuma, object), m_instrument.probe,
                                              scan, simulation.subpixel, 1);
  DetectorSpec detector = simulation.detector;
  if (detector.photons_per_pattern > 0) {
    detector.seed = seed;
    detector.dead_pixel_share = 0;  // bad pixels are the same for all objects, see Instrument
    detector.hot_pixel_share = 0;
    (void)applyDetector(intensities, detector, 1);
  }
  const std::size_t pixels = intensities.imageSize();
  float* magnitudes = batch.magnitudes.image(place * scan.positions.size());
  for (std::size_t k = 0; k < intensities.size(); ++k) magnitudes[k] = std::sqrt(intensities.data()[k]);
  if (m_instrument.bad.empty()) return;
  for (std::size_t j = 0; j < intensities.count(); ++j) {
    for (std::size_t p = 0; p < pixels; ++p) {
      if (m_instrument.bad[p] != 0) magnitudes[j * pixels + p] = 0;
    }
  }
}

Result<TrainingBatch> SimulatedObjects::trainingWhile(std::int64_t first, std::size_t objects,
                                                      const std::function<bool()>& keepGoing) {
  if (first < 0) return badInput(fmt::format("is {}; samples count from 0.", first), "first sample");
  TrainingBatch batch = emptyBatch(first, objects);
  const bool square = m_instrument.scan.object_rows == m_instrument.scan.object_cols;
  for (std::size_t k = 0; k < objects; ++k) {
    if (!keepGoing()) return fail(ErrorCode::Failed, "was no longer wanted.", "batch");
    const std::uint64_t sample = static_cast<std::uint64_t>(first) + k;
    const Symmetry symmetry =
        m_spec.data.augment ? drawSymmetry(m_spec.data.seed, sample, square) : Symmetry::None;
    PTYCHO_TRY(Lumas lumas, lumasOf(*m_pictures.training, sample, trainingImage(sample), symmetry));
    simulateInto(batch, k, lumas, noiseSeed(m_spec.simulation.detector.seed, Role::Training, sample));
    batch.names.push_back(std::move(lumas.name));
  }
  return batch;
}

Result<TrainingBatch> SimulatedObjects::validation(std::size_t first, std::size_t objects) {
  if (first > validationImages() || objects > validationImages() - first) {
    return badInput(fmt::format("{} … {} are asked for and there are {}.", first, first + objects, validationImages()),
                    "held-out images");
  }
  TrainingBatch batch = emptyBatch(static_cast<std::int64_t>(first), objects);
  for (std::size_t k = 0; k < objects; ++k) {
    const std::uint64_t image = first + k;
    PTYCHO_TRY(Lumas lumas, lumasOf(*m_pictures.heldOut, image, image, Symmetry::None));
    simulateInto(batch, k, lumas, noiseSeed(m_spec.simulation.detector.seed, Role::HeldOut, image));
    batch.names.push_back(std::move(lumas.name));
  }
  return batch;
}

}  // namespace

Result<TrainingBatch> TrainingSource::trainingWhile(std::int64_t first, std::size_t objects,
                                                    const std::function<bool()>&) {
  return training(first, objects);
}

Result<std::unique_ptr<TrainingSource>> TrainingSource::open(const TrainingSpec& spec, const SuppliedArrays& supplied) {
  PTYCHO_CHECK(checkTrainingSpec(spec));
  // Ranges of amplitude and phase are checked where objects are made: make the smallest there is.
  ObjectSpec smallest = spec.simulation.object;
  smallest.source = ObjectSource::DeadLeaves;
  if (auto made = makeObject(smallest, 1, 1); !made) return passOn(made.error(), "simulation.object");
  PTYCHO_TRY(Instrument instrument, makeInstrument(spec.simulation, supplied));
  auto source = std::make_unique<SimulatedObjects>(spec, std::move(instrument));
  PTYCHO_CHECK(source->openPictures());
  return source;
}

}  // namespace ptycho
