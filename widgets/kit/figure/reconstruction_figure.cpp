#include "widgets/kit/figure/reconstruction_figure.h"

#include <cmath>

#include <QCoreApplication>

#include "core/metrics/metrics.h"
#include "widgets/kit/figure/object_parts.h"

namespace ptycho {

namespace {

QString translated(const char* text) { return QCoreApplication::translate("ptycho", text); }

FigurePanel makePanel(RealImage picture, const QString& title, const QString& quantity, const QString& unit,
                      ColorMap map, std::pair<double, double> range) {
  FigurePanel panel;
  panel.picture = std::move(picture);
  panel.title = title;
  panel.quantity = quantity;
  panel.unit = unit;
  panel.map = map;
  panel.low = range.first;
  panel.high = range.second;
  return panel;
}

struct Row {
  RealImage truth, estimate, error;
  QString name, quantity, unit;
  ColorMap map;
};

void addRow(FigureSpec& figure, Row row) {
  const auto range = robustRange(row.truth);
  const auto difference = symmetricRange(row.error);
  figure.panels.push_back(
      makePanel(std::move(row.truth), translated("%1, truth").arg(row.name), row.quantity, row.unit, row.map, range));
  figure.panels.push_back(makePanel(std::move(row.estimate), translated("%1, estimate").arg(row.name), row.quantity,
                                    row.unit, row.map, range));
  figure.panels.push_back(makePanel(std::move(row.error), translated("%1, error").arg(row.name),
                                    translated("estimate − truth"), row.unit, ColorMap::Coolwarm, difference));
}

void addComparison(FigureSpec& figure, const ComplexImage& truth, const ComplexImage& object) {
  AlignedPictures aligned = alignToTruth(object, truth);
  figure.columns = 3;
  addRow(figure, {std::move(aligned.truth_amplitude), std::move(aligned.amplitude), std::move(aligned.amplitude_error),
                  translated("Amplitude"), translated("amplitude"), QString(), ColorMap::Gray});
  addRow(figure, {std::move(aligned.truth_phase), std::move(aligned.phase), std::move(aligned.phase_error),
                  translated("Phase"), translated("phase"), QStringLiteral("rad"), ColorMap::Viridis});
  const QString numbers = translated("NRMSE: amplitude %1, phase %2 (global phase removed).")
                              .arg(QString::number(aligned.error.amplitude_nrmse, 'f', 4),
                                   QString::number(aligned.error.phase_nrmse, 'f', 4));
  figure.caption += figure.caption.isEmpty() ? numbers : u' ' + numbers;
}

void addAlone(FigureSpec& figure, const ComplexImage& object) {
  auto [amplitude, phase] = withoutMeanPhase(object);
  const auto amplitudeRange = robustRange(amplitude), phaseRange = robustRange(phase);
  const bool wrapped = isWrapped(phaseRange);
  figure.columns = 2;
  figure.panels.push_back(makePanel(std::move(amplitude), translated("Amplitude"), translated("amplitude"), QString(),
                                    ColorMap::Gray, amplitudeRange));
  figure.panels.push_back(makePanel(std::move(phase), translated("Phase, mean removed"), translated("phase"),
                                    QStringLiteral("rad"), wrapped ? ColorMap::Twilight : ColorMap::Viridis,
                                    wrapped ? std::pair(-M_PI, M_PI) : phaseRange));
}

}  // namespace

FigureSpec reconstructionFigure(const ComplexImage& truth, const ComplexImage& object, double pixel_m,
                                const QString& caption) {
  FigureSpec figure;
  figure.caption = caption;
  figure.pixel_m = pixel_m;
  if (!truth.empty() && truth.sameShape(object)) addComparison(figure, truth, object);
  else addAlone(figure, object);
  return figure;
}

}  // namespace ptycho
