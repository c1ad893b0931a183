#include "app/window/marks_file.h"

#include <QFileInfo>
#include <QtConcurrent>

#include "core/base/atomic_file.h"

namespace ptycho {
namespace {
constexpr int kSoon_ms = 400;
}

MarksFile::MarksFile(ImageMarks& marks, QObject* parent) : QObject(parent), m_marks(marks) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoon_ms);
  connect(&m_soon, &QTimer::timeout, this, &MarksFile::write);
  connect(&marks, &ImageMarks::edited, this, &MarksFile::writeSoon);
}

void MarksFile::open(const QString& evaluation) {
  flush();
  m_marks.clear();
  m_file = QString::fromStdString(marksFileOf(evaluation.toStdString()).string());
  m_reading = true;
  QtConcurrent::run([file = m_file.toStdString()] {
    std::error_code status;
    const bool there = std::filesystem::exists(file, status);
    return std::pair(there ? readJsonFile(file) : Result<Json>(Json()), there);
  }).then(this, [this, generation = ++m_generation](const std::pair<Result<Json>, bool>& read) {
    if (generation == m_generation) take(read.first, read.second);
  });
}

void MarksFile::take(const Result<Json>& read, bool there) {
  m_reading = false;
  if (!there) return;
  Result<void> taken;
  if (!read) taken = passOn(read.error());
  else taken = m_marks.setFromJson(*read);
  if (taken) return;
  Q_EMIT errorFound(tr("%1 cannot be read: %2 Tags and notes will not be kept.")
                        .arg(QFileInfo(m_file).fileName(), QString::fromStdString(taken.error().text())), m_file);
  m_file.clear();
}

void MarksFile::writeSoon() {
  m_dirty = true;
  if (!m_soon.isActive()) m_soon.start();
}

void MarksFile::write() {
  if (!std::exchange(m_dirty, false) || m_file.isEmpty()) return;
  QtConcurrent::run([file = m_file.toStdString(), text = jsonText(m_marks.toJson(), 2) + "\n"] {
    return replaceFileText(file, text);
  }).then(this, [this, file = m_file](const Result<void>& written) {
    if (written) return;
    if (file == m_file) m_dirty = true;  // the next edit tries again
    Q_EMIT errorFound(tr("Tags and notes could not be written: %1").arg(QString::fromStdString(written.error().text())),
                      file);
  });
}

void MarksFile::flush() {
  m_soon.stop();
  if (!std::exchange(m_dirty, false) || m_file.isEmpty()) return;
  const auto written = replaceFileText(m_file.toStdString(), jsonText(m_marks.toJson(), 2) + "\n");
  if (!written) Q_EMIT errorFound(QString::fromStdString(written.error().text()), m_file);
}

}  // namespace ptycho
