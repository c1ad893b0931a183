#pragma once

#include <vector>

#include <QWidget>

#include "core/measured/import_spec.h"
#include "widgets/import/listed_dataset.h"
#include "widgets/import/shown_look.h"

class QSplitter;
class QStackedWidget;
class QUndoStack;

namespace ptycho {

class Banner;
class DatasetTable;
class ImportBar;
class ImportForm;
class ImportState;
class LookColumn;
class LookPictures;

/// A file of another program before it is imported: how it is read at the left, pictures of what comes of that in the
/// middle, figures and checks at the right. It shows and asks: looks and the import itself are asked for by signals,
/// and no foreign file is opened here.
class ImportPage : public QWidget {
  Q_OBJECT

 public:
  explicit ImportPage(QWidget* parent = nullptr);
  ~ImportPage() override;

  /// Another file: everything is as file and format have it.
  void setFile(const QString& file);
  [[nodiscard]] const QString& file() const { return m_file; }
  [[nodiscard]] const ImportSpec& spec() const;
  /// A look is under way; what is shown stays until it is there.
  void setLooking(bool looking);
  void setLook(const LookPtr& look);
  /// The look did not work. The pictures of the last one that did stay.
  void setProblem(const QString& message, const QString& details);
  void setDatasets(const std::vector<ListedDataset>& datasets);
  /// The import itself is under way.
  void setImporting(bool importing);
  [[nodiscard]] const LookPtr& look() const { return m_look; }
  [[nodiscard]] Banner& banner() { return *m_banner; }
  [[nodiscard]] QUndoStack& undoStack();
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 Q_SIGNALS:
  /// After every edit, undo and redo: look again.
  void specChanged(const ptycho::ImportSpec& spec);
  void openRequested();
  void importRequested(const ptycho::ImportSpec& spec, bool reconstruct);
  void closeRequested();

 private:
  void layOut();
  void connectParts();
  void showState();
  void showDatasets(bool shown);

  QString m_file;
  LookPtr m_look;
  bool m_looking = false;
  bool m_importing = false;
  bool m_refused = false;  ///< the present spec came to nothing
  ImportState* m_state;
  ImportBar* m_bar;
  Banner* m_banner;
  ImportForm* m_form;
  LookPictures* m_pictures;
  DatasetTable* m_datasets;
  QStackedWidget* m_middle;
  LookColumn* m_column;
  QSplitter* m_columns;
};

}  // namespace ptycho
