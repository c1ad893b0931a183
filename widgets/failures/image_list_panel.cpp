#include "widgets/failures/image_list_panel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include "widgets/failures/filter_bar.h"
#include "widgets/failures/gallery_view.h"
#include "widgets/failures/image_table_view.h"
#include "widgets/kit/plot/brush_histogram.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"
#include "widgets/kit/status/tab_stops.h"
#include "widgets/models/image_marks.h"

namespace ptycho {
namespace {

QToolButton* toggle(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = textButton(text, name, help, parent);
  button->setCheckable(true);
  return button;
}

QComboBox* columnBox(const char* name, const QString& help, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QLatin1String(name));
  box->setToolTip(help);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(12);
  return box;
}

}  // namespace

ImageListPanel::ImageListPanel(EvaluationOrder& order, ImageSelection& selection, ImageMarks& marks,
                               Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent),
      m_order(order),
      m_selection(selection),
      m_marks(marks),
      m_filters(new FilterBar(order, marks, this)),
      m_sort(columnBox("sortColumn", tr("What the images are sorted by"), this)),
      m_direction(new QToolButton(this)),
      m_columns(new QToolButton(this)),
      m_asTable(toggle(tr("Table"), "asTable", tr("The images as a table"), this)),
      m_asGallery(toggle(tr("Gallery"), "asGallery", tr("The images as thumbnails"), this)),
      m_stack(new QStackedWidget(this)),
      m_table(new ImageTableView(order, this)),
      m_gallery(new GalleryView(order, thumbnails, this)),
      m_histogramColumn(columnBox("histogramColumn", tr("What the histogram counts"), this)),
      m_histogram(new BrushHistogram(this)) {
  m_table->setSelectionModel(&selection);
  m_gallery->setSelectionModel(&selection);
  build();
  connectParts();
  showGallery(true);
}

void ImageListPanel::build() {
  m_direction->setObjectName(QStringLiteral("sortDirection"));
  m_direction->setAutoRaise(true);
  m_columns->setText(tr("Columns"));
  m_columns->setObjectName(QStringLiteral("columns"));
  m_columns->setToolTip(tr("Which columns the table shows"));
  m_columns->setPopupMode(QToolButton::InstantPopup);
  m_columns->setMenu(new QMenu(m_columns));
  m_columns->setAutoRaise(true);
  auto* group = new QButtonGroup(this);
  group->addButton(m_asTable);
  group->addButton(m_asGallery);
  stopAtChosen(*group);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(8, 0, 8, 2);
  head->setSpacing(4);
  head->addWidget(new QLabel(tr("Sort by"), this));
  head->addWidget(m_sort, 1);
  head->addWidget(m_direction);
  head->addSpacing(8);
  head->addWidget(m_columns);
  head->addWidget(m_asTable);
  head->addWidget(m_asGallery);

  m_stack->addWidget(m_table);
  m_stack->addWidget(m_gallery);
  auto* lower = new QWidget(this);
  auto* below = new QVBoxLayout(lower);
  below->setContentsMargins(8, 2, 8, 2);
  below->setSpacing(2);
  auto* choose = new QHBoxLayout;
  choose->addWidget(new QLabel(tr("Histogram of"), this));
  choose->addWidget(m_histogramColumn, 1);
  below->addLayout(choose);
  m_histogram->setObjectName(QStringLiteral("histogram"));
  below->addWidget(m_histogram, 1);
  auto* down = new QSplitter(Qt::Vertical, this);
  down->addWidget(m_stack);
  down->addWidget(lower);
  down->setStretchFactor(0, 1);
  down->setSizes({640, 190});
  down->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(m_filters);
  layout->addLayout(head);
  layout->addWidget(down, 1);
}

