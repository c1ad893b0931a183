#include "widgets/runs_monitor/preview_panel.h"

#include <cmath>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/kit/image/image_view.h"

namespace ptycho {
namespace {

RealImage partOf(const ComplexImage& picture, bool phase) {
  RealImage part(picture.rows(), picture.cols());
  for (std::size_t i = 0; i < picture.size(); ++i) part[i] = phase ? std::arg(picture[i]) : std::abs(picture[i]);
  return part;
}

}  // namespace

PreviewPanel::PreviewPanel(QWidget* parent)
    : QWidget(parent),
      m_view(new ImageView(this)),
      m_part(new QComboBox(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_step(new QSpinBox(this)),
      m_note(new QLabel(this)) {
  m_view->setObjectName("preview");
  m_view->setToolRowVisible(false);
  m_view->setEmptyText(tr("The picture of a validation object appears here while the run is training."));
  m_part->setObjectName("previewPart");
  m_part->setAccessibleName(tr("Part of the object"));
  m_part->addItems({tr("amplitude"), tr("phase")});
  m_part->setToolTip(tr("What is shown of the complex object"));
  m_slider->setObjectName("previewSlider");
  m_slider->setAccessibleName(tr("Pictures seen"));
  m_slider->setToolTip(tr("Pictures seen since this window opened; the first and the last are always kept"));
  m_step->setObjectName("previewStep");
  m_step->setPrefix(tr("step "));
  m_step->setKeyboardTracking(false);
  m_step->setToolTip(tr("Type a step to see the kept picture nearest to it"));
  m_step->setButtonSymbols(QAbstractSpinBox::NoButtons);
  m_note->setObjectName("previewNote");
  m_note->setWordWrap(true);

  auto* tools = new QHBoxLayout;
  tools->setContentsMargins(0, 0, 0, 0);
  tools->addWidget(m_part);
  tools->addWidget(m_slider, 1);
  tools->addWidget(m_step);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(m_view, 1);
  layout->addLayout(tools);
  layout->addWidget(m_note);
  connect(m_part, &QComboBox::currentIndexChanged, this, &PreviewPanel::showPicture);
  connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
    m_followsNewest = place == m_slider->maximum();
    if (const auto* kept = history()) m_chosenStep = kept->at(static_cast<std::size_t>(place))->step;
    m_note->clear();
    showPicture();
  });
  connect(m_step, &QSpinBox::valueChanged, this, &PreviewPanel::showNearest);
  showPicture();
}

const PreviewHistory* PreviewPanel::history() const {
  const auto found = m_histories.find(m_folder);
  return found == m_histories.end() || found->second.size() == 0 ? nullptr : &found->second;
}

void PreviewPanel::setRun(const QString& folder, const QString& name, double pixel_m) {
  const bool other = folder != m_folder;
  const bool renamed = name != m_name || pixel_m != m_pixel_m;
  m_folder = folder;
  m_name = name;
  m_pixel_m = pixel_m;
  if (!other && renamed) showPicture();
  if (!other) return;
  m_followsNewest = true;
  m_note->clear();
  showPicture();
}

void PreviewPanel::add(const QString& folder, const std::shared_ptr<const PreviewRecord>& preview) {
  if (!preview || preview->picture.empty()) return;
  // The pictures of many runs would fill the memory: of the others the last one is enough.
  for (auto& [other, history] : m_histories) {
    if (other == m_folder || other == folder || history.size() < 2) continue;
    const auto last = history.at(history.size() - 1);
    history = {};
    history.add(last);
  }
  m_histories[folder].add(preview, folder == m_folder && !m_followsNewest ? m_chosenStep : -1);
  if (folder == m_folder) showPicture();
}

bool PreviewPanel::showsPhase() const { return m_part->currentIndex() == 1; }
void PreviewPanel::setShowsPhase(bool phase) { m_part->setCurrentIndex(phase ? 1 : 0); }

std::int64_t PreviewPanel::shownStep() const {
  const auto* kept = history();
  return kept == nullptr ? -1 : kept->at(static_cast<std::size_t>(m_slider->value()))->step;
}

void PreviewPanel::showNearest(int step) {
  const auto* kept = history();
  if (kept == nullptr) return;
  const std::size_t place = kept->nearest(step);
  m_slider->setValue(static_cast<int>(place));
  const std::int64_t found = kept->at(place)->step;
  m_note->setText(found == step ? QString() : tr("Nearest kept picture to step %1: step %2.").arg(step).arg(found));
  showPicture();
}

void PreviewPanel::showPicture() {
  const auto* kept = history();
  m_note->setVisible(!m_note->text().isEmpty());
  for (QWidget* control : std::initializer_list<QWidget*>{m_part, m_slider, m_step})
    control->setVisible(kept != nullptr);
  if (kept == nullptr) {
    m_view->clear();
    return;
  }
  const QSignalBlocker noSlider(m_slider);
  const QSignalBlocker noStep(m_step);
  m_slider->setRange(0, static_cast<int>(kept->size()) - 1);
  // By step: thinning the kept ones gives them other places.
  m_slider->setValue(m_followsNewest ? m_slider->maximum() : static_cast<int>(kept->nearest(m_chosenStep)));
  const auto& preview = *kept->at(static_cast<std::size_t>(m_slider->value()));
  m_step->setRange(0, static_cast<int>(std::max<std::int64_t>(kept->at(kept->size() - 1)->step, 1)));
  m_step->setValue(static_cast<int>(preview.step));
  PictureMeaning meaning;
  meaning.title = m_name;
  meaning.pixel_m = m_pixel_m;
  meaning.quantity = showsPhase() ? tr("phase") : tr("amplitude");
  meaning.unit = showsPhase() ? tr("rad") : QString();
  meaning.map = showsPhase() ? ColorMap::Viridis : ColorMap::Gray;
  m_view->setPicture(partOf(preview.picture, showsPhase()), meaning);
}

}  // namespace ptycho
