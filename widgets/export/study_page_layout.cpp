#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "core/study/study_presets.h"
#include "widgets/export/study_page.h"
#include "widgets/kit/form/path_edit.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

namespace {

constexpr double kLongest_min = 1e5;

}  // namespace

StudyPage::StudyPage(QWidget* parent) : QWidget(parent) {
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildNew());
  splitter->addWidget(buildShown());
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->addWidget(splitter);
  showPreset();
  setTable({}, {}, false);
}

QWidget* StudyPage::buildNew() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(headingLabel(tr("New study"), box));
  m_preset = new QComboBox(box);
  m_preset->setObjectName(QStringLiteral("studyPreset"));
  for (const StudySpec& preset : studyPresets()) {
    m_preset->addItem(QString::fromStdString(preset.title.empty() ? preset.name : preset.title),
                      QString::fromStdString(preset.name));
  }
  m_preset->setCurrentIndex(std::max(0, m_preset->findData(QStringLiteral("tiny"))));
  m_help = new QLabel(box);
  m_help->setWordWrap(true);
  m_help->setForegroundRole(QPalette::PlaceholderText);
  m_photos = new PathEdit(true, box);
  m_photos->lineEdit()->setPlaceholderText(tr("dead leaves"));
  m_photos->setToolTip(tr("Folder of photos to learn from; empty: generated pictures, which need no files"));
  m_testPhotos = new PathEdit(true, box);
  m_testPhotos->lineEdit()->setPlaceholderText(tr("dead leaves"));
  m_testPhotos->setToolTip(tr("Folder of photos that the methods are compared on"));
  m_minutes = new QDoubleSpinBox(box);
  m_minutes->setRange(0, kLongest_min);
  m_minutes->setDecimals(1);
  m_minutes->setSuffix(tr(" min"));
  m_minutes->setSpecialValueText(tr("as the preset says"));
  m_minutes->setToolTip(tr("Time for each training"));
  auto* form = new QFormLayout;
  form->addRow(tr("Study"), m_preset);
  form->addRow(m_help);
  form->addRow(tr("Learn from"), m_photos);
  form->addRow(tr("Compare on"), m_testPhotos);
  form->addRow(tr("Each training"), m_minutes);
  column->addLayout(form);
  m_command = new QLineEdit(box);
  m_command->setReadOnly(true);
  m_command->setObjectName(QStringLiteral("studyCommand"));
  column->addWidget(m_command);
  auto* start = pushButton(Glyph::Play, tr("&Start"), "startStudy", {}, box);
  auto* copy = pushButton(Glyph::Copy, tr("Copy command"), "copyStudyCommand", {}, box);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(start, 1);
  buttons->addWidget(copy);
  column->addLayout(buttons);
  column->addSpacing(12);
  column->addWidget(headingLabel(tr("Studies"), box));
  m_studies = new QListWidget(box);
  m_studies->setObjectName(QStringLiteral("studies"));
  m_studies->setTextElideMode(Qt::ElideMiddle);
  column->addWidget(m_studies, 1);
  connect(m_preset, &QComboBox::currentIndexChanged, this, &StudyPage::showPreset);
  connect(m_photos, &PathEdit::pathEdited, this, &StudyPage::refreshCommand);
  connect(m_testPhotos, &PathEdit::pathEdited, this, &StudyPage::refreshCommand);
  connect(m_minutes, &QDoubleSpinBox::valueChanged, this, &StudyPage::refreshCommand);
  connect(start, &QPushButton::clicked, this, &StudyPage::start);
  connect(copy, &QPushButton::clicked, this, [this] {
    QGuiApplication::clipboard()->setText(m_command->text());
    Q_EMIT noteGiven(tr("The command is on the clipboard."));
  });
  connect(m_studies, &QListWidget::currentItemChanged, this, [this] {
    refreshButtons();
    Q_EMIT tableWanted(shownStudy());
  });
  box->setMinimumWidth(340);
  return box;
}

QWidget* StudyPage::buildShown() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  m_table = new QTextBrowser(box);
  m_table->setObjectName(QStringLiteral("studyTable"));
  m_table->setOpenLinks(false);
  column->addWidget(m_table, 1);
  auto* row = new QHBoxLayout;
  const auto add = [&](Glyph glyph, const QString& text, const char* name, const QString& help) {
    auto* button = pushButton(glyph, text, name, help, box);
    row->addWidget(button);
    return button;
  };
  m_stop = add(Glyph::Stop, tr("Stop"), "stopStudy", tr("What is done stays; it can go on later"));
  m_continue = add(Glyph::Play, tr("Continue"), "continueStudy", tr("With what is not done yet"));
  row->addStretch();
  m_report = add(Glyph::Export, tr("Open report"), "openReport",
                 tr("Table, training curves, worst images and failure analysis in the browser; one file"));
  column->addLayout(row);
  connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(shownStudy()); });
  connect(m_continue, &QPushButton::clicked, this, [this] { Q_EMIT continueRequested(shownStudy()); });
  connect(m_report, &QPushButton::clicked, this, [this] { Q_EMIT reportRequested(shownStudy()); });
  return box;
}

}  // namespace ptycho
