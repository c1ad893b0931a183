#include "app/window/screenshot.h"

#include <cstdio>

#include <QApplication>
#include <QPixmap>

#include "app/window/main_window.h"

namespace ptycho {
namespace {

constexpr int kLook_ms = 150;
constexpr int kQuietLooks = 4;  ///< settled this often in a row, so that the last picture has been painted too
constexpr int kLongest_ms = 90'000;

}  // namespace

Screenshot::Screenshot(MainWindow& window, QString file) : QObject(&window), m_window(window), m_file(std::move(file)) {
  m_waited.start();
  connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
  m_timer.start(kLook_ms);
}

void Screenshot::look() {
  m_quietLooks = m_window.isSettled() ? m_quietLooks + 1 : 0;
  if (m_quietLooks >= kQuietLooks) take(true);
  else if (m_waited.elapsed() > kLongest_ms) take(false);
}

void Screenshot::take(bool complete) {
  m_timer.stop();
  const bool saved = m_window.grab().save(m_file, "PNG");
  if (!saved) std::fprintf(stderr, "%s: cannot be written; choose a writable folder.\n", qPrintable(m_file));
  if (!complete)
    std::fprintf(stderr, "%s: not everything was shown within %d s.\n", qPrintable(m_file), kLongest_ms / 1000);
  QApplication::exit(saved && complete ? 0 : 1);
}

}  // namespace ptycho
