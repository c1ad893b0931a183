#include "widgets/failures/filter_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QWidgetAction>

#include "widgets/failures/flow_layout.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"
#include "widgets/models/image_marks.h"

namespace ptycho {
namespace {

QToolButton* menuButton(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = textButton(text, name, help, parent);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(new QMenu(button));
  return button;
}

ImageFilter textFilter(const QString& text) {
  ImageFilter filter;
  filter.kind = ImageFilter::Kind::Text;
  filter.text = text;
  return filter;
}

}  // namespace

FilterBar::FilterBar(EvaluationOrder& order, ImageMarks& marks, QWidget* parent)
    : QWidget(parent),
      m_order(order),
      m_marks(marks),
      m_text(new QLineEdit(this)),
      m_add(menuButton(tr("Filter"), "addFilter", tr("Only failed images, or those with a tag"), this)),
      m_views(menuButton(tr("Views"), "views", tr("Filters, order and columns under a name"), this)),
      m_chips(new QWidget(this)),
      m_count(new QLabel(this)) {
  build();
  connect(m_text, &QLineEdit::textEdited, this, [this](const QString& text) {
    if (text.trimmed().isEmpty()) m_order.removeFilter(textFilter({}));
    else m_order.setFilter(textFilter(text.trimmed()));
  });
  connect(m_add->menu(), &QMenu::aboutToShow, this, &FilterBar::fillFilterMenu);
  connect(m_views->menu(), &QMenu::aboutToShow, this, &FilterBar::fillViewMenu);
  connect(&order, &EvaluationOrder::filtersChanged, this, &FilterBar::refresh);
  connect(&order, &EvaluationOrder::rebuilt, this, &FilterBar::refreshCount);
  refresh();
}

void FilterBar::build() {
  m_text->setObjectName(QStringLiteral("filterText"));
  m_text->setPlaceholderText(tr("Name or note …"));
  m_text->setToolTip(tr("Only images whose name or note has these letters"));
  m_text->setClearButtonEnabled(true);
  m_count->setObjectName(QStringLiteral("filterCount"));
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(m_text, 1);
  row->addWidget(m_add);
  row->addWidget(m_views);
  row->addWidget(m_count);
  auto* flow = new FlowLayout(m_chips);
  flow->setContentsMargins(0, 0, 0, 0);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 2);
  layout->setSpacing(3);
  layout->addLayout(row);
  layout->addWidget(m_chips);
}

void FilterBar::refresh() {
  QLayout* layout = m_chips->layout();
  while (QLayoutItem* item = layout->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  QString text;
  for (const ImageFilter& filter : m_order.filters()) {
    if (filter.kind == ImageFilter::Kind::Text) text = filter.text;
    addTo(*layout, filter);
  }
  if (!m_text->hasFocus() || text.isEmpty()) m_text->setText(text);
  m_chips->setVisible(!m_order.filters().empty());
  refreshCount();
}

void FilterBar::addTo(QLayout& layout, const ImageFilter& filter) {
  auto* chip = new QToolButton(m_chips);
  chip->setObjectName(QStringLiteral("chip"));
  chip->setText(m_order.filterText(filter));
  chip->setIcon(glyphIcon(Glyph::Close));
  chip->setIconSize({10, 10});
  chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  chip->setLayoutDirection(Qt::RightToLeft);  // the cross behind the words
  chip->setToolTip(tr("Remove this filter"));
  connect(chip, &QToolButton::clicked, this, [this, filter] { m_order.removeFilter(filter); });
  layout.addWidget(chip);
  chip->show();
}

QStringList FilterBar::chipTexts() const {
  QStringList texts;
  for (const ImageFilter& filter : m_order.filters()) texts << m_order.filterText(filter);
  return texts;
}

QString FilterBar::countText() const {
  const int failed = m_order.evaluation().failedCount();
  const QString all = tr("%1 of %2").arg(m_order.rowCount()).arg(m_order.evaluation().rowCount());
  return failed == 0 ? all : all + tr(", %1 failed").arg(failed);
}

void FilterBar::refreshCount() { m_count->setText(countText()); }

void FilterBar::fillFilterMenu() {
  QMenu& menu = *m_add->menu();
  menu.clear();
  ImageFilter failed;
  failed.kind = ImageFilter::Kind::Failed;
  menu.addAction(tr("Failed images"), this, [this, failed] { m_order.setFilter(failed); });
  menu.addSeparator();
  for (int tag = 0; tag < ImageMarks::kTags; ++tag) {
    ImageFilter filter;
    filter.kind = ImageFilter::Kind::Tag;
    filter.tag = tag;
    menu.addAction(tr("Tag %1: %2").arg(tag + 1).arg(m_marks.tagName(tag)), this,
                   [this, filter] { m_order.setFilter(filter); });
  }
  menu.addSeparator();
  menu.addAction(tr("Remove all filters"), this, [this] { m_order.setFilters({}); })
      ->setEnabled(!m_order.filters().empty());
}

int FilterBar::countOf(const SavedView& view) const {
  EvaluationOrder order(m_order.evaluation());
  order.setFilters(view.filters);
  return order.rowCount();
}

void FilterBar::fillViewMenu() {
  QMenu& menu = *m_views->menu();
  menu.clear();
  for (const SavedView& view : m_marks.views()) {
    QMenu* own = menu.addMenu(tr("%1 (%2)").arg(view.name).arg(countOf(view)));
    own->addAction(tr("Show"), this, [this, view] { Q_EMIT viewChosen(view); });
    own->addAction(tr("Remove"), this, [this, view] { m_marks.removeView(view.name); });
  }
  menu.addSeparator();
  auto* field = new QLineEdit(&menu);
  field->setObjectName(QStringLiteral("viewName"));
  field->setPlaceholderText(tr("Save this view as …"));
  field->setMinimumWidth(180);
  auto* action = new QWidgetAction(&menu);
  action->setDefaultWidget(field);
  menu.addAction(action);
  connect(field, &QLineEdit::returnPressed, this, [this, field] {
    const QString name = field->text().trimmed();
    if (name.isEmpty()) return;
    Q_EMIT saveViewRequested(name);
    m_views->menu()->hide();
  });
}

}  // namespace ptycho
