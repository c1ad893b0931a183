#pragma once

#include <memory>

#include <QGuiApplication>
#include <fmt/format.h>

namespace ptycho::cli {

/// Fonts and painters want an application object; no display is needed.
class OffscreenApplication {
 public:
  OffscreenApplication() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks on the desktop session mean nothing to a program without one.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
      if (type == QtCriticalMsg || type == QtFatalMsg) fmt::print(stderr, "{}\n", message.toStdString());
    });
    m_application = std::make_unique<QGuiApplication>(m_argumentCount, m_arguments);
  }

 private:
  char m_name[15] = "ptychodesk-cli";
  char* m_arguments[2] = {m_name, nullptr};
  int m_argumentCount = 1;
  std::unique_ptr<QGuiApplication> m_application;
};

}  // namespace ptycho::cli
