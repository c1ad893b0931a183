#pragma once

#include <memory>

#include <QFrame>
#include <QPointer>
#include <QStringList>

#include "widgets/models/acquisition_loader.h"

class QFileDialog;
class QLabel;
class QMenu;
class QToolButton;

namespace ptycho {

/// The acquisition that is to be reconstructed: a place to drop a file on, to open one or to take a recent one, and
/// what is in it.
class AcquisitionCard : public QFrame {
  Q_OBJECT

 public:
  explicit AcquisitionCard(QWidget* parent = nullptr);

  void showEmpty();
  void showLoading(const QString& file);
  void showDigest(const AcquisitionDigest& digest);
  void showProblem(const QString& file, const QString& message);
  void setRecentFiles(const QStringList& files);
  [[nodiscard]] QString summary() const;
  /// "CXI · 3 conventions assumed"; empty for what was not imported.
  [[nodiscard]] QString origin() const;
  /// Opens a file dialog that blocks nothing.
  void browse();

 Q_SIGNALS:
  void fileChosen(const QString& file);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void show(const QString& file, const QString& summary, bool bad);
  void showReport();

  QLabel* m_name;
  QLabel* m_summary;
  QToolButton* m_origin;  ///< how it was imported; a click shows the report
  std::shared_ptr<const ImportReport> m_report;
  QToolButton* m_recent;
  QMenu* m_recentMenu;
  QString m_file;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
