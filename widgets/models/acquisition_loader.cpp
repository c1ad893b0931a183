#include "widgets/models/acquisition_loader.h"

#include "core/store/acquisition_file.h"

namespace ptycho {
namespace {

/// No pattern is shown; a file that is smaller is checked whole on the way.
constexpr PatternMemory kPatterns{32'000'000};

std::shared_ptr<const AcquisitionDigest> digestOf(Acquisition&& acquisition, const QString& file) {
  auto digest = std::make_shared<AcquisitionDigest>();
  digest->file = file;
  digest->name = QString::fromStdString(acquisition.name);
  digest->patterns = acquisition.patternCount();
  digest->window_px = static_cast<int>(acquisition.patternRows());
  digest->object_rows = acquisition.scan.object_rows;
  digest->object_cols = acquisition.scan.object_cols;
  digest->probe_modes = acquisition.probe.count();
  if (acquisition.geometry) digest->pixel_m = objectPixelOf(*acquisition.geometry);
  digest->near_field = acquisition.propagation == Propagation::NearField;
  if (auto report = importReportOf(acquisition)) digest->import = std::make_shared<ImportReport>(std::move(*report));
  // A near field of an older program has a geometry that does not know of it.
  const bool told = acquisition.geometry && acquisition.geometry->propagation == acquisition.propagation;
  if (digest->near_field && !told) digest->pixel_m = digest->import ? objectPixelOf(*digest->import) : 0;
  digest->probe = std::move(acquisition.probe);
  digest->truth = std::move(acquisition.truth);
  return digest;
}

}  // namespace

AcquisitionLoader::AcquisitionLoader(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("acquisition loader"));
  m_thread.start();
}

AcquisitionLoader::~AcquisitionLoader() {
  m_thread.quit();
  m_thread.wait();
}

void AcquisitionLoader::load(const QString& file) {
  QMetaObject::invokeMethod(m_worker, [this, file, generation = ++m_generation] {
    auto acquisition = readAcquisition(file.toStdString(), kPatterns);
    std::shared_ptr<const AcquisitionDigest> digest;
    QString message;
    if (acquisition) digest = digestOf(std::move(*acquisition), file);
    else message = QString::fromStdString(acquisition.error().text());
    QMetaObject::invokeMethod(this, [this, digest, message, file, generation] {
      if (generation != m_generation) return;
      if (digest) Q_EMIT loaded(digest);
      else Q_EMIT failed(file, message);
    });
  });
}

}  // namespace ptycho
