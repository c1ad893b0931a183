#include "widgets/runs/run_comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/models/run_row.h"
#include "widgets/runs/parallel_plot.h"
#include "widgets/runs/spec_lines.h"

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const QString kMissing = QStringLiteral("–");
constexpr std::size_t kMostAxes = 9;  // more names than that cannot be read beside each other

struct Row {
  QString section;
  QString label;
  QStringList values;
  std::vector<double> numbers = {};
};

QString number(double value) { return std::isfinite(value) ? QString::number(value, 'g', 5) : QStringLiteral("–"); }

/// Outcomes first: they are always shown.
std::vector<Row> outcomeRows(const std::vector<ComparedRun>& runs) {
  std::vector<Row> rows{{{}, RunComparison::tr("State"), {}},
                        {{}, RunComparison::tr("NRMSE A"), {}},
                        {{}, RunComparison::tr("NRMSE φ"), {}},
                        {{}, RunComparison::tr("At step"), {}},
                        {{}, RunComparison::tr("Last loss"), {}}};
  for (const auto& run : runs) {
    rows[0].values << run.state;
    rows[1].values << number(run.digest.amplitude_nrmse);
    rows[2].values << number(run.digest.phase_nrmse);
    rows[3].values << (run.digest.hasErrors() ? QString::number(run.digest.error_step) : QStringLiteral("–"));
    rows[4].values << number(run.digest.loss);
  }
  return rows;
}

std::vector<Row> specRows(const std::vector<ComparedRun>& runs) {
  std::vector<Row> rows;
  std::map<QString, std::size_t> places;
  for (qsizetype i = 0; i < static_cast<qsizetype>(runs.size()); ++i) {
    for (const SpecLine& line : specLines(runs[static_cast<std::size_t>(i)].spec)) {
      const auto [place, fresh] = places.try_emplace(line.path, rows.size());
      if (fresh) rows.push_back({line.section, line.label, {}});
      Row& row = rows[place->second];
      while (row.values.size() < i) row.values << kMissing;  // a run without this field is still shown
      row.numbers.resize(static_cast<std::size_t>(i), kNaN);
      row.values << line.value;
      row.numbers.push_back(line.number);
    }
  }
  for (Row& row : rows) {
    while (row.values.size() < static_cast<qsizetype>(runs.size())) row.values << kMissing;
    row.numbers.resize(runs.size(), kNaN);
  }
  return rows;
}

bool differs(const Row& row) { return row.values.count(row.values.first()) != row.values.size(); }

/// A row as an axis: numbers where it has any, else words.
ParallelAxis axisOf(const Row& row) {
  ParallelAxis axis{row.label, row.numbers, {}};
  const bool numeric = std::ranges::any_of(row.numbers, [](double value) { return std::isfinite(value); });
  if (numeric) return axis;
  for (const QString& value : row.values) axis.words << (value == kMissing ? QString() : value);
  return axis;
}

std::vector<ParallelAxis> axesOf(const std::vector<ComparedRun>& runs, const std::vector<Row>& specs) {
  std::vector<ParallelAxis> axes;
  for (const Row& row : specs) {
    if (differs(row) && axes.size() + 2 < kMostAxes) axes.push_back(axisOf(row));
  }
  ParallelAxis amplitude{RunComparison::tr("NRMSE A"), {}, {}};
  ParallelAxis phase{RunComparison::tr("NRMSE φ"), {}, {}};
  for (const auto& run : runs) {
    amplitude.numbers.push_back(run.digest.amplitude_nrmse);
    phase.numbers.push_back(run.digest.phase_nrmse);
  }
  axes.push_back(std::move(amplitude));
  axes.push_back(std::move(phase));
  return axes;
}

}  // namespace

