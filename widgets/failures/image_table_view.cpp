#include "widgets/failures/image_table_view.h"

#include <QHeaderView>
#include <QMenu>
#include <QStyledItemDelegate>

#include "widgets/kit/status/status_colour.h"

namespace ptycho {
namespace {

constexpr int kNameWidth_px = 150;

/// Warnings in colour; the words are in the tooltip.
class NumberDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto warning = static_cast<EvaluationModel::Warning>(index.data(EvaluationModel::kWarningRole).toInt());
    if (warning == EvaluationModel::Warning::None) return;
    const Signal signal = warning == EvaluationModel::Warning::Failed ? Signal::Bad : Signal::Caution;
    option->palette.setColor(QPalette::Text, signalColour(signal, option->palette));
  }
};

}  // namespace

ImageTableView::ImageTableView(EvaluationOrder& order, QWidget* parent) : QTableView(parent), m_order(order) {
  setObjectName(QStringLiteral("imageTable"));
  setAccessibleName(tr("Images as a table"));
  setModel(&order);
  setItemDelegate(new NumberDelegate(this));
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setAlternatingRowColors(true);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  QHeaderView* header = horizontalHeader();
  header->setSectionsClickable(true);
  header->setSortIndicatorShown(true);
  header->setSectionsMovable(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
    const bool same = section == m_order.sortColumn();
    if (!same) return m_order.sortWorstFirst(m_order.evaluation().column(section).key);
    m_order.sort(section, m_order.sortOrder() == Qt::DescendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder);
  });
  connect(header, &QHeaderView::customContextMenuRequested, this, [this](const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnMenu(*menu);
    menu->popup(horizontalHeader()->mapToGlobal(at));
  });
  connect(&order, &EvaluationOrder::rebuilt, this, &ImageTableView::prepareColumns);
  connect(&order, &EvaluationOrder::sortChanged, this, &ImageTableView::markSorted);
}

void ImageTableView::markSorted() {
  horizontalHeader()->setSortIndicator(m_order.sortColumn(), m_order.sortOrder());
}

void ImageTableView::prepareColumns() {
  QStringList keys;
  for (const auto& column : m_order.evaluation().columns()) keys << column.key;
  markSorted();
  if (keys == m_known) return;
  m_known = keys;
  setShownColumns({});
}

void ImageTableView::setShownColumns(const QStringList& keys) {
  const auto& columns = m_order.evaluation().columns();
  for (int k = 0; k < static_cast<int>(columns.size()); ++k) {
    const ImageColumn& column = columns[static_cast<std::size_t>(k)];
    const bool shown = keys.isEmpty() ? column.shown_first : keys.contains(column.key);
    setColumnHidden(k, !shown && column.kind != ImageColumn::Kind::Name);
    const int header = fontMetrics().horizontalAdvance(column.label) + 28;
    setColumnWidth(k, column.isNumber() ? std::max(64, header) : kNameWidth_px);
  }
}

QStringList ImageTableView::shownColumns() const {
  QStringList keys;
  for (const int index : shownIndices()) keys << m_order.evaluation().column(index).key;
  return keys;
}

std::vector<int> ImageTableView::shownIndices() const {
  std::vector<int> shown;
  for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
    const int index = horizontalHeader()->logicalIndex(visual);
    if (!isColumnHidden(index)) shown.push_back(index);
  }
  return shown;
}

void ImageTableView::fillColumnMenu(QMenu& menu) {
  const EvaluationModel& model = m_order.evaluation();
  QMenu* own = menu.addMenu(tr("Of the image"));
  std::vector<QMenu*> methods;
  for (int method = 0; method < model.table().methodCount(); ++method) {
    methods.push_back(menu.addMenu(model.table().method(method)));
  }
  for (int k = 0; k < model.columnCount(); ++k) {
    const ImageColumn& column = model.column(k);
    QMenu* place = column.method < 0 ? own : methods[static_cast<std::size_t>(column.method)];
    QAction* action = place->addAction(column.title, this, [this, k](bool on) { setColumnHidden(k, !on); });
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(k));
    action->setEnabled(column.kind != ImageColumn::Kind::Name);
  }
  menu.addSeparator();
  menu.addAction(tr("As at first"), this, [this] { setShownColumns({}); });
}

}  // namespace ptycho
