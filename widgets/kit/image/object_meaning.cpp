#include "widgets/kit/image/object_meaning.h"

#include <numbers>

#include <QCoreApplication>

namespace ptycho {

PictureMeaning amplitudeMeaning(const QString& title, const DisplayLimits& limits, double pixel_m) {
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = QCoreApplication::translate("ptycho", "amplitude");
  meaning.map = ColorMap::Gray;
  meaning.limits = limits;
  meaning.pixel_m = pixel_m;
  return meaning;
}

PictureMeaning phaseMeaning(const QString& title, const DisplayLimits& limits, double pixel_m, bool unwrapped) {
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = QCoreApplication::translate("ptycho", "phase");
  meaning.unit = QStringLiteral("rad");
  meaning.limits = limits;
  meaning.pixel_m = pixel_m;
  const bool wraps = !unwrapped && limits.mode == LimitMode::Fixed && limits.high - limits.low > std::numbers::pi;
  meaning.wrapped_phase = wraps;
  meaning.map = wraps ? ColorMap::Twilight : ColorMap::Viridis;
  return meaning;
}

PictureMeaning errorMeaning(const QString& title, const QString& quantity, const QString& unit,
                            const DisplayLimits& limits, double pixel_m) {
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = quantity;
  meaning.unit = unit;
  meaning.map = ColorMap::Coolwarm;
  meaning.limits = limits;
  meaning.pixel_m = pixel_m;
  return meaning;
}

}  // namespace ptycho
