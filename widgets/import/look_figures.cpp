#include "widgets/import/look_figures.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>

#include "widgets/kit/raster/number_text.h"

namespace ptycho {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("LookFigures", text); }

QString patternsText(const ScanPreview& preview) {
  const auto kept = preview.scan.positions.size();
  if (kept == preview.stored_count) return QString::number(kept);
  return tr("%1 of %2").arg(kept).arg(preview.stored_count);
}

void addGeometry(std::vector<FigureLine>& lines, const ScanPreview& preview) {
  const QString unknown = tr("not in the file");
  const bool electrons = preview.geometry && preview.geometry->radiation == Radiation::Electrons;
  const auto energy = [&]() -> QString {
    if (!preview.geometry) return unknown;
    const QString energy_keV = numberText(preview.geometry->energy_keV, 5);
    return tr("%1 keV %2").arg(energy_keV, electrons ? tr("electrons") : tr("photons"));
  };
  lines.push_back({tr("Energy"), energy(), tr("What the geometry is computed with")});
  lines.push_back({tr("Distance"), preview.geometry ? lengthText(preview.geometry->distance_m) : unknown,
                   tr("From the sample to the detector")});
  lines.push_back({tr("Detector pixel"),
                   preview.geometry ? lengthText(preview.geometry->detector_pixel_um * 1e-6) : unknown,
                   tr("After binning")});
}

}  // namespace

std::vector<FigureLine> lookFigures(const ScanPreview& preview) {
  const Scan& scan = preview.scan;
  const double pixel = preview.object_pixel_m;
  std::vector<FigureLine> lines;
  lines.push_back({tr("Patterns"), patternsText(preview), tr("How many are kept, of those in the file")});
  lines.push_back({tr("Stored as"),
                   tr("%1, %2 × %3 px")
                       .arg(QString::fromStdString(preview.stored_type))
                       .arg(preview.stored_rows)
                       .arg(preview.stored_cols),
                   tr("Type and shape of a pattern in the file")});
  lines.push_back({tr("Window"), tr("%1 × %1 px").arg(scan.window_px), tr("Patterns after crop and bin")});
  QString object = tr("%1 × %2 px").arg(scan.object_rows).arg(scan.object_cols);
  if (pixel > 0) {
    object += QStringLiteral(", %1 × %2").arg(lengthText(scan.object_rows * pixel, 3),
                                              lengthText(scan.object_cols * pixel, 3));
  }
  lines.push_back({tr("Object"), object, tr("What the windows cover, with the margin")});
  lines.push_back({tr("Object pixel"), pixel > 0 ? lengthText(pixel) : tr("unknown: no scale"),
                   tr("λz/(N·p) of window and detector, unless the file or you say otherwise")});
  lines.push_back({tr("Propagation"),
                   preview.propagation == Propagation::NearField ? tr("near field") : tr("far field"), tr("How the waves get from the sample to the detector")});
  addGeometry(lines, preview);
  return lines;
}

LookFigures::LookFigures(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(10);
  m_grid->setVerticalSpacing(2);
  m_grid->setColumnStretch(1, 1);
}

void LookFigures::setFigures(const std::vector<FigureLine>& lines) {
  while (QLayoutItem* item = m_grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_lines = lines;
  int row = 0;
  for (const auto& [label, value, help] : lines) {
    auto* name = new QLabel(label, this);
    auto* said = new QLabel(value, this);
    name->setForegroundRole(QPalette::PlaceholderText);
    said->setTextFormat(Qt::PlainText);
    said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    said->setWordWrap(true);
    name->setToolTip(help);
    said->setToolTip(help);
    m_grid->addWidget(name, row, 0, Qt::AlignTop);
    m_grid->addWidget(said, row++, 1);
  }
}

QString LookFigures::value(const QString& label) const {
  for (const FigureLine& line : m_lines) {
    if (line.label == label) return line.value;
  }
  return {};
}

}  // namespace ptycho
