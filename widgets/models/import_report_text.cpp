#include "widgets/models/import_report_text.h"

#include <algorithm>

#include <QCoreApplication>

namespace ptycho {

namespace {

QString said(const char* text) {
  return QCoreApplication::translate("ImportReport", text);
}

QString escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

QString rowOf(const Convention& convention) {
  const auto* field = findField<ImportSpec>(convention.key);
  const std::string label = field ? field->info.label : convention.key;
  std::string value = field ? fieldLabel(field->info, convention.value) : convention.value;
  if (field && !field->info.unit.empty()) value += " " + field->info.unit;
  const bool assumed = convention.certainty == Certainty::Assumed;
  return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td><b>%2</b>&nbsp;&nbsp;</td>"
                        "<td>%3&nbsp;&nbsp;</td><td>%4</td></tr>")
      .arg(escaped(label), escaped(value),
           assumed ? QStringLiteral("<i>%1</i>").arg(escaped(certaintyName(convention.certainty)))
                   : escaped(certaintyName(convention.certainty)),
           escaped(convention.reason));
}

}  // namespace

QString importSummary(const ImportReport& report) {
  QString text = QString::fromStdString(report.title);
  const auto assumed = std::ranges::count(report.conventions, Certainty::Assumed, &Convention::certainty);
  const auto warnings = std::ranges::count_if(
      report.checks, [](const ImportCheck& check) { return check.level >= CheckLevel::Warning; });
  if (assumed == 1) text += said(" · 1 convention assumed");
  else if (assumed > 1) text += said(" · %1 conventions assumed").arg(assumed);
  if (warnings == 1) text += said(" · 1 warning");
  else if (warnings > 1) text += said(" · %1 warnings").arg(warnings);
  return text;
}

QString importReportHtml(const ImportReport& report) {
  QString html = QStringLiteral("<p><b>%1</b>: %2</p><table>").arg(escaped(report.file), escaped(report.title));
  for (const Convention& convention : report.conventions) html += rowOf(convention);
  html += QStringLiteral("</table>");
  for (const ImportCheck& check : report.checks) {
    if (check.level == CheckLevel::Fine) continue;
    html += QStringLiteral("<p><b>%1:</b> %2 <i>%3</i></p>")
                .arg(escaped(checkLevelName(check.level)), escaped(check.text), escaped(check.remedy));
  }
  for (const std::string& note : report.notes) html += QStringLiteral("<p>%1</p>").arg(escaped(note));
  return html;
}

}  // namespace ptycho
