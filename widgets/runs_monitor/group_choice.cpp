#include "widgets/runs_monitor/group_choice.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace ptycho {

namespace {

constexpr int kSpreads = 4;

}  // namespace

GroupChoice::GroupChoice(QWidget* parent) : QWidget(parent), m_by(new QComboBox(this)), m_shown(new QComboBox(this)) {
  m_by->setObjectName("groupBy");
  m_by->addItem(tr("each run alone"));
  m_by->setToolTip(tr("Runs with the same value of a field become one curve with its spread"));
  m_by->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_by->setMinimumContentsLength(14);
  m_shown->setObjectName("groupSpread");
  m_shown->setToolTip(tr("What is drawn of a group: its middle, and a band about it"));
  for (const QString& centre : {tr("mean"), tr("median")}) {
    for (const QString& spread : {tr("min – max"), tr("± SD"), tr("± SE"), tr("95 % band")}) {
      m_shown->addItem(centre + QStringLiteral(", ") + spread);
    }
  }
  auto* label = new QLabel(tr("&Group"), this);
  label->setBuddy(m_by);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(label);
  layout->addWidget(m_by);
  layout->addWidget(m_shown);
  m_shown->hide();
  connect(m_by, &QComboBox::currentIndexChanged, this, [this](int index) {
    m_shown->setVisible(index > 0);
    Q_EMIT changed();
  });
  connect(m_shown, &QComboBox::currentIndexChanged, this, &GroupChoice::changed);
  setVisible(false);
}

void GroupChoice::setFields(const std::vector<GroupField>& fields) {
  const auto same = [](const GroupField& a, const GroupField& b) { return a.path == b.path; };
  if (std::equal(fields.begin(), fields.end(), m_fields.begin(), m_fields.end(), same)) return;
  const auto chosen = field();
  m_fields = fields;
  const QSignalBlocker quiet(m_by);
  while (m_by->count() > 1) m_by->removeItem(1);
  int index = 0;
  for (const GroupField& one : fields) {
    m_by->addItem(one.label);
    if (chosen && chosen->path == one.path) index = m_by->count() - 1;
  }
  m_by->setCurrentIndex(index);
  m_shown->setVisible(index > 0);
  setVisible(!fields.empty());
}

std::optional<GroupField> GroupChoice::field() const {
  const int index = m_by->currentIndex() - 1;
  if (index < 0 || index >= static_cast<int>(m_fields.size())) return std::nullopt;
  return m_fields[static_cast<std::size_t>(index)];
}

GroupCentre GroupChoice::centre() const {
  return m_shown->currentIndex() < kSpreads ? GroupCentre::Mean : GroupCentre::Median;
}

GroupSpread GroupChoice::spread() const { return static_cast<GroupSpread>(m_shown->currentIndex() % kSpreads); }

}  // namespace ptycho
