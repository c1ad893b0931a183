#include "widgets/failures/failures_workspace.h"

#include <QDataStream>
#include <QFileDialog>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "widgets/failures/compare_page.h"
#include "widgets/failures/gallery_view.h"
#include "widgets/failures/image_list_panel.h"
#include "widgets/failures/image_page.h"
#include "widgets/failures/image_table_view.h"
#include "widgets/failures/marks_panel.h"
#include "widgets/failures/selection_menu.h"
#include "widgets/failures/thumbnails.h"
#include "widgets/failures/why_page.h"
#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/status/keys_page.h"
#include "widgets/kit/status/tab_by_title.h"

namespace ptycho {

void FailuresWorkspace::connectParts() {
  connect(m_open, &QToolButton::clicked, this, &FailuresWorkspace::browse);
  m_keys->setObjectName(QStringLiteral("keysPage"));
  connect(m_keysButton, &QToolButton::clicked, m_keys, &KeysPage::toggle);
  connect(m_selection, &ImageSelection::currentImageChanged, this, &FailuresWorkspace::showImage);
  connect(m_order, &EvaluationOrder::rebuilt, this, &FailuresWorkspace::refreshPlace);
  connect(m_order, &EvaluationOrder::sortChanged, this, &FailuresWorkspace::takeSort);
  connect(m_thumbnails, &Thumbnails::wished, this,
          [this](qint64 image) { Q_EMIT thumbnailWanted(image, m_thumbnailMethod); });
  connect(m_list, &ImageListPanel::activated, this, [this] { showPage(QStringLiteral("image")); });
  connect(m_image, &ImagePage::stepRequested, m_selection, &ImageSelection::step);
  connect(m_image, &ImagePage::computeRequested, this, &FailuresWorkspace::computeRequested);
  connect(m_image, &ImagePage::tryRequested, this, &FailuresWorkspace::tryRequested);
  connect(m_why, &WhyPage::errorMapsRequested, this, &FailuresWorkspace::errorMapsWanted);
  connect(m_compare, &ComparePage::otherRequested, this, &FailuresWorkspace::otherRequested);
  connect(m_compare, &ComparePage::referenceChosen, m_model, &EvaluationModel::setReference);
  connect(m_export, &SelectionMenu::textExportRequested, this, &FailuresWorkspace::textExportRequested);
  connect(m_export, &SelectionMenu::contactSheetRequested, this, [this](const QString& file, const auto& images) {
    Q_EMIT contactSheetRequested(file, images, leadingMethod());
  });
  connect(m_export, &SelectionMenu::reconstructRequested, this, &FailuresWorkspace::reconstructRequested);
}

void FailuresWorkspace::addKeys() {
  const auto add = [](QWidget* where, const QKeySequence& keys, Qt::ShortcutContext context, auto&& action) {
    auto* shortcut = new QShortcut(keys, where);
    shortcut->setContext(context);
    QObject::connect(shortcut, &QShortcut::activated, where, action);
  };
  for (QWidget* place : {static_cast<QWidget*>(m_image), static_cast<QWidget*>(&m_list->table()),
                         static_cast<QWidget*>(&m_list->gallery())}) {
    add(place, Qt::Key_Left, Qt::WidgetWithChildrenShortcut, [this] { m_selection->step(-1); });
    add(place, Qt::Key_Right, Qt::WidgetWithChildrenShortcut, [this] { m_selection->step(1); });
  }
  for (QWidget* place : {static_cast<QWidget*>(&m_list->table()), static_cast<QWidget*>(&m_list->gallery())}) {
    add(place, Qt::Key_Space, Qt::WidgetShortcut, [this] { m_image->grid().setBlinking(!m_image->grid().blinking()); });
  }
  for (int tag = 0; tag < ImageMarks::kTags; ++tag) {
    add(this, QKeySequence(Qt::Key_1 + tag), Qt::WidgetWithChildrenShortcut, [this, tag] { tagChosen(tag); });
  }
  add(m_pages, Qt::Key_Escape, Qt::WidgetWithChildrenShortcut, [this] {
    const bool left = m_pages->currentWidget() == m_image && m_image->grid().escape();
    if (!left) m_list->focusList();
  });
  add(this, Qt::Key_Question, Qt::WidgetWithChildrenShortcut, [this] { m_keys->toggle(); });
  add(this, Qt::Key_G, Qt::WidgetWithChildrenShortcut, [this] { m_list->showGallery(true); });
  add(this, Qt::Key_T, Qt::WidgetWithChildrenShortcut, [this] { m_list->showGallery(false); });
}

void FailuresWorkspace::tagChosen(int tag) {
  const auto& chosen = m_selection->images();
  std::vector<std::int64_t> images(chosen.begin(), chosen.end());
  if (images.empty() && m_selection->currentImage() >= 0) images = {m_selection->currentImage()};
  m_marksPanel->toggleTag(images, tag);
}

void FailuresWorkspace::setTable(const std::shared_ptr<const ImageTable>& table, const QString& name,
                                 const QString& path) {
  if (m_path != path) {
    clear();
    m_undo.clear();
    m_order->setFilters({});
  }
  m_path = path;
  m_title->setText(tr("%1   %2").arg(name, QString::fromStdString(table->stored().name)));
  m_model->setTable(table);
  m_why->takeTable();
  m_compare->takeTable();
  m_stack->setCurrentIndex(1);
  takeSort();
  if (m_selection->currentImage() < 0 && m_order->rowCount() > 0) m_selection->setCurrentImage(m_order->imageAt(0));
  refreshPlace();
}

void FailuresWorkspace::askForPicturesAgain(bool all) {
  m_thumbnails->forgetWishes();
  m_list->gallery().viewport()->update();
  if (!all && m_wanted < 0) return;
  if (m_selection->currentImage() >= 0) Q_EMIT imageWanted(m_wanted = m_selection->currentImage());
}

void FailuresWorkspace::setState(const QString& text, Signal signal) {
  m_state->setText(text);
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, signalColour(signal, colours));
  m_state->setPalette(colours);
  m_state->setVisible(!text.isEmpty());
  if (m_stack->currentIndex() == 0 && !text.isEmpty()) m_emptyText->setText(text);
}

