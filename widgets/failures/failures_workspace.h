#pragma once

#include <memory>

#include <QUndoStack>
#include <QWidget>

#include "widgets/failures/image_pictures.h"
#include "widgets/kit/status/status_colour.h"
#include "widgets/models/image_selection.h"
#include "widgets/models/image_marks.h"
#include "widgets/models/evaluation_order.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace ptycho {

class ComparePage;
class ElidedLine;
class ImageListPanel;
class ImagePage;
class KeysPage;
class MarksPanel;
class SelectionMenu;
class Thumbnails;
class WhyPage;

/// The images of an evaluation, the worst first; one of them in full; why they fail; two methods compared. Shows what
/// it is given and asks for what is wished.
class FailuresWorkspace : public QWidget {
  Q_OBJECT

 public:
  explicit FailuresWorkspace(QWidget* parent = nullptr);

  /// Another evaluation, or more rows of the same: then order, filters and the chosen images stay.
  void setTable(const std::shared_ptr<const ImageTable>& table, const QString& name, const QString& path);
  /// What is to be known about it: "evaluating, 12 of 60 rows", "the folder is gone".
  void setState(const QString& text, Signal signal);
  /// No evaluation: a sentence that says what to do.
  void clear(const QString& text = {});
  /// Wishes that were not granted are made again; with `all` also for what is on the screen.
  void askForPicturesAgain(bool all = true);
  void setPictures(const std::shared_ptr<const ImagePictures>& pictures);
  void setThumbnail(qint64 image, const QImage& picture, bool ofTruth, bool dropped);
  void forgetThumbnail(qint64 image);
  void forgetThumbnails();
  void setErrorMaps(const std::shared_ptr<const ErrorMaps>& maps);
  void setErrorMapsText(const QString& text);
  void setOther(const std::shared_ptr<const ImageTable>& table, const QString& name);
  void setWishText(const QString& text);

  [[nodiscard]] const ImageTable& table() const { return m_model->table(); }
  [[nodiscard]] ImageMarks& marks() { return *m_marks; }
  [[nodiscard]] EvaluationOrder& order() { return *m_order; }
  [[nodiscard]] ImageSelection& selection() { return *m_selection; }
  [[nodiscard]] ImageListPanel& list() { return *m_list; }
  [[nodiscard]] ImagePage& imagePage() { return *m_image; }
  [[nodiscard]] WhyPage& whyPage() { return *m_why; }
  [[nodiscard]] ComparePage& comparePage() { return *m_compare; }
  [[nodiscard]] SelectionMenu& selectionMenu() { return *m_export; }
  [[nodiscard]] QString stateText() const;
  [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
  /// The method of the column that the images are sorted by, else the last one.
  [[nodiscard]] int leadingMethod() const;
  /// False for a page that is not there: "image", "why", "compare".
  bool showPage(const QString& name);
  /// Everything on the screen has arrived.
  [[nodiscard]] bool isSettled() const;
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 public Q_SLOTS:
  void browse();

 Q_SIGNALS:
  void openRequested(const QString& path);
  void imageWanted(qint64 image);
  void thumbnailWanted(qint64 image, int method);
  void errorMapsWanted(int method);
  void otherRequested(const QString& path);
  void computeRequested(qint64 image, int method);
  void tryRequested(qint64 image, const QString& chain);
  void textExportRequested(const QString& file, const QString& text);
  void contactSheetRequested(const QString& file, const std::vector<std::int64_t>& images, int method);
  void reconstructRequested(const std::vector<std::int64_t>& images);

 private:
  void build();
  QWidget* buildEmpty();
  void connectParts();
  void addKeys();
  void showImage(qint64 image);
  void refreshPlace();
  void takeSort();
  void tagChosen(int tag);

  QUndoStack m_undo;
  ImageMarks* m_marks;
  EvaluationModel* m_model;
  EvaluationOrder* m_order;
  ImageSelection* m_selection;
  Thumbnails* m_thumbnails;
  ImageListPanel* m_list;
  ImagePage* m_image;
  WhyPage* m_why;
  ComparePage* m_compare;
  MarksPanel* m_marksPanel;
  SelectionMenu* m_export;
  ElidedLine* m_title;
  ElidedLine* m_state;
  QLabel* m_emptyText;
  QToolButton* m_open;
  QToolButton* m_keysButton;
  KeysPage* m_keys;
  QTabWidget* m_pages;
  QStackedWidget* m_stack;
  QSplitter* m_across;
  QString m_path;        ///< of what is shown
  qint64 m_wanted = -1;  ///< image whose pictures are on their way
  int m_thumbnailMethod = -1;
};

}  // namespace ptycho
