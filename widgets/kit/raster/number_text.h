#pragma once

#include <QString>

namespace ptycho {

/// A number for people: `digits` significant digits, a true minus sign, powers as ×10⁻⁶; "NaN", "∞".
[[nodiscard]] QString numberText(double value, int digits = 6);
/// With `decimals` digits after the point and a true minus sign; never "−0".
[[nodiscard]] QString decimalText(double value, int decimals);
/// 10 to a power in superscripts: "10⁻⁶".
[[nodiscard]] QString powerOfTenText(int exponent);
/// A length with the prefix that suits it: "1.2 µm", "340 nm".
[[nodiscard]] QString lengthText(double length_m, int digits = 4);
/// A spatial frequency: "1.25 µm⁻¹".
[[nodiscard]] QString frequencyText(double frequency_per_m, int digits = 4);
/// "amplitude", "phase [rad]": what a colour bar says of itself.
[[nodiscard]] QString quantityText(const QString& quantity, const QString& unit);

}  // namespace ptycho
