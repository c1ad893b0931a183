#include "core/study/report_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/exchange/jpeg_picture.h"
#include "core/metrics/metrics.h"

namespace ptycho {

namespace {

constexpr int kGap_px = 4;
constexpr int kPanels = 6;
using Colour = std::array<std::uint8_t, 3>;

std::uint8_t byteOf(double value) { return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0))); }

/// NaN is red in a picture and black in an error.
Colour greyOf(double value, double low, double high) {
  if (!std::isfinite(value)) return {200, 0, 0};
  const std::uint8_t grey = byteOf(high > low ? (value - low) / (high - low) : 0.5);
  return {grey, grey, grey};
}
Colour signedOf(double value, double limit) {
  if (!std::isfinite(value)) return {0, 0, 0};
  const double part = limit > 0 ? std::clamp(value / limit, -1.0, 1.0) : 0;
  const double fade = 1 - std::abs(part);
  return part > 0 ? Colour{byteOf(0.70 + 0.30 * fade), byteOf(fade), byteOf(fade)}
                  : Colour{byteOf(fade), byteOf(fade), byteOf(0.70 + 0.30 * fade)};
}

/// The mean of the pixels that a smaller picture's pixel stands for.
double boxMean(const RealImage& picture, int row, int col, int shrink) {
  double sum = 0;
  for (int r = row * shrink; r < (row + 1) * shrink; ++r) {
    for (int c = col * shrink; c < (col + 1) * shrink; ++c) {
      sum += picture(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
    }
  }
  return sum / (shrink * shrink);
}

/// Without the hundredth of largest ones, so that one corner does not make the rest white.
double errorRange(const RealImage& error) {
  std::vector<float> sizes;
  for (const float value : error) {
    if (std::isfinite(value)) sizes.push_back(std::abs(value));
  }
  if (sizes.empty()) return 0;
  const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(sizes.size() - 1));
  std::ranges::nth_element(sizes, at);
  return *at;
}

/// Six panels in a row on white.
class Strip {
 public:
  Strip(int rows, int cols)
      : m_rows(rows), m_cols(cols), m_width(kPanels * cols + (kPanels - 1) * kGap_px),
        m_bytes(static_cast<std::size_t>(rows) * static_cast<std::size_t>(m_width) * 3, 255) {}

  template <class ColourOf>
  void add(const RealImage& picture, int shrink, ColourOf&& colourOf) {
    for (int r = 0; r < m_rows; ++r) {
      for (int c = 0; c < m_cols; ++c) {
        const Colour colour = colourOf(boxMean(picture, r, c, shrink));
        const auto at = static_cast<std::size_t>(r * m_width + m_panel * (m_cols + kGap_px) + c) * 3;
        std::ranges::copy(colour, m_bytes.begin() + static_cast<std::ptrdiff_t>(at));
      }
    }
    ++m_panel;
  }
  [[nodiscard]] std::string jpeg() const { return jpegOf(m_bytes, m_rows, m_width); }
  [[nodiscard]] int width() const { return m_width; }

 private:
  int m_rows, m_cols, m_width;
  int m_panel = 0;
  std::vector<std::uint8_t> m_bytes;
};

}  // namespace

WorstPanel panelOf(const KeptEstimate& kept, const EvaluationRecord& record) {
  const AlignedPictures pictures = alignToTruth(kept.object, kept.truth);
  const auto side = static_cast<int>(std::max(kept.truth.rows(), kept.truth.cols()));
  const int shrink = std::max(1, (side + WorstPanel::kPanel_px - 1) / WorstPanel::kPanel_px);
  Strip strip(static_cast<int>(kept.truth.rows()) / shrink, static_cast<int>(kept.truth.cols()) / shrink);
  WorstPanel panel;
  panel.name = record.name;
  panel.amplitude_nrmse = record.amplitude_nrmse;
  panel.phase_nrmse = record.phase_nrmse;
  const auto add = [&](const RealImage& truth, const RealImage& estimate, const RealImage& error, double& range) {
    const auto [low, high] = std::ranges::minmax(truth);
    const auto grey = [low = low, high = high](double value) { return greyOf(value, low, high); };
    range = errorRange(error);
    strip.add(truth, shrink, grey);
    strip.add(estimate, shrink, grey);
    strip.add(error, shrink, [range](double value) { return signedOf(value, range); });
  };
  add(pictures.truth_amplitude, pictures.amplitude, pictures.amplitude_error, panel.amplitude_range);
  add(pictures.truth_phase, pictures.phase, pictures.phase_error, panel.phase_range_rad);
  panel.rows = static_cast<int>(kept.truth.rows()) / shrink;
  panel.cols = strip.width();
  panel.jpeg = strip.jpeg();
  return panel;
}

std::vector<WorstPanel> worstPanels(const Evaluation& evaluation, int method, std::size_t count) {
  struct Case {
    const KeptEstimate* kept;
    const EvaluationRecord* record;
    double error;
  };
  std::vector<Case> cases;
  for (const KeptEstimate& kept : evaluation.kept) {
    const auto record = std::ranges::find_if(evaluation.records, [&](const EvaluationRecord& candidate) {
      return candidate.image == kept.image && candidate.method == kept.method;
    });
    if (kept.method != method || record == evaluation.records.end()) continue;
    const double error = record->amplitude_nrmse + record->phase_nrmse;
    cases.push_back({&kept, &*record, std::isfinite(error) ? error : HUGE_VAL});
  }
  std::ranges::stable_sort(cases, std::ranges::greater(), &Case::error);
  std::vector<WorstPanel> panels;
  for (std::size_t k = 0; k < std::min(count, cases.size()); ++k) {
    panels.push_back(panelOf(*cases[k].kept, *cases[k].record));
  }
  return panels;
}

}  // namespace ptycho
