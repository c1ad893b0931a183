#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "widgets/kit/form/edit_history.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/form/number_box.h"

namespace ptycho {
namespace {

FieldInfo info(const char* key, FieldKind kind, double minimum = 0, double maximum = 0, const char* unit = "") {
  return {key, std::string("Label of ") + key, unit, "Standard deviation", kind, minimum, maximum, {}, {}};
}

std::vector<FieldInfo> allKinds() {
  FieldInfo choice = info("probe", FieldKind::Choice);
  choice.choices = {"gaussian", "disk"};
  return {info("sigma_px", FieldKind::Real, 0.1, 4096, "px"),
          info("grid", FieldKind::Integer, 1, 1000),
          choice,
          info("integer_positions", FieldKind::Flag),
          info("name", FieldKind::Text),
          info("scan_file", FieldKind::Text)};
}

void scroll(QWidget* widget) {
  QWheelEvent wheel({5, 5}, widget->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(widget, &wheel);
}

}  // namespace

class FormTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void editorsAreNamedByKeyAndExplained() {
    FieldForm form;
    form.setFields(allKinds());
    auto* sigma = form.findChild<NumberBox*>("sigma_px");
    QVERIFY(sigma);
    QCOMPARE(form.editor("sigma_px"), sigma);
    QCOMPARE(sigma->suffix(), QString(" px"));
    for (const char* part : {"Standard deviation", "0.1 … 4096 px", "sigma_px"})
      QVERIFY2(sigma->toolTip().contains(part), part);
    QVERIFY(form.findChild<QComboBox*>("probe"));
    QVERIFY(form.findChild<QCheckBox*>("integer_positions"));
    QVERIFY(form.findChild<QLineEdit*>("name"));
    QCOMPARE(form.editor("absent"), nullptr);
  }

  void showsValuesWithoutReportingThem() {
    FieldForm form;
    form.setFields(allKinds());
    QSignalSpy edits(&form, &FieldForm::valueEdited);
    form.setValue("sigma_px", 30.0);
    form.setValue("grid", std::int64_t{6});
    form.setValue("probe", std::string("disk"));
    form.setValue("integer_positions", true);
    form.setValue("name", std::string("first"));
    form.setValue("scan_file", std::string("scan.h5"));
    form.setValue("absent", 1.0);
    QCOMPARE(edits.count(), 0);
    QCOMPARE(form.findChild<NumberBox*>("sigma_px")->value(), 30.0);
    QCOMPARE(form.findChild<NumberBox*>("grid")->text(), QString("6"));
    QCOMPARE(form.findChild<QComboBox*>("probe")->currentText(), QString("disk"));
    QVERIFY(form.findChild<QCheckBox*>("integer_positions")->isChecked());
    QCOMPARE(form.findChild<QLineEdit*>("scan_file")->text(), QString("scan.h5"));
  }

  void reportsEveryKindOfEditWithItsType() {
    FieldForm form;
    form.setFields(allKinds());
    form.show();
    std::map<QString, FieldValue> last;
    connect(&form, &FieldForm::valueEdited, this,
            [&](const QString& key, const FieldValue& value) { last[key] = value; });
    auto* sigma = form.findChild<NumberBox*>("sigma_px");
    sigma->selectAll();
    QTest::keyClicks(sigma, "12.5");
    QCOMPARE(std::get<double>(last.at("sigma_px")), 12.5);
    form.findChild<NumberBox*>("grid")->stepUp();
    QCOMPARE(std::get<std::int64_t>(last.at("grid")), std::int64_t{2});
    form.findChild<QComboBox*>("probe")->setCurrentIndex(1);
    QCOMPARE(std::get<std::string>(last.at("probe")), std::string("disk"));
    form.findChild<QCheckBox*>("integer_positions")->click();
    QCOMPARE(std::get<bool>(last.at("integer_positions")), true);
    QTest::keyClicks(form.findChild<QLineEdit*>("name"), "ab");
    QCOMPARE(std::get<std::string>(last.at("name")), std::string("ab"));
  }

