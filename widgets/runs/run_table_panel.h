#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QTreeView;

namespace ptycho {

class RunFilterProxy;
class RunRowDelegate;
class RunTableModel;

/// The table of runs under its filters. Columns can be moved, hidden (right click on the header) and sorted.
class RunTablePanel : public QWidget {
  Q_OBJECT

 public:
  explicit RunTablePanel(RunTableModel& model, QWidget* parent = nullptr);

  /// The list or its notes have changed: choices of the filters, the count and the empty state follow.
  void refresh(const QString& root);
  [[nodiscard]] QTreeView* view() const { return m_view; }
  [[nodiscard]] RunFilterProxy& proxy() const { return *m_proxy; }
  [[nodiscard]] QString currentFolder() const;
  [[nodiscard]] QStringList selectedFolders() const;
  void select(const QString& folder);
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 Q_SIGNALS:
  void currentChanged(const QString& folder);
  void selectionChanged();
  void openRequested(const QString& folder);
  void menuRequested(const QPoint& globalPlace);
  /// The pointer is over this run; empty: over none.
  void hovered(const QString& folder);
  void newRunRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* buildFilters();
  void buildView();
  void showBoxes();
  void applyFilter();
  void showHeaderMenu(const QPoint& place);
  [[nodiscard]] QString folderAt(const QModelIndex& index) const;

  RunTableModel& m_model;
  RunFilterProxy* m_proxy;
  QLineEdit* m_text;
  QComboBox* m_verb;
  QComboBox* m_state;
  QComboBox* m_tag;
  QLabel* m_count;
  QTreeView* m_view;
  QWidget* m_empty;
  QLabel* m_emptyText;
  QString m_hovered;
};

}  // namespace ptycho
