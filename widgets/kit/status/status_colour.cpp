#include "widgets/kit/status/status_colour.h"

namespace ptycho {

QColor signalColour(Signal signal, const QPalette& palette) {
  const bool dark = palette.color(QPalette::Window).lightness() < 128;
  switch (signal) {
    case Signal::Quiet: return dark ? QColor(0x9a, 0xa0, 0xa8) : QColor(0x6b, 0x72, 0x7a);
    case Signal::Active: return dark ? QColor(0x6b, 0xb5, 0xf2) : QColor(0x1b, 0x6c, 0xa8);
    case Signal::Good: return dark ? QColor(0x5f, 0xcf, 0x9f) : QColor(0x1d, 0x8a, 0x63);
    case Signal::Caution: return dark ? QColor(0xf0, 0xb3, 0x4d) : QColor(0xb2, 0x6a, 0x00);
    case Signal::Bad: return dark ? QColor(0xf2, 0x80, 0x8f) : QColor(0xb2, 0x3a, 0x48);
  }
  return {};
}

Signal signalOf(RunLiveness liveness) {
  switch (liveness) {
    case RunLiveness::Running: return Signal::Active;
    case RunLiveness::Done: return Signal::Good;
    case RunLiveness::Stuck:
    case RunLiveness::Paused:
    case RunLiveness::Stopping: return Signal::Caution;
    case RunLiveness::Failed:
    case RunLiveness::Lost: return Signal::Bad;
    case RunLiveness::Queued:
    case RunLiveness::Stopped: return Signal::Quiet;
  }
  return Signal::Quiet;
}

}  // namespace ptycho
