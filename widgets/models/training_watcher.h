#pragma once

#include <map>
#include <memory>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QTimer>

#include "widgets/models/training_reader.h"

namespace ptycho {

/// Watches the folders of several trainings and tells what came: every 0.7 s in the foreground, every 5 s in the
/// background, reading only files that have changed. Folders need not exist yet. Works for runs of any machine on a
/// shared disk, since it asks for nothing but the files. All reading happens on a thread of its own.
class TrainingWatcher : public QObject {
  Q_OBJECT

 public:
  explicit TrainingWatcher(QObject* parent = nullptr);
  ~TrainingWatcher() override;

  /// Folders that stay are not told of again; the picture is read of the first one only, and when another folder
  /// becomes the first, its picture is told of anew.
  void setFolders(const QStringList& folders);
  [[nodiscard]] const QStringList& folders() const { return m_folders; }
  void setForeground(bool foreground);
  /// Looks now, without waiting for the next turn.
  void look();

 Q_SIGNALS:
  void curvesChanged(const QString& folder, std::shared_ptr<const ptycho::TrainingCurves> curves);
  void specRead(const QString& folder, std::shared_ptr<const ptycho::Json> spec);
  void previewChanged(const QString& folder, std::shared_ptr<const ptycho::PreviewRecord> preview);
  /// Something in a folder could not be read; told once until it changes.
  void problemFound(const QString& folder, const QString& message);

 private:
  /// One folder. The reader belongs to m_thread while m_busy.
  struct Watched {
    std::shared_ptr<TrainingReader> reader;
    std::shared_ptr<const PreviewRecord> preview;  ///< the last one, for when the folder comes first again
    std::string problem;
  };
  void take(const QString& folder, const std::shared_ptr<TrainingReader>& reader,
            const std::shared_ptr<TrainingLook>& look);
  void endTurn();

  QStringList m_folders;
  std::map<QString, Watched> m_watched;
  bool m_busy = false;
  bool m_again = false;
  bool m_foreground = true;
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  QTimer m_timer;
};

}  // namespace ptycho
