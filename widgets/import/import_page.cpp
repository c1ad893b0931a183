#include "widgets/import/import_page.h"

#include <QApplication>
#include <QClipboard>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "widgets/import/dataset_table.h"
#include "widgets/import/import_bar.h"
#include "widgets/import/import_command.h"
#include "widgets/import/import_form.h"
#include "widgets/import/import_state.h"
#include "widgets/import/look_column.h"
#include "widgets/import/look_pictures.h"
#include "widgets/import/remedy.h"
#include "widgets/kit/status/banner.h"

namespace ptycho {

namespace {

constexpr int kFormWidth = 370;
constexpr int kColumnWidth = 340;

}  // namespace

ImportPage::ImportPage(QWidget* parent)
    : QWidget(parent),
      m_state(new ImportState(this)),
      m_bar(new ImportBar(m_state->undoStack(), this)),
      m_banner(new Banner(this)),
      m_form(new ImportForm(this)),
      m_pictures(new LookPictures(this)),
      m_datasets(new DatasetTable(this)),
      m_middle(new QStackedWidget(this)),
      m_column(new LookColumn(this)),
      m_columns(new QSplitter(Qt::Horizontal, this)) {
  layOut();
  connectParts();
  showState();
}

ImportPage::~ImportPage() = default;

void ImportPage::layOut() {
  m_banner->setObjectName(QStringLiteral("importBanner"));
  m_banner->hide();
  m_middle->addWidget(m_pictures);
  m_middle->addWidget(m_datasets);
  m_columns->setObjectName(QStringLiteral("importColumns"));
  m_columns->setChildrenCollapsible(false);
  m_columns->addWidget(m_form);
  m_columns->addWidget(m_middle);
  m_columns->addWidget(m_column);
  m_columns->setStretchFactor(1, 1);
  m_columns->setSizes({kFormWidth, 1000, kColumnWidth});
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addWidget(m_bar);
  rows->addWidget(m_banner);
  rows->addWidget(m_columns, 1);
}

void ImportPage::connectParts() {
  connect(m_state, &ImportState::specChanged, this, [this] {
    m_form->setSpec(spec());
    m_datasets->setSpec(spec());
    if (!m_file.isEmpty()) Q_EMIT specChanged(spec());
  });
  connect(m_form, &ImportForm::fieldEdited, m_state, &ImportState::edit);
  connect(m_column, &LookColumn::remedyChosen, this, [this](const std::vector<FieldSetting>& settings) {
    m_state->apply(settingsText(settings), settings);
  });
  connect(m_datasets, &DatasetTable::pathChosen, this, [this](const QString& key, const QString& path) {
    m_state->edit(key, FieldValue(path.toStdString()));
  });
  connect(m_bar, &ImportBar::openRequested, this, &ImportPage::openRequested);
  connect(m_bar, &ImportBar::datasetsToggled, this, &ImportPage::showDatasets);
  connect(m_bar, &ImportBar::maskToggled, m_pictures, &LookPictures::setShowsMask);
  connect(m_bar, &ImportBar::controlsToggled, m_pictures, &LookPictures::setControlsVisible);
  connect(m_bar, &ImportBar::resetRequested, this, [this] {
    const ImportSpec usual;
    std::vector<FieldSetting> settings;
    for (const auto& field : ImportSpec::fields()) {
      settings.push_back({QString::fromStdString(field.info.key), field.get(usual)});
    }
    m_state->apply(tr("Reset"), settings);
  });
  connect(m_bar, &ImportBar::copyCommandRequested, this,
          [this] { QApplication::clipboard()->setText(importCommand(m_file, spec())); });
  connect(m_bar, &ImportBar::importRequested, this,
          [this](bool reconstruct) { Q_EMIT importRequested(spec(), reconstruct); });
  connect(m_bar, &ImportBar::closeRequested, this, &ImportPage::closeRequested);
}

void ImportPage::setFile(const QString& file) {
  m_file.clear();  // quiet while the form is set back
  m_look.reset();
  m_refused = false;
  m_state->setSpec({});
  m_file = file;
  m_bar->setFile(file);
  m_banner->hide();
  m_pictures->clear();
  m_column->clear();
  m_form->clearReport();
  setDatasets({});
  m_bar->setDatasetsShown(false);
  showState();
}

const ImportSpec& ImportPage::spec() const { return m_state->spec(); }

void ImportPage::setLooking(bool looking) {
  m_looking = looking;
  showState();
}

void ImportPage::setLook(const LookPtr& look) {
  const bool first = m_look == nullptr;
  m_look = look;
  m_refused = false;
  m_banner->hide();
  m_form->setReport(look->preview.report);
  m_pictures->setLook(look);
  m_column->setPreview(look->preview);
  if (first) m_bar->setDatasetsShown(false);
  showState();
}

void ImportPage::setProblem(const QString& message, const QString& details) {
  m_refused = true;
  m_banner->showError(withFieldLabels(message.toStdString()), details);
  if (!m_look && !m_datasets->isEmpty()) m_bar->setDatasetsShown(true);  // nothing else is there to be seen
  showState();
}

void ImportPage::setDatasets(const std::vector<ListedDataset>& datasets) {
  m_datasets->setDatasets(datasets);
  m_bar->setDatasetsAvailable(!datasets.empty());
  if (!datasets.empty() && m_refused && !m_look) m_bar->setDatasetsShown(true);
}

void ImportPage::setImporting(bool importing) {
  m_importing = importing;
  showState();
}

void ImportPage::showState() {
  QString state;
  if (m_importing) state = tr("Importing …");
  else if (m_looking) state = tr("Looking …");
  else if (m_file.isEmpty()) state = tr("Drop a file here, or choose one");
  else if (m_refused && m_look) state = tr("The pictures are those before the last change");
  m_bar->setState(state);
  QString obstacle;
  if (m_file.isEmpty()) obstacle = tr("Choose a file first.");
  else if (m_importing) obstacle = tr("An import is under way.");
  else if (m_refused || !m_look) obstacle = tr("The file cannot be read in this way yet.");
  m_bar->setImportable(obstacle);
  const bool unknown = m_look && m_look->preview.propagation == Propagation::NearField && !m_look->preview.geometry;
  m_bar->setReconstructable(unknown ? tr("The patterns are a near field: energy, distance, detector pixel and object "
                                         "pixel must be known.")
                                    : QString());
}

void ImportPage::showDatasets(bool shown) {
  m_middle->setCurrentWidget(shown ? static_cast<QWidget*>(m_datasets) : m_pictures);
}

QUndoStack& ImportPage::undoStack() { return m_state->undoStack(); }

QByteArray ImportPage::saveLayout() const { return m_columns->saveState(); }

void ImportPage::restoreLayout(const QByteArray& layout) { m_columns->restoreState(layout); }

}  // namespace ptycho