  void choicesHaveNamesForPeopleAndWordsForTheSpec() {
    FieldInfo engine = info("engine", FieldKind::Choice);
    engine.choices = {"dm", "awf"};
    engine.choice_labels = {"Difference map", "Accelerated gradient"};
    engine.choice_notes = {"Thibault", "Xu & Haldar"};
    FieldForm form;
    form.setFields({engine});
    QSignalSpy edits(&form, &FieldForm::valueEdited);
    form.setValue("engine", std::string("awf"));
    auto* box = form.findChild<QComboBox*>("engine");
    QCOMPARE(box->currentText(), QString("Accelerated gradient"));
    for (const char* part : {"awf", "Xu &amp; Haldar", "Standard deviation"}) QVERIFY(box->toolTip().contains(part));
    QCOMPARE(edits.count(), 0);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Up);
    QCOMPARE(edits.count(), 1);
    QCOMPARE(std::get<std::string>(edits[0][1].value<FieldValue>()), std::string("dm"));
    QVERIFY(box->toolTip().contains("Thibault"));
  }

  void groupsFoldTheirFields() {
    FieldInfo step = info("beta", FieldKind::Real, 0, 2);
    step.group = "Step";
    FieldInfo first = info("probe_from", FieldKind::Integer, 0, 100);
    FieldInfo second = info("probe_power", FieldKind::Flag);
    first.group = second.group = "Probe";
    FieldForm form;
    form.setFields({info("iterations", FieldKind::Integer, 1, 100), step, first, second});
    form.show();
    QVERIFY(form.editor("iterations")->isVisible());
    QVERIFY(form.editor("beta")->isVisible());  // the first group starts open
    QVERIFY(!form.editor("probe_from")->isVisible());
    auto* heading = form.findChild<QToolButton*>("group_Probe");
    QVERIFY(heading);
    form.setGroupNote("Probe", "update from 10");
    QCOMPARE(heading->text(), QString("Probe — update from 10"));
    QTest::mouseClick(heading, Qt::LeftButton);
    QVERIFY(form.isGroupOpen("Probe"));
    QVERIFY(form.editor("probe_from")->isVisible());
    QCOMPARE(heading->text(), QString("Probe"));
    form.setFieldVisible("probe_power", false);
    QVERIFY(!form.editor("probe_power")->isVisible());
    QVERIFY(heading->isVisible());
    form.setFieldVisible("probe_from", false);
    QVERIFY(!heading->isVisible());  // nothing left under it
    form.setFieldVisible("probe_from", true);
    QVERIFY(heading->isVisible());
    QVERIFY(form.editor("probe_from")->isVisible());
  }

  void stepsByTheSecondDigit_data() {
    QTest::addColumn<double>("from");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("to");
    QTest::newRow("pixels") << 60.0 << 1 << 61.0;
    QTest::newRow("down across ten") << 10.0 << -1 << 9.9;
    QTest::newRow("up across ten") << 9.9 << 1 << 10.0;
    QTest::newRow("to the grid") << 61.3 << 1 << 62.0;
    QTest::newRow("curvature") << 0.001953125 << 1 << 0.002;
    QTest::newRow("hundreds") << 250.0 << -1 << 240.0;
    QTest::newRow("several") << 60.0 << -3 << 57.0;
  }
  void stepsByTheSecondDigit() {
    QFETCH(double, from);
    QFETCH(int, steps);
    QFETCH(double, to);
    NumberBox box(false, 0, 4096);
    box.setValue(from);
    box.stepBy(steps);
    QCOMPARE(box.value(), to);
  }

  void keepsDigitsThatItDoesNotShow() {
    FieldForm form;
    form.setFields({info("phase_min_rad", FieldKind::Real, -100, 100)});
    const double third = -1.0471975511965976;
    form.setValue("phase_min_rad", third);
    QSignalSpy edits(&form, &FieldForm::valueEdited);
    form.show();
    auto* box = form.findChild<NumberBox*>("phase_min_rad");
    QTest::keyClick(box, Qt::Key_Return);
    QCOMPARE(box->value(), third);
    QCOMPARE(edits.count(), 0);
    QVERIFY(box->text().size() <= 10);
  }

  void takesScientificNotationAndRefusesWords() {
    NumberBox box(false, 0, 1e15);
    box.setUnit("photons");
    box.show();
    box.selectAll();
    QTest::keyClicks(&box, "2.5e6");
    QCOMPARE(box.value(), 2.5e6);
    QString word = "many";
    int position = 0;
    QCOMPARE(box.validate(word, position), QValidator::Invalid);
    NumberBox whole(true, 0, 10);
    QString half = "2.5";
    QCOMPARE(whole.validate(half, position), QValidator::Invalid);
  }