void ImageListPanel::connectParts() {
  connect(m_asGallery, &QToolButton::toggled, this, [this](bool on) { showGallery(on); });
  connect(m_columns->menu(), &QMenu::aboutToShow, this, [this] {
    m_columns->menu()->clear();
    m_table->fillColumnMenu(*m_columns->menu());
  });
  connect(m_sort, &QComboBox::activated, this, [this] { setSortColumn(m_sort->currentData().toString()); });
  connect(m_direction, &QToolButton::clicked, this, [this] {
    const bool down = m_order.sortOrder() == Qt::DescendingOrder;
    m_order.sort(m_order.sortColumn(), down ? Qt::AscendingOrder : Qt::DescendingOrder);
  });
  connect(&m_order, &EvaluationOrder::sortChanged, this, [this] {
    m_sort->setCurrentIndex(m_sort->findData(m_order.sortKey()));
    const bool down = m_order.sortOrder() == Qt::DescendingOrder;
    m_direction->setIcon(glyphIcon(down ? Glyph::Down : Glyph::Up));
    m_direction->setToolTip(down ? tr("Highest first; click for the lowest first")
                                 : tr("Lowest first; click for the highest first"));
    m_gallery->viewport()->update();
    scrollToCurrent();
  });
  connect(&m_order, &EvaluationOrder::rebuilt, this, [this] {
    takeNewColumns();
    refreshHistogram();
  });
  connect(m_histogramColumn, &QComboBox::activated, this,
          [this] { setHistogramColumn(m_histogramColumn->currentData().toString()); });
  connect(m_histogram, &BrushHistogram::rangeChanged, this, [this](const auto& range) {
    ImageFilter filter;
    filter.column = m_histogramColumn->currentData().toString();
    if (!range) return m_order.removeFilter(filter);
    filter.low = range->first;
    filter.high = range->second;
    m_order.setFilter(filter);
  });
  connect(m_filters, &FilterBar::viewChosen, this, &ImageListPanel::takeView);
  connect(m_filters, &FilterBar::saveViewRequested, this, &ImageListPanel::saveView);
  connect(&m_selection, &ImageSelection::currentImageChanged, this, &ImageListPanel::scrollToCurrent);
  for (QAbstractItemView* view : {static_cast<QAbstractItemView*>(m_table), static_cast<QAbstractItemView*>(m_gallery)}) {
    connect(view, &QAbstractItemView::activated, this, &ImageListPanel::activated);
  }
}

void ImageListPanel::takeNewColumns() {
  QStringList keys;
  for (const auto& column : m_order.evaluation().columns()) keys << column.key;
  if (keys == m_known) return;
  m_known = keys;
  for (QComboBox* box : {m_sort, m_histogramColumn}) {
    const QString before = box->currentData().toString();
    box->clear();
    for (const auto& column : m_order.evaluation().columns()) {
      if (box == m_sort || column.isNumber()) box->addItem(column.label, column.key);
      box->setItemData(box->count() - 1, column.title, Qt::ToolTipRole);
    }
    box->setCurrentIndex(std::max(0, box->findData(before)));
  }
  const ImageTable& table = m_order.evaluation().table();
  if (table.methodCount() == 0) return;
  const QString error = table.method(table.methodCount() - 1) + QStringLiteral("/error");
  if (m_order.sortKey().isEmpty()) m_order.sortWorstFirst(error);
  else m_sort->setCurrentIndex(m_sort->findData(m_order.sortKey()));
  setHistogramColumn(m_order.sortKey());
}

void ImageListPanel::showGallery(bool on) {
  m_asGallery->setChecked(on);
  m_asTable->setChecked(!on);
  m_columns->setVisible(!on);
  m_stack->setCurrentWidget(on ? static_cast<QWidget*>(m_gallery) : m_table);
  scrollToCurrent();
}

bool ImageListPanel::galleryShown() const { return m_stack->currentWidget() == m_gallery; }

void ImageListPanel::setSortColumn(const QString& key) { m_order.sortWorstFirst(key); }

void ImageListPanel::setHistogramColumn(const QString& key) {
  const int place = m_histogramColumn->findData(key);
  if (place >= 0) m_histogramColumn->setCurrentIndex(place);
  refreshHistogram();
}

void ImageListPanel::refreshHistogram() {
  const EvaluationModel& model = m_order.evaluation();
  const int column = model.columnOf(m_histogramColumn->currentData().toString());
  if (column < 0) return m_histogram->setValues({}, {});
  ImageFilter own;
  own.column = model.column(column).key;
  const std::vector<double> all = model.values(column);
  std::vector<double> shown;
  for (int row = 0; row < model.rowCount(); ++row) {
    if (m_order.accepts(row, &own)) shown.push_back(all[static_cast<std::size_t>(row)]);
  }
  m_histogram->setTitle(model.column(column).title);
  m_histogram->setValues(all, shown);
  std::optional<std::pair<double, double>> range;
  for (const ImageFilter& filter : m_order.filters()) {
    if (filter.isAbout(own)) range = {filter.low, filter.high};
  }
  m_histogram->setRange(range);
}

void ImageListPanel::takeView(const SavedView& view) {
  m_order.setFilters(view.filters);
  const int column = m_order.evaluation().columnOf(view.sort_column);
  if (column >= 0) m_order.sort(column, view.ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
  if (!view.columns.isEmpty()) m_table->setShownColumns(view.columns);
}

void ImageListPanel::saveView(const QString& name) {
  m_marks.saveView({name, m_order.filters(), m_order.sortKey(), m_order.sortOrder() == Qt::AscendingOrder,
                    m_table->shownColumns()});
}

void ImageListPanel::scrollToCurrent() {
  const int row = m_order.rowOfImage(m_selection.currentImage());
  if (row < 0) return;
  m_table->scrollTo(m_order.index(row, 0));
  m_gallery->scrollTo(m_order.index(row, 0));
}

void ImageListPanel::focusList() {
  m_stack->currentWidget()->setFocus();
  scrollToCurrent();
}

}  // namespace ptycho
