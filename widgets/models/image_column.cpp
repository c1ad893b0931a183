#include "widgets/models/image_column.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QCoreApplication>

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ptycho::ImageColumn", text); }

/// Short names for headers; the rest keeps its own.
QString shortLabel(const EvaluationColumn& column) {
  static const std::map<std::string, QString> kShort{
      {"amplitude_nrmse", QStringLiteral("A")},        {"phase_nrmse", QStringLiteral("φ")},
      {"amplitude_psnr", QStringLiteral("PSNR A")},    {"phase_psnr", QStringLiteral("PSNR φ")},
      {"amplitude_ssim", QStringLiteral("SSIM A")},    {"phase_ssim", QStringLiteral("SSIM φ")},
      {"flat_amplitude_nrmse", QStringLiteral("A · flat")}, {"flat_phase_nrmse", QStringLiteral("φ · flat")}};
  const auto found = kShort.find(column.key);
  return found != kShort.end() ? found->second : QString::fromStdString(column.label);
}

QString withUnit(const QString& text, const std::string& unit) {
  return unit.empty() ? text : text + QStringLiteral(" [%1]").arg(QString::fromStdString(unit));
}

/// The same for every method.
bool isOfImage(const EvaluationColumn& column) {
  static const std::set<std::string> kOwn{"flat_amplitude_nrmse", "flat_phase_nrmse"};
  static const auto features = featureColumns();
  const bool feature =
      std::ranges::any_of(features, [&](const EvaluationColumn* one) { return one->key == column.key; });
  return feature || column.key.ends_with("_area_share") || kOwn.contains(column.key);
}

ImageColumn numberColumn(const EvaluationColumn& number, int method, const QString& methodName) {
  static const std::set<std::string> kFirst{"amplitude_nrmse", "phase_nrmse",    "residual",       "flat_amplitude_nrmse",
                                            "mean_luma",       "local_contrast", "gradient_energy"};
  ImageColumn column;
  column.kind = ImageColumn::Kind::Record;
  column.number = &number;
  column.method = method;
  column.worst = number.worst;
  const QString key = QString::fromStdString(number.key);
  const QString own = withUnit(QString::fromStdString(number.label), number.unit);
  column.key = method < 0 ? key : methodName + QLatin1Char('/') + key;
  column.label = method < 0 ? shortLabel(number) : shortLabel(number) + QStringLiteral(" · ") + methodName;
  column.title = method < 0 ? own : own + QStringLiteral(", ") + methodName;
  column.shown_first = kFirst.contains(number.key);
  return column;
}

ImageColumn sumColumn(ImageColumn::Kind kind, int method, const QString& methodName) {
  const bool error = kind == ImageColumn::Kind::Error;
  ImageColumn column;
  column.kind = kind;
  column.method = method;
  column.worst = WorstEnd::Highest;
  column.key = methodName + (error ? QStringLiteral("/error") : QStringLiteral("/change"));
  column.label = (error ? QStringLiteral("A+φ · ") : QStringLiteral("Δ · ")) + methodName;
  column.title = (error ? tr("Amplitude + phase NRMSE, %1") : tr("Change of A + φ against the reference, %1"))
                     .arg(methodName);
  column.shown_first = error;
  return column;
}

}  // namespace

std::vector<ImageColumn> imageColumns(const ImageTable& table) {
  using Kind = ImageColumn::Kind;
  std::vector<ImageColumn> columns{{QStringLiteral("name"), tr("Image"), tr("Image"), Kind::Name},
                                   {QStringLiteral("tags"), tr("Tags"), tr("Tags"), Kind::Tags},
                                   {QStringLiteral("note"), tr("Note"), tr("Note"), Kind::Note}};
  columns[1].shown_first = columns[2].shown_first = false;
  const auto forEachMethod = [&](auto&& column) {
    for (int method = 0; method < table.methodCount(); ++method) columns.push_back(column(method, table.method(method)));
  };
  forEachMethod([](int method, const QString& name) { return sumColumn(Kind::Error, method, name); });
  if (table.methodCount() > 1) {
    forEachMethod([](int method, const QString& name) { return sumColumn(Kind::Change, method, name); });
  }
  for (const auto& number : evaluationColumns()) {
    if (isOfImage(number)) continue;
    forEachMethod([&](int method, const QString& name) { return numberColumn(number, method, name); });
  }
  for (const auto& number : evaluationColumns()) {
    if (isOfImage(number)) columns.push_back(numberColumn(number, -1, {}));
  }
  return columns;
}

double columnValue(const ImageTable& table, std::size_t row, const ImageColumn& column, int reference) {
  const auto errorOf = [&](int method) {
    const EvaluationRecord* record = table.record(row, method);
    return record ? record->amplitude_nrmse + record->phase_nrmse : EvaluationRecord::kNone;
  };
  switch (column.kind) {
    case ImageColumn::Kind::Error: return errorOf(column.method);
    case ImageColumn::Kind::Change: return errorOf(column.method) - errorOf(reference);
    case ImageColumn::Kind::Record: break;
    default: return EvaluationRecord::kNone;
  }
  if (column.method < 0) return column.number->get(table.common(row));
  const EvaluationRecord* record = table.record(row, column.method);
  return record ? column.number->get(*record) : EvaluationRecord::kNone;
}

QString columnText(double value, const ImageColumn& column) {
  if (std::isnan(value)) return column.worst == WorstEnd::Neither ? QStringLiteral("–") : tr("failed");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e4);
  const int decimals = size == 0 ? 0 : std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 4);
  QString text = plain ? QString::number(value, 'f', decimals) : QString::number(value, 'g', 4);
  if (column.kind == ImageColumn::Kind::Change && value > 0) text.prepend(QLatin1Char('+'));
  return text.replace(QLatin1Char('-'), QStringLiteral("−"));
}

}  // namespace ptycho
