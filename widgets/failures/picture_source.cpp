#include "widgets/failures/picture_source.h"

#include <algorithm>
#include <cmath>

#include "core/metrics/metrics.h"
#include "core/optics/overlap.h"
#include "core/optics/probe.h"
#include "core/source/sample_object.h"
#include "widgets/kit/raster/picture_raster.h"
#include "widgets/models/core_text.h"

namespace ptycho {
namespace {

constexpr std::size_t kMostMapped = 64;  ///< enough for a mean, and a few seconds of reading

RealImage amplitudeOf(const ComplexImage& object) {
  RealImage amplitude(object.rows(), object.cols());
  std::transform(object.begin(), object.end(), amplitude.begin(), [](Complex value) { return std::abs(value); });
  return amplitude;
}

void addMagnitudes(const RealImage& from, RealImage& to) {
  if (to.empty()) to = RealImage(from.rows(), from.cols());
  for (std::size_t i = 0; i < from.size(); ++i) to[i] += std::isfinite(from[i]) ? std::abs(from[i]) : 0.0F;
}

}  // namespace

bool PictureSource::hasKept(std::int64_t image, int method) const {
  return m_table->keptIndex(image, method).has_value() ||
         std::ranges::any_of(m_later, [&](const LaterEstimate& later) {
           return later.image == image && later.method == method;
         });
}

Result<KeptEstimate> PictureSource::kept(std::int64_t image, int method) const {
  for (const auto& later : m_later) {
    if (later.image == image && later.method == method) return readKeptEstimate(later.file, later.index);
  }
  const auto index = m_table->keptIndex(image, method);
  if (!index || m_file.empty()) return fail(ErrorCode::NotFound, "was not kept.", "estimate");
  return readKeptEstimate(m_file, *index);
}

Result<ComplexImage> PictureSource::madeTruth(std::int64_t image) const {
  const auto& simulation = m_table->simulation();
  if (!simulation) return fail(ErrorCode::NotFound, "does not say how the images were made.", "the specification");
  ObjectSpec object = simulation->object;
  object.index = image;
  PTYCHO_TRY(const Scan scan, makeScan(simulation->scan, simulation->probe.window_px));
  PTYCHO_TRY(SampleObject made, makeObject(object, scan.object_rows, scan.object_cols));
  return std::move(made.transmission);
}

ImagePictures PictureSource::pictures(std::int64_t image) const {
  ImagePictures out;
  out.image = image;
  out.pixel_m = m_table->pixel_m();
  const auto row = m_table->rowOf(image);
  if (!row) return out;
  out.name = m_table->name(*row);
  if (const auto& simulation = m_table->simulation()) {
    out.amplitude_min = simulation->object.amplitude_min;
    out.amplitude_max = simulation->object.amplitude_max;
  }
  const auto take = [&](ImageEstimate estimate, Result<KeptEstimate> read) {
    if (read) {
      estimate.object = std::move(read->object);
      if (out.truth.empty()) out.truth = std::move(read->truth);
    } else if (read.error().code != ErrorCode::NotFound) {
      out.problem = textOf(read.error());
    }
    out.estimates.push_back(std::move(estimate));
  };
  for (int method = 0; method < m_table->methodCount(); ++method) {
    const EvaluationRecord* record = m_table->record(*row, method);
    if (record) take({m_table->method(method), method, *record, {}}, kept(image, method));
  }
  for (const auto& later : m_later) {
    if (later.image != image || later.method >= 0) continue;
    take({later.label, -1, later.record, {}}, readKeptEstimate(later.file, later.index));
  }
  if (!out.truth.empty()) return out;
  auto truth = madeTruth(image);
  if (truth) out.truth = std::move(*truth);
  else out.problem = textOf(truth.error());
  return out;
}

QImage PictureSource::thumbnail(std::int64_t image, int method, int side_px, bool& ofTruth) const {
  ofTruth = !hasKept(image, method);
  Result<ComplexImage> object = ComplexImage();
  if (ofTruth) {
    object = madeTruth(image);
  } else if (auto read = kept(image, method)) {
    object = std::move(read->object);
  }
  if (!object || object->empty()) return {};
  const auto& simulation = m_table->simulation();
  const double low = simulation ? simulation->object.amplitude_min : 0;
  const double high = simulation ? simulation->object.amplitude_max : 1;
  const RealImage amplitude = amplitudeOf(*object);
  const double longer = static_cast<double>(std::max(amplitude.rows(), amplitude.cols()));
  const double step = longer / side_px;
  const RasterWindow window{0, 0, step, std::max(1, static_cast<int>(static_cast<double>(amplitude.cols()) / step)),
                            std::max(1, static_cast<int>(static_cast<double>(amplitude.rows()) / step))};
  return rasterPicture(amplitude, nullptr, PixelColors(ColorMap::Gray, ValueScale(Norm::Linear, low, high)), window)
      .convertToFormat(QImage::Format_Grayscale8);
}

Result<ErrorMaps> PictureSource::errorMaps(int method) const {
  ErrorMaps maps;
  maps.method = method;
  maps.pixel_m = m_table->pixel_m();
  std::vector<std::int64_t> images;
  for (std::size_t row = 0; row < m_table->size(); ++row) {
    if (hasKept(m_table->image(row), method)) images.push_back(m_table->image(row));
  }
  const std::size_t stride = (images.size() + kMostMapped - 1) / kMostMapped;
  for (std::size_t k = 0; k < images.size(); k += stride) {
    PTYCHO_TRY(const KeptEstimate estimate, kept(images[k], method));
    const AlignedPictures aligned = alignToTruth(estimate.object, estimate.truth);
    if (!maps.amplitude.empty() && !maps.amplitude.sameShape(aligned.amplitude_error)) continue;
    addMagnitudes(aligned.amplitude_error, maps.amplitude);
    addMagnitudes(aligned.phase_error, maps.phase);
    ++maps.images;
  }
  for (RealImage* picture : {&maps.amplitude, &maps.phase}) {
    for (float& value : *picture) value /= static_cast<float>(maps.images);
  }
  const auto& simulation = m_table->simulation();
  if (!simulation || maps.amplitude.empty()) return maps;
  const auto probe = makeProbe(simulation->probe, simulation->geometry);
  const auto scan = makeScan(simulation->scan, simulation->probe.window_px);
  if (!probe || !scan) return maps;  // from files that this computer may not have: the errors are shown without
  RealImage coverage = coverageMap(*scan, probeIntensity(*probe));
  if (coverage.sameShape(maps.amplitude)) maps.coverage = std::move(coverage);
  return maps;
}

}  // namespace ptycho
