#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

#include "widgets/failures/image_numbers.h"
#include "widgets/failures/image_page.h"
#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/plot/profile_panel.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {
namespace {

constexpr int kSwipeSteps = 200;

QComboBox* box(const QStringList& items, const char* name, const QString& help, QWidget* parent) {
  auto* made = new QComboBox(parent);
  made->addItems(items);
  made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  made->setObjectName(QLatin1String(name));
  made->setToolTip(help);
  return made;
}

}  // namespace

ImagePage::ImagePage(QWidget* parent)
    : QWidget(parent),
      m_previous(textButton(QStringLiteral("‹"), "previousImage", tr("The image before (Left)"), this)),
      m_next(textButton(QStringLiteral("›"), "nextImage", tr("The next image (Right)"), this)),
      m_place(new QLabel(this)),
      m_name(new ElidedLine(this)),
      m_method(box({}, "shownMethod", tr("Whose estimate is shown"), this)),
      m_mode(box({tr("against the truth"), tr("against another method"), tr("complex")}, "gridMode",
                 tr("What the pictures show"), this)),
      m_other(box({}, "otherMethod", tr("The method in the place of the truth"), this)),
      m_blink(textButton(tr("Blink"), "blink", tr("The first column in the place of the estimate (Space)"), this)),
      m_swipe(box({tr("no swipe"), tr("swipe across"), tr("swipe down")}, "swipe",
                  tr("A line that parts the first column's picture from the estimate"), this)),
      m_swipePlace(new QSlider(Qt::Horizontal, this)),
      m_controls(textButton(tr("Display"), "displayControls", tr("Colour map, norm and limits of every picture"), this)),
      m_compute(new QPushButton(tr("Compute it"), this)),
      m_chain(new QLineEdit(this)),
      m_try(new QPushButton(tr("Try"), this)),
      m_wish(new QLabel(this)),
      m_foot(new ElidedLine(this)),
      m_grid(new ErrorGrid(this)),
      m_numbers(new ImageNumbers(this)),
      m_profile(new ProfilePanel(this)),
      m_tabs(new QTabWidget(this)) {
  build();
  connectParts();
  clear({});
}

QLayout* ImagePage::buildHeader() {
  QFont bold = font();
  bold.setBold(true);
  m_name->setFont(bold);
  m_place->setObjectName(QStringLiteral("imagePlace"));
  m_blink->setCheckable(true);
  m_controls->setCheckable(true);
  m_swipePlace->setObjectName(QStringLiteral("swipePlace"));
  m_swipePlace->setRange(0, kSwipeSteps);
  m_swipePlace->setValue(kSwipeSteps / 2);
  m_swipePlace->setMaximumWidth(120);
  m_swipePlace->setToolTip(tr("Where the line is"));
  m_swipePlace->hide();
  m_other->hide();
  m_compute->setObjectName(QStringLiteral("compute"));
  m_compute->setToolTip(tr("Starts an evaluation of this image alone, whose estimate is kept"));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(6, 4, 8, 0);
  row->setSpacing(4);
  row->addWidget(m_previous);
  row->addWidget(m_place);
  row->addWidget(m_next);
  row->addSpacing(6);
  row->addWidget(m_name, 1);
  row->addWidget(m_compute);
  row->addWidget(m_method);
  row->addWidget(m_mode);
  row->addWidget(m_other);
  row->addWidget(m_swipe);
  row->addWidget(m_swipePlace);
  row->addWidget(m_blink);
  row->addWidget(m_controls);
  return row;
}

QLayout* ImagePage::buildFoot() {
  m_foot->setObjectName(QStringLiteral("alignment"));
  m_foot->setLines(2);
  m_chain->setObjectName(QStringLiteral("tryChain"));
  m_chain->setPlaceholderText(tr("another chain: awf:200"));
  m_chain->setToolTip(tr("Stages engine:iterations, as in Reconstruct; the result becomes one more method of this image"));
  m_chain->setFixedWidth(200);
  m_try->setObjectName(QStringLiteral("try"));
  m_try->setToolTip(tr("Runs this chain on this image"));
  m_wish->hide();
  auto* row = new QHBoxLayout;
  row->setContentsMargins(8, 0, 8, 2);
  row->setSpacing(6);
  row->addWidget(m_foot, 1);
  row->addWidget(m_wish);
  row->addWidget(m_chain);
  row->addWidget(m_try);
  return row;
}

void ImagePage::build() {
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_numbers, tr("Numbers"));
  m_tabs->addTab(m_profile, tr("Profile"));
  auto* upper = new QWidget(this);
  auto* above = new QVBoxLayout(upper);
  above->setContentsMargins(0, 0, 0, 0);
  above->setSpacing(2);
  above->addWidget(m_grid, 1);
  above->addLayout(buildFoot());
  auto* down = new QSplitter(Qt::Vertical, this);
  down->addWidget(upper);
  down->addWidget(m_tabs);
  down->setStretchFactor(0, 1);
  down->setSizes({700, 200});
  down->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(buildHeader());
  layout->addWidget(down, 1);
}

}  // namespace ptycho
