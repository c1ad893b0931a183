#include "widgets/runs_monitor/read_out_list.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ptycho {
namespace {

constexpr int kFolderRole = Qt::UserRole;
constexpr int kColourRole = Qt::UserRole + 1;  // of the icon that is there
enum Column { kName, kValue, kSmoothed, kStep, kTime };

QIcon swatch(const QColor& colour) {
  QPixmap picture(12, 12);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.fillRect(QRect(1, 4, 10, 4), colour);
  return {picture};
}

QString numberText(double value) {
  if (std::isnan(value)) return QCoreApplication::translate("ReadOutList", "not a number");
  return QString::number(value, 'g', 4).replace(QLatin1Char('-'), QStringLiteral("−"));
}

/// "1:15:04", narrower than words.
QString clockText(double seconds) {
  const auto all = static_cast<qint64>(seconds);
  return QStringLiteral("%1:%2:%3")
      .arg(all / 3600)
      .arg(all / 60 % 60, 2, 10, QLatin1Char('0'))
      .arg(all % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

ReadOutList::ReadOutList(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_order(new QComboBox(this)), m_list(new QTreeWidget(this)) {
  m_title->setWordWrap(true);
  m_title->setObjectName("readOutTitle");
  m_order->setObjectName("readOutOrder");
  m_order->setAccessibleName(tr("Order of the runs"));
  m_order->addItems({tr("as listed"), tr("nearest first"), tr("lowest first"), tr("highest first")});
  m_order->setToolTip(tr("Order of the runs; nearest: to the pointer"));
  m_list->setObjectName("readOut");
  m_list->setAccessibleName(tr("Runs and their values"));
  m_list->setHeaderLabels({tr("Run"), tr("Value"), tr("Smoothed"), tr("Step"), tr("Time")});
  m_list->headerItem()->setToolTip(kTime,
                                   tr("Compute time in hours, minutes, seconds; pauses and validations excluded"));
  m_list->setRootIsDecorated(false);
  m_list->setUniformRowHeights(true);
  m_list->setMouseTracking(true);
  m_list->setSelectionMode(QAbstractItemView::NoSelection);
  m_list->setTextElideMode(Qt::ElideMiddle);
  m_list->header()->setStretchLastSection(false);
  // Widths that follow the contents would jump with every move of the pointer: these only grow (setRows).
  m_list->header()->setSectionResizeMode(QHeaderView::Interactive);
  for (const int column : {kValue, kSmoothed, kStep, kTime})
    m_list->setColumnWidth(column, m_list->header()->sectionSizeHint(column));
  m_list->header()->setMinimumSectionSize(40);
  m_list->viewport()->installEventFilter(this);

  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_order);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(head);
  layout->addWidget(m_list, 1);

  connect(m_order, &QComboBox::currentIndexChanged, this, &ReadOutList::orderChanged);
  connect(m_list, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
    if (m_filling || column != kName) return;
    Q_EMIT visibilityAsked(item->data(kName, kFolderRole).toString(), item->checkState(kName) == Qt::Checked);
  });
  connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    // By the arrow keys; the pointer has itemEntered.
    if (m_filling || item == nullptr || !m_list->hasFocus()) return;
    Q_EMIT hovered(item->data(kName, kFolderRole).toString());
  });
  connect(m_list, &QTreeWidget::itemEntered, this, [this](QTreeWidgetItem* item) {
    m_hovered = item->data(kName, kFolderRole).toString();
    Q_EMIT hovered(m_hovered);
  });
}

ReadOutOrder ReadOutList::order() const { return static_cast<ReadOutOrder>(m_order->currentIndex()); }

void ReadOutList::setOrder(ReadOutOrder order) { m_order->setCurrentIndex(static_cast<int>(order)); }

void ReadOutList::fill(QTreeWidgetItem& item, const ReadOutRow& row) const {
  item.setText(kName, row.name);
  item.setToolTip(kName, row.folder);
  item.setData(kName, kFolderRole, row.folder);
  if (item.data(kName, kColourRole) != QVariant(row.colour)) {
    item.setData(kName, kColourRole, row.colour);
    item.setIcon(kName, swatch(row.colour));
  }
  item.setCheckState(kName, row.visible ? Qt::Checked : Qt::Unchecked);
  const bool told = row.known && row.visible;
  item.setText(kValue, told ? numberText(row.value) : QString());
  item.setText(kSmoothed, told ? numberText(row.smoothed) : QString());
  item.setText(kStep, told ? QString::number(row.step, 'f', 0) : QString());
  item.setText(kTime, told ? clockText(row.seconds) : QString());
  const bool dated = told && std::isfinite(row.time_s);
  item.setToolTip(
      kTime,
      dated ? QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(1000 * row.time_s)).toString(Qt::ISODate) : QString());
  for (const int column : {kValue, kSmoothed, kStep, kTime})
    item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

void ReadOutList::setRows(const QString& title, const std::vector<ReadOutRow>& rows) {
  m_filling = true;
  m_title->setText(title);
  while (m_list->topLevelItemCount() > static_cast<int>(rows.size())) delete m_list->takeTopLevelItem(0);
  while (m_list->topLevelItemCount() < static_cast<int>(rows.size())) m_list->addTopLevelItem(new QTreeWidgetItem);
  for (std::size_t k = 0; k < rows.size(); ++k) fill(*m_list->topLevelItem(static_cast<int>(k)), rows[k]);
  constexpr int kMargins_px = 10;
  const QFontMetrics metrics = m_list->fontMetrics();
  for (const int column : {kValue, kSmoothed, kStep, kTime}) {
    int widest = m_list->columnWidth(column);
    for (int k = 0; k < m_list->topLevelItemCount(); ++k) {
      widest = std::max(widest, metrics.horizontalAdvance(m_list->topLevelItem(k)->text(column)) + kMargins_px);
    }
    if (widest > m_list->columnWidth(column)) m_list->setColumnWidth(column, widest);
  }
  fitName();
  m_filling = false;
}

void ReadOutList::fitName() {
  constexpr int kNarrowest_px = 110;  // a curve whose run cannot be read is no use: rather a scroll bar
  int room = m_list->viewport()->width();
  for (const int column : {kValue, kSmoothed, kStep, kTime}) room -= m_list->columnWidth(column);
  m_list->setColumnWidth(kName, std::max(kNarrowest_px, room));
}

void ReadOutList::setHighlighted(const QString& folder) {
  m_filling = true;
  for (int k = 0; k < m_list->topLevelItemCount(); ++k) {
    auto* item = m_list->topLevelItem(k);
    const bool marked = !folder.isEmpty() && item->data(kName, kFolderRole).toString() == folder;
    for (int column = kName; column <= kTime; ++column) {
      item->setBackground(column, marked ? palette().brush(QPalette::AlternateBase) : QBrush());
    }
  }
  m_filling = false;
}

bool ReadOutList::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) fitName();
  if (event->type() == QEvent::Leave && !m_hovered.isEmpty()) {
    m_hovered.clear();
    Q_EMIT hovered({});
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace ptycho