  void scrollingTheFormChangesNothing() {
    FieldForm form;
    form.setFields(allKinds());
    form.setValue("sigma_px", 30.0);
    form.show();
    form.activateWindow();
    auto* sigma = form.findChild<NumberBox*>("sigma_px");
    sigma->clearFocus();
    scroll(sigma);
    QCOMPARE(sigma->value(), 30.0);
    sigma->setFocus();
    QTRY_VERIFY(sigma->hasFocus());
    scroll(sigma);
    QCOMPARE(sigma->value(), 31.0);
  }

  void hidesFieldsAndShowsErrorsUnderThem() {
    FieldForm form;
    form.setFields(allKinds());
    form.show();
    form.setFieldVisible("grid", false);
    QVERIFY(!form.editor("grid")->isVisible());
    form.setFieldVisible("grid", true);
    QVERIFY(form.editor("grid")->isVisible());
    auto* error = form.findChild<QLabel*>("sigma_px_error");
    form.setFieldError("sigma_px", "is wider than the window.");
    QVERIFY(error->isVisible());
    QCOMPARE(error->text(), QString("is wider than the window."));
    form.setFieldError("sigma_px", {});
    QVERIFY(!error->isVisible());
  }

  void browsingForAFileBlocksNothing() {
    FieldForm form;
    form.setFields(allKinds());
    form.show();
    auto* line = form.findChild<QLineEdit*>("scan_file");
    auto* button = line->parentWidget()->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);  // a modal dialog would hang here
    auto* dialog = form.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(!dialog->isModal());
    QSignalSpy edits(&form, &FieldForm::valueEdited);
    Q_EMIT dialog->fileSelected("/data/scan.h5");
    QCOMPARE(line->text(), QString("/data/scan.h5"));
    QCOMPARE(edits.count(), 1);
    dialog->close();
  }

  void mergesEditsOfOneFieldIntoOneStep() {
    EditHistory history;
    history.record("Step", {{"scan.step_px", 60.0, 50.0}});
    history.record("Step", {{"scan.step_px", 50.0, 40.0}});
    QCOMPARE(history.stack().count(), 1);
    history.record("Sigma", {{"probe.sigma_px", 30.0, 20.0}});
    QCOMPARE(history.stack().count(), 2);
    std::vector<std::pair<QString, FieldValue>> shown;
    connect(&history, &EditHistory::restored, this, [&shown](const auto& values) { shown = values; });
    history.stack().undo();
    QCOMPARE(shown.at(0).first, QString("probe.sigma_px"));
    history.stack().undo();
    QCOMPARE(std::get<double>(shown.at(0).second), 60.0);
    history.stack().redo();
    QCOMPARE(std::get<double>(shown.at(0).second), 40.0);
  }

  void keepsEditsApartAfterAPause() {
    EditHistory history;
    history.setMergeInterval(-1);
    history.record("Step", {{"scan.step_px", 60.0, 50.0}});
    history.record("Step", {{"scan.step_px", 50.0, 40.0}});
    QCOMPARE(history.stack().count(), 2);
  }

  void forgetsAnEditThatCameBackToItsStart() {
    EditHistory history;
    history.record("Step", {{"scan.step_px", 60.0, 50.0}});
    history.record("Step", {{"scan.step_px", 50.0, 60.0}});
    QCOMPARE(history.stack().count(), 0);
    history.record("Nothing", {{"scan.step_px", 60.0, 60.0}});
    QCOMPARE(history.stack().count(), 0);
  }

  void undoesAPresetAsOneStepInReverseOrder() {
    EditHistory history;
    history.record("Preset", {{"a", 1.0, 2.0}, {"b", 3.0, 4.0}});
    std::vector<std::pair<QString, FieldValue>> shown;
    connect(&history, &EditHistory::restored, this, [&shown](const auto& values) { shown = values; });
    history.stack().undo();
    QCOMPARE(shown.size(), std::size_t{2});
    QCOMPARE(shown[0].first, QString("b"));
    QCOMPARE(std::get<double>(shown[1].second), 1.0);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::FormTest)
#include "form_test.moc"
