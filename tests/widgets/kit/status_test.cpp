#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/kit/status/banner.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {
namespace {

RunStatus statusOf(RunState state, std::int64_t done, std::int64_t total) {
  RunStatus status;
  status.state = state;
  status.phase = "dm";
  status.done = done;
  status.total = total;
  status.elapsed_s = 61;
  return status;
}

}  // namespace

class StatusTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void errorStaysUntilDismissedAndCanBeCopied() {
    Banner banner;
    banner.showError("scan.h5: has no /patterns.", "all of standard error");
    QVERIFY(!banner.isHidden());
    QTest::mouseClick(banner.findChild<QToolButton*>("copy"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString("scan.h5: has no /patterns.\n\nall of standard error"));
    QSignalSpy dismissed(&banner, &Banner::dismissed);
    QTest::mouseClick(banner.findChild<QToolButton*>("dismiss"), Qt::LeftButton);
    QVERIFY(banner.isHidden());
    QCOMPARE(dismissed.count(), 1);
  }

  void newMessageReplacesTheOld() {
    Banner banner;
    banner.showInfo("figure.png written.");
    QCOMPARE(banner.kind(), Banner::Kind::Info);
    banner.showError("cannot be written.");
    QCOMPARE(banner.kind(), Banner::Kind::Error);
    QCOMPARE(banner.message(), QString("cannot be written."));
    QCOMPARE(banner.copyText(), QString("cannot be written."));
  }

  void stripTellsProgressAndTimes() {
    RunStatusStrip strip;
    strip.setStatus(statusOf(RunState::Running, 120, 400), RunLiveness::Running, 143.0);
    QCOMPARE(strip.stateText(), QString("running"));
    auto* bar = strip.findChild<QProgressBar*>();
    QCOMPARE(bar->value(), 120);
    QCOMPARE(bar->maximum(), 400);
    QVERIFY(bar->format().contains("120 / 400"));
    bool left = false;
    for (const auto* label : strip.findChildren<QLabel*>()) left = left || label->text().contains("2 min 23 s left");
    QVERIFY(left);
  }

  void requestIsAcknowledgedByItsOwnIdOnly() {
    RunStatusStrip strip;
    RunStatus status = statusOf(RunState::Running, 1, 10);
    strip.setStatus(status, RunLiveness::Running, {});
    strip.setRequest("pause", "b", QDateTime(QDate(2026, 1, 1), QTime(12, 3, 10)));
    QCOMPARE(strip.acknowledgement(), QString("pause asked 12:03:10 …"));
    status.control_id = "a";
    strip.setStatus(status, RunLiveness::Running, {});
    QVERIFY(!strip.acknowledgement().contains("accepted"));
    status.control_id = "b";
    strip.setStatus(status, RunLiveness::Paused, {});
    QVERIFY(strip.acknowledgement().contains("accepted"));
  }

  void anEndedRunHasNoButtons() {
    RunStatusStrip strip;
    strip.show();
    RunStatus status = statusOf(RunState::Failed, 3, 10);
    status.message = "no space on /runs.";
    strip.setStatus(status, RunLiveness::Failed, {});
    QVERIFY(strip.findChild<QPushButton*>("stop")->isHidden());
    QVERIFY(strip.findChild<QPushButton*>("pause")->isHidden());
    QCOMPARE(strip.stateText(), QString("failed · no space on /runs."));
    status.message = "Done after 3 iterations.";
    strip.setStatus(status, RunLiveness::Done, {});
    QCOMPARE(strip.stateText(), QString("Done after 3 iterations."));
  }

  void aNewRunForgetsTheOldRequest() {
    RunStatusStrip strip;
    strip.setRequest("stop", "a", QDateTime::currentDateTime());
    strip.showIdle("Starting …");
    strip.setStatus(statusOf(RunState::Running, 0, 10), RunLiveness::Running, {});
    QVERIFY(strip.acknowledgement().isEmpty());
    QVERIFY(strip.findChild<QPushButton*>("stop")->isEnabled());
  }

  void everyStateHasASignal() {
    QCOMPARE(signalOf(RunLiveness::Lost), Signal::Bad);
    QCOMPARE(signalOf(RunLiveness::Done), Signal::Good);
    QCOMPARE(signalOf(RunLiveness::Stuck), Signal::Caution);
    const QPalette light(QColor(0xf0, 0xf0, 0xf0));
    const QPalette dark(QColor(0x20, 0x20, 0x20));
    for (const auto signal : {Signal::Quiet, Signal::Active, Signal::Good, Signal::Caution, Signal::Bad}) {
      QVERIFY(signalColour(signal, light).lightness() < signalColour(signal, dark).lightness());
    }
  }

  void iconsAreDrawnInTheColourOfText() {
    for (int glyph = 0; glyph <= static_cast<int>(Glyph::Export); ++glyph) {
      const QImage image = glyphIcon(static_cast<Glyph>(glyph)).pixmap(32, 32).toImage();
      int inked = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) inked += image.pixelColor(x, y).alpha() > 128;
      }
      QVERIFY2(inked > 10 && inked < 700, qPrintable(QString::number(glyph)));
    }
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::StatusTest)
#include "status_test.moc"
