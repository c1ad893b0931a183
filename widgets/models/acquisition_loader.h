#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QThread>

#include "core/measured/import_report.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// What the window says about an acquisition, and the little of it that it keeps.
struct AcquisitionDigest {
  QString file;
  QString name;
  std::size_t patterns = 0;
  int window_px = 0;
  int object_rows = 0;
  int object_cols = 0;
  std::size_t probe_modes = 0;
  double pixel_m = 0;  ///< 0 when unknown
  bool near_field = false;
  std::shared_ptr<const ImportReport> import;  ///< how it was read, when it was imported
  ComplexStack probe;  ///< as given
  ComplexImage truth;  ///< empty when unknown
  [[nodiscard]] bool hasTruth() const { return !truth.empty(); }
};

/// Reads acquisitions on a thread of its own; the newest request wins. Patterns beyond 32 MB stay in their file.
class AcquisitionLoader : public QObject {
  Q_OBJECT

 public:
  explicit AcquisitionLoader(QObject* parent = nullptr);
  ~AcquisitionLoader() override;
  void load(const QString& file);

 Q_SIGNALS:
  void loaded(std::shared_ptr<const ptycho::AcquisitionDigest> digest);
  void failed(const QString& file, const QString& message);

 private:
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  int m_generation = 0;
};

}  // namespace ptycho
