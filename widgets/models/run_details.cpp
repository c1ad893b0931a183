#include "widgets/models/run_details.h"

#include <array>

#include <QFile>

#include "core/store/run_folder.h"

namespace ptycho {
namespace {

constexpr qint64 kTail = 32 * 1024;

QString tailOf(const QString& name) {
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const bool cut = file.size() > kTail;
  if (cut) file.seek(file.size() - kTail);
  QString text = QString::fromUtf8(file.read(kTail));
  if (cut) text.remove(0, text.indexOf(QLatin1Char('\n')) + 1);
  return text;
}

}  // namespace

RunDetails readRunDetails(const QString& folder) {
  RunDetails details;
  details.folder = folder;
  if (auto spec = readRunSpec(folder.toStdString())) details.spec = std::move(*spec);
  else details.spec_problem = QString::fromStdString(spec.error().text());
  details.log_tail = tailOf(folder + QLatin1Char('/') + run_file::kLog);
  if (const QString said = tailOf(folder + QStringLiteral("/scheduler.log")); !said.isEmpty()) {
    details.log_tail += QStringLiteral("\n── scheduler.log ──\n") + said;
  }
  details.bytes = folderBytes(folder.toStdString());
  details.spare = cleanUpOf(folder.toStdString());
  return details;
}

QString bytesText(std::uintmax_t bytes) {
  constexpr std::array kUnits{"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  const int digits = unit == 0 || value >= 99.5 ? 0 : 1;
  return QStringLiteral("%1 %2").arg(value, 0, 'f', digits).arg(QLatin1String(kUnits[unit]));
}

}  // namespace ptycho