QString FailuresWorkspace::stateText() const { return m_state->text(); }

void FailuresWorkspace::clear(const QString& text) {
  m_path.clear();
  m_model->setTable(std::make_shared<ImageTable>());
  m_thumbnails->clear();
  m_image->clear(tr("Choose an image on the left."));
  m_wanted = -1;
  m_emptyText->setText(text.isEmpty() ? tr("No evaluation is open.") : text);
  m_stack->setCurrentIndex(0);
}

int FailuresWorkspace::leadingMethod() const {
  const int column = m_order->sortColumn();
  const int method = column < 0 ? -1 : m_model->column(column).method;
  return method >= 0 ? method : table().methodCount() - 1;
}

void FailuresWorkspace::takeSort() {
  const int method = leadingMethod();
  if (method < 0) return;
  m_image->setPreferredMethod(table().method(method));
  if (method != m_thumbnailMethod) {
    m_thumbnailMethod = method;
    m_thumbnails->clear();
  }
  refreshPlace();
}

void FailuresWorkspace::showImage(qint64 image) {
  m_marksPanel->setImage(image);
  refreshPlace();
  const auto row = table().rowOf(image);
  if (!row) return;
  m_image->setLoading(table().name(*row));
  Q_EMIT imageWanted(m_wanted = image);
}

void FailuresWorkspace::refreshPlace() {
  const int row = m_order->rowOfImage(m_selection->currentImage());
  const int count = m_order->rowCount();
  m_image->setPlace(row < 0 ? tr("– of %1").arg(count) : tr("%1 of %2").arg(row + 1).arg(count));
}

void FailuresWorkspace::setPictures(const std::shared_ptr<const ImagePictures>& pictures) {
  if (pictures->image != m_selection->currentImage()) return;
  m_wanted = -1;
  m_image->setPictures(pictures);
  refreshPlace();
}

void FailuresWorkspace::setThumbnail(qint64 image, const QImage& picture, bool ofTruth, bool dropped) {
  if (dropped) m_thumbnails->forgetWish(image);
  else m_thumbnails->put(image, {picture, ofTruth});
}

void FailuresWorkspace::forgetThumbnail(qint64 image) { m_thumbnails->forget(image); }
void FailuresWorkspace::forgetThumbnails() { m_thumbnails->clear(); }
void FailuresWorkspace::setErrorMaps(const std::shared_ptr<const ErrorMaps>& maps) { m_why->setErrorMaps(maps); }
void FailuresWorkspace::setErrorMapsText(const QString& text) { m_why->setErrorMapsText(text); }
void FailuresWorkspace::setWishText(const QString& text) { m_image->setWishText(text); }

void FailuresWorkspace::setOther(const std::shared_ptr<const ImageTable>& table, const QString& name) {
  m_compare->setOther(table, name);
}

bool FailuresWorkspace::showPage(const QString& name) { return showTab(*m_pages, name); }

bool FailuresWorkspace::isSettled() const { return m_wanted < 0 && m_why->isSettled(); }

void FailuresWorkspace::browse() {
  auto* dialog = new QFileDialog(this, tr("Open evaluation"), QString(), tr("Evaluations (*.h5)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setModal(false);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &FailuresWorkspace::openRequested);
  dialog->show();
}

QByteArray FailuresWorkspace::saveLayout() const {
  QByteArray layout;
  QDataStream stream(&layout, QIODevice::WriteOnly);
  stream << m_across->saveState() << m_pages->currentIndex() << m_list->galleryShown();
  return layout;
}

void FailuresWorkspace::restoreLayout(const QByteArray& layout) {
  QDataStream stream(layout);
  QByteArray across;
  int page = 0;
  bool gallery = true;
  stream >> across >> page >> gallery;
  if (stream.status() != QDataStream::Ok) return;
  m_across->restoreState(across);
  m_pages->setCurrentIndex(page);
  m_list->showGallery(gallery);
}

}  // namespace ptycho
