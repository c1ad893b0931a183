#pragma once

#include <vector>

#include <QString>

namespace ptycho {

/// Traffic light of a number; None for numbers that are neither good nor bad.
enum class Light { None, Good, Fair, Poor };

enum class ReadingFormat {
  Whole,    ///< 1 234
  Fixed2,   ///< 2.13
  Fixed3,   ///< 0.132
  Pixels,   ///< 70.6
  Percent,  ///< fraction as 6.3 %
  Si,       ///< base unit with prefix: 32.3 nm
  Counts,   ///< 1.23·10⁶ from ten thousand on
};

/// One number of a design: what it is called, what it is worth, and what to think of it.
struct Reading {
  QString key;       ///< for tests and for comparing two designs
  QString label;     ///< with its D or its formula
  double value = 0;  ///< NaN: not known here; infinite: has no meaning here
  ReadingFormat format = ReadingFormat::Fixed2;
  QString unit = {};
  QString help = {};  ///< tooltip: the definition
  Light light = Light::None;
  QString why = {};        ///< one sentence, shown under the number
  double diameter_px = 0;  ///< the D that hovering draws on the picture; 0 = none
};

struct ReadingGroup {
  QString key;
  QString title;
  std::vector<Reading> readings;
};

/// A value in this reading's format and unit; "—" where there is none.
[[nodiscard]] QString readingText(const Reading& reading, double value);
[[nodiscard]] inline QString readingText(const Reading& reading) { return readingText(reading, reading.value); }
/// The change from `before` with its sign, "=" when none shows.
[[nodiscard]] QString differenceText(const Reading& reading, double before);

}  // namespace ptycho
