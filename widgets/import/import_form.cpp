#include "widgets/import/import_form.h"

#include <map>

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/import/remedy.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {

namespace {

QString wordOf(Certainty certainty) {
  switch (certainty) {
    case Certainty::Stated: return ImportForm::tr("the file says so");
    case Certainty::Format: return ImportForm::tr("by the format");
    case Certainty::Assumed: return ImportForm::tr("assumed");
    case Certainty::Asked: return ImportForm::tr("as asked");
  }
  return {};
}

Signal signalOf(Certainty certainty) {
  switch (certainty) {
    case Certainty::Assumed: return Signal::Caution;
    case Certainty::Asked: return Signal::Active;
    default: return Signal::Good;
  }
}

/// "● x, by the format: CXI translations are x, y, z."
QString noteOf(const Convention& convention, const FieldInfo& info, const QPalette& palette) {
  QString value = QString::fromStdString(fieldLabel(info, convention.value));
  if (!info.unit.empty()) value += QLatin1Char(' ') + QString::fromStdString(info.unit);
  const QString colour = signalColour(signalOf(convention.certainty), palette).name();
  const QString quiet = signalColour(Signal::Quiet, palette).name();
  if (convention.certainty == Certainty::Asked) {
    return QStringLiteral("<span style='color:%1'>● <b>%2</b>, %3</span>")
        .arg(colour, value.toHtmlEscaped(), wordOf(convention.certainty));
  }
  return QStringLiteral("<span style='color:%1'>● <b>%2</b>, %3:</span> <span style='color:%4'>%5</span>")
      .arg(colour, value.toHtmlEscaped(), wordOf(convention.certainty), quiet,
           withFieldLabels(convention.reason).toHtmlEscaped());
}

}  // namespace

ImportForm::ImportForm(QWidget* parent) : QScrollArea(parent), m_form(new FieldForm) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_form->setObjectName(QStringLiteral("importForm"));
  m_form->setFields(fieldInfos<ImportSpec>());
  bool conventions = false;
  for (const auto& field : ImportSpec::fields()) {
    const bool first = field.info.key == "quantity";
    conventions = conventions || first;
    if (first) m_form->setGroupOpen(QString::fromStdString(field.info.group), true);
    if (!conventions) m_form->setGroupOpen(QString::fromStdString(field.info.group), false);
  }
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(8, 4, 6, 8);
  column->addWidget(m_form);
  column->addStretch(1);
  setWidget(content);
  connect(m_form, &FieldForm::valueEdited, this, &ImportForm::fieldEdited);
  setSpec({});
}

void ImportForm::setSpec(const ImportSpec& spec) {
  m_spec = spec;
  const ImportSpec usual;
  for (const auto& field : ImportSpec::fields()) {
    const QString key = QString::fromStdString(field.info.key);
    m_form->setValue(key, field.get(spec));
    m_form->setFieldMarked(key, field.get(spec) != field.get(usual));
  }
  const bool given = spec.centre == CentreChoice::Given;
  m_form->setFieldVisible(QStringLiteral("centre_row"), given);
  m_form->setFieldVisible(QStringLiteral("centre_col"), given);
  m_form->setFieldVisible(QStringLiteral("aperture_um"), spec.probe == ProbeChoice::Aperture);
  m_form->setFieldVisible(QStringLiteral("defocus_um"), spec.probe != ProbeChoice::File);
  showGroupNotes();
}

void ImportForm::setReport(const ImportReport& report) {
  m_conventions = report.conventions;
  showNotes();
}

void ImportForm::clearReport() {
  m_conventions.clear();
  showNotes();
}

void ImportForm::showNotes() {
  for (const auto& field : ImportSpec::fields()) {
    const auto found = std::ranges::find(m_conventions, field.info.key, &Convention::key);
    const QString key = QString::fromStdString(field.info.key);
    if (found == m_conventions.end()) m_form->setFieldNote(key, {}, {});
    else m_form->setFieldNote(key, noteOf(*found, field.info, palette()), QString::fromStdString(found->reason));
  }
  showGroupNotes();
}

void ImportForm::showGroupNotes() {
  struct Count {
    int changed = 0;
    int assumed = 0;
  };
  std::map<std::string, Count> counts;
  const ImportSpec usual;
  for (const auto& field : ImportSpec::fields()) {
    Count& count = counts[field.info.group];
    if (field.get(m_spec) != field.get(usual)) ++count.changed;
    const auto found = std::ranges::find(m_conventions, field.info.key, &Convention::key);
    if (found != m_conventions.end() && found->certainty == Certainty::Assumed) ++count.assumed;
  }
  for (const auto& [group, count] : counts) {
    QStringList parts;
    if (count.changed > 0) parts << tr("%n changed", nullptr, count.changed);
    if (count.assumed > 0) parts << tr("%n assumed", nullptr, count.assumed);
    m_form->setGroupNote(QString::fromStdString(group), parts.join(QStringLiteral(", ")));
  }
}

QSize ImportForm::minimumSizeHint() const {
  return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), 120};
}

void ImportForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showNotes();
  QScrollArea::changeEvent(event);
}

}  // namespace ptycho