RunComparison::RunComparison(QWidget* parent)
    : QWidget(parent),
      m_differencesOnly(new QCheckBox(tr("Differences only"), this)),
      m_note(new QLabel(this)),
      m_table(new QTableWidget(this)),
      m_parallel(new ParallelPlot(this)) {
  m_differencesOnly->setObjectName("differencesOnly");
  m_differencesOnly->setChecked(true);
  auto* copy = new QPushButton(glyphIcon(Glyph::Copy), tr("Copy table"), this);
  copy->setObjectName("copyComparison");
  copy->setToolTip(tr("What is shown, or the selected cells, parted by tabs"));
  m_note->setWordWrap(true);
  m_note->setForegroundRole(QPalette::PlaceholderText);
  m_table->setObjectName("comparison");
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setTabKeyNavigation(false);
  m_table->setAlternatingRowColors(true);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setMinimumSectionSize(1);
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 6, 10, 4);
  head->addWidget(m_note, 1);
  head->addWidget(m_differencesOnly);
  head->addWidget(copy);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  m_parallel->setObjectName("parallel");
  auto* parts = new QSplitter(Qt::Vertical, this);
  parts->addWidget(m_table);
  parts->addWidget(m_parallel);
  parts->setStretchFactor(0, 3);
  parts->setStretchFactor(1, 2);
  parts->setSizes({380, 300});
  parts->setChildrenCollapsible(false);
  layout->addWidget(parts, 1);
  const auto toClipboard = [this] { QGuiApplication::clipboard()->setText(copyText()); };
  connect(copy, &QPushButton::clicked, this, toClipboard);
  connect(new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
          toClipboard);
  connect(m_differencesOnly, &QCheckBox::toggled, this, &RunComparison::fill);
  setRuns({});
}

void RunComparison::setRuns(const std::vector<ComparedRun>& runs) {
  m_runs = runs;
  if (m_runs.size() > kMostRuns) m_runs.resize(kMostRuns);
  fill();
}

void RunComparison::fill() {
  const bool enough = m_runs.size() >= 2;
  m_table->setVisible(enough);
  m_parallel->setVisible(enough);
  m_note->setText(enough ? tr("%1 side by side").arg(runsText(static_cast<qsizetype>(m_runs.size())))
                         : tr("Select two to ten runs in the table (Ctrl+click) to see how they differ."));
  m_table->clear();
  if (!enough) return;
  QStringList header{tr("Section"), tr("Field")};
  for (const auto& run : m_runs) header << run.title;
  std::vector<Row> rows = outcomeRows(m_runs);
  std::vector<Row> specs = specRows(m_runs);
  std::vector<ParallelRun> lines;
  for (const auto& run : m_runs) lines.push_back({run.folder, run.title, run.colour});
  m_parallel->setRuns(std::move(lines), axesOf(m_runs, specs));
  for (Row& row : specs) {
    if (!m_differencesOnly->isChecked() || differs(row)) rows.push_back(std::move(row));
  }
  m_table->setColumnCount(static_cast<int>(header.size()));
  m_table->setHorizontalHeaderLabels(header);
  m_table->setRowCount(static_cast<int>(rows.size()));
  QFont bold = m_table->font();
  bold.setBold(true);
  for (int i = 0; i < m_table->rowCount(); ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    m_table->setItem(i, 0, new QTableWidgetItem(row.section));
    m_table->setItem(i, 1, new QTableWidgetItem(row.label));
    for (int j = 0; j < row.values.size(); ++j) {
      auto* item = new QTableWidgetItem(row.values[j]);
      item->setToolTip(row.values[j]);
      if (differs(row)) item->setFont(bold);
      m_table->setItem(i, j + 2, item);
    }
  }
  for (std::size_t j = 0; j < m_runs.size(); ++j) {
    QTableWidgetItem* head = m_table->horizontalHeaderItem(static_cast<int>(j) + 2);
    head->setToolTip(m_runs[j].folder);
    if (!m_runs[j].colour.isValid()) continue;
    QPixmap swatch(12, 12);
    swatch.fill(m_runs[j].colour);
    head->setIcon(swatch);
  }
  m_table->resizeColumnsToContents();
  constexpr int kWidest = 260;
  for (int j = 0; j < m_table->columnCount(); ++j) {
    m_table->setColumnWidth(j, std::min(kWidest, m_table->columnWidth(j) + 12));
  }
}

QString RunComparison::copyText() const {
  const auto selected = m_table->selectedRanges();
  const bool part = selected.size() == 1 && (selected[0].rowCount() > 1 || selected[0].columnCount() > 1);
  const int top = part ? selected[0].topRow() : 0;
  const int bottom = part ? selected[0].bottomRow() : m_table->rowCount() - 1;
  const int left = part ? selected[0].leftColumn() : 0;
  const int right = part ? selected[0].rightColumn() : m_table->columnCount() - 1;
  QString text;
  for (int row = top - 1; row <= bottom; ++row) {
    QStringList cells;
    for (int column = left; column <= right; ++column) {
      const QTableWidgetItem* item = row < top ? m_table->horizontalHeaderItem(column) : m_table->item(row, column);
      cells << (item ? item->text() : QString());
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

}  // namespace ptycho
