#pragma once

#include <memory>

#include <QWidget>

#include "widgets/failures/error_grid.h"
#include "widgets/failures/image_pictures.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QTabWidget;
class QToolButton;

namespace ptycho {

class ElidedLine;
class ImageNumbers;
class ProfilePanel;

/// One image: truth, estimate and error, its numbers, profiles; what was not kept can be asked for, and other chains.
class ImagePage : public QWidget {
  Q_OBJECT

 public:
  explicit ImagePage(QWidget* parent = nullptr);

  /// Beside the numbers, the profile and whatever the workspace adds.
  void addTab(QWidget* page, const QString& title);
  /// @param place  "3 of 16"
  void setPlace(const QString& place);
  /// Pictures are on their way; those of the image before stay until then.
  void setLoading(const QString& name);
  void setPictures(const std::shared_ptr<const ImagePictures>& pictures);
  [[nodiscard]] const std::shared_ptr<const ImagePictures>& pictures() const { return m_pictures; }
  void clear(const QString& text);
  /// The method to begin with, unless another one was chosen by hand.
  void setPreferredMethod(const QString& name);
  /// What became of a wish: "computing …", "computed"; empty: nothing.
  void setWishText(const QString& text);

  [[nodiscard]] ErrorGrid& grid() { return *m_grid; }
  /// What NRMSE the displayed arrays have, beside the stored ones, and what was aligned.
  [[nodiscard]] QString footText() const;

 Q_SIGNALS:
  void stepRequested(int by);
  /// Method of the evaluation whose estimate was not kept.
  void computeRequested(qint64 image, int method);
  void tryRequested(qint64 image, const QString& chain);

 private:
  void build();
  QLayout* buildHeader();
  QLayout* buildFoot();
  void connectParts();
  void fillMethods();
  void showChosen();
  void refreshFoot();
  [[nodiscard]] const ImageEstimate* estimate(const QComboBox* box) const;

  std::shared_ptr<const ImagePictures> m_pictures;
  QString m_preferred;
  QString m_chosen;  ///< label chosen by hand
  QToolButton* m_previous;
  QToolButton* m_next;
  QLabel* m_place;
  ElidedLine* m_name;
  QComboBox* m_method;
  QComboBox* m_mode;
  QComboBox* m_other;
  QToolButton* m_blink;
  QComboBox* m_swipe;
  QSlider* m_swipePlace;
  QToolButton* m_controls;
  QPushButton* m_compute;
  QLineEdit* m_chain;
  QPushButton* m_try;
  QLabel* m_wish;
  ElidedLine* m_foot;
  ErrorGrid* m_grid;
  ImageNumbers* m_numbers;
  ProfilePanel* m_profile;
  QTabWidget* m_tabs;
};

}  // namespace ptycho
