#include "widgets/kit/raster/norm.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace ptycho {

namespace {

constexpr double kDisplayGamma = 2.2;
constexpr double kAsinhDecades = 1000;
/// Decades shown when the lower limit of a log scale is unknown or not positive.
constexpr double kLogSpan = 1e6;

}  // namespace

ValueScale::ValueScale(Norm norm, double low, double high, bool periodic)
    : m_norm(periodic ? Norm::Linear : norm), m_low(low), m_high(high), m_periodic(periodic) {
  if (!std::isfinite(m_low)) m_low = 0;
  if (!std::isfinite(m_high)) m_high = m_low + 1;
  if (m_periodic) m_high = m_low + 2 * M_PI;
  if (m_low > m_high) std::swap(m_low, m_high);
  if (m_norm == Norm::Log) {
    if (m_high <= 0) m_high = 1;
    if (m_low <= 0) m_low = m_high / kLogSpan;
  } else if (m_norm == Norm::SquareRoot) {
    m_low = std::max(m_low, 0.0);
    m_high = std::max(m_high, 0.0);
  }
  const double magnitude = std::max(std::abs(m_low), std::abs(m_high));
  if (m_high - m_low <= 1e-12 * magnitude || m_high == m_low) {
    const double half = magnitude > 0 ? 0.05 * magnitude : 0.5;
    const bool positive = m_norm == Norm::Log || m_norm == Norm::SquareRoot;
    m_low = positive && m_low < half ? m_low : m_low - half;
    m_high += half;
  }
  m_softening = std::max(std::abs(m_low), std::abs(m_high)) / kAsinhDecades;
  m_bentLow = bent(m_low);
  m_perBent = 1 / (bent(m_high) - m_bentLow);
}

double ValueScale::bent(double value) const {
  switch (m_norm) {
    case Norm::SquareRoot: return std::sqrt(std::max(value, 0.0));
    case Norm::Log: return value > 0 ? std::log(value) : std::log(m_low) - 1;
    case Norm::Asinh: return std::asinh(value / m_softening);
    case Norm::Linear:
    case Norm::Gamma: break;
  }
  return value;
}

double ValueScale::straight(double bentValue) const {
  switch (m_norm) {
    case Norm::SquareRoot: return bentValue * bentValue;
    case Norm::Log: return std::exp(bentValue);
    case Norm::Asinh: return m_softening * std::sinh(bentValue);
    case Norm::Linear:
    case Norm::Gamma: break;
  }
  return bentValue;
}

double ValueScale::unclampedPlace(double value) const {
  const double p = (bent(value) - m_bentLow) * m_perBent;
  if (m_norm == Norm::Gamma) return std::copysign(std::pow(std::abs(p), 1 / kDisplayGamma), p);
  return p;
}

double ValueScale::place(double value) const {
  if (std::isnan(value)) return 0;
  const double p = unclampedPlace(value);
  if (m_periodic) return std::isfinite(p) ? p - std::floor(p) : 0;
  return std::clamp(p, 0.0, 1.0);
}

double ValueScale::value(double place) const {
  if (place == 0) return m_low;
  if (place == 1) return m_high;
  const double p = m_norm == Norm::Gamma ? std::copysign(std::pow(std::abs(place), kDisplayGamma), place) : place;
  return straight(m_bentLow + p / m_perBent);
}

QString normName(Norm norm) {
  switch (norm) {
    case Norm::Linear: return QCoreApplication::translate("ptycho", "linear");
    case Norm::SquareRoot: return QStringLiteral("√");
    case Norm::Log: return QStringLiteral("log");
    case Norm::Asinh: return QStringLiteral("asinh");
    case Norm::Gamma: return QStringLiteral("gamma");
  }
  return {};
}

}  // namespace ptycho
