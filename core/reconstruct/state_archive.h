#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/image.h"

namespace ptycho {

/// An engine shows its state to an archive, one named piece after the other; the archive copies it out (to save) or
/// writes into it (to restore). Names and sizes are the same in both directions.
class StateArchive {
 public:
  StateArchive() = default;
  StateArchive(const StateArchive&) = delete;
  StateArchive& operator=(const StateArchive&) = delete;
  virtual ~StateArchive() = default;

  virtual void values(std::string_view name, std::span<float> values) = 0;
  virtual void number(std::string_view name, double& value) = 0;
  virtual void count(std::string_view name, std::uint64_t& value) = 0;
  void values(std::string_view name, std::span<Complex> complexValues) {
    values(name, std::span<float>(reinterpret_cast<float*>(complexValues.data()), 2 * complexValues.size()));
  }
  /// Double precision travels as its bits: two floats a value, which nobody computes with.
  void values(std::string_view name, std::span<double> doubles) {
    values(name, std::span<float>(reinterpret_cast<float*>(doubles.data()), 2 * doubles.size()));
  }
};

/// A whole number, not negative, as a count.
inline void exchangeInteger(StateArchive& archive, std::string_view name, int& value) {
  auto count = static_cast<std::uint64_t>(value);
  archive.count(name, count);
  value = static_cast<int>(count);
}

/// Puts a prefix before every name: "engine." + "psi".
class PrefixedArchive : public StateArchive {
 public:
  PrefixedArchive(StateArchive& inner, std::string prefix) : m_inner(inner), m_prefix(std::move(prefix)) {}
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override { m_inner.values(full(name), values); }
  void number(std::string_view name, double& value) override { m_inner.number(full(name), value); }
  void count(std::string_view name, std::uint64_t& value) override { m_inner.count(full(name), value); }

 private:
  [[nodiscard]] std::string full(std::string_view name) const { return m_prefix + std::string(name); }
  StateArchive& m_inner;
  std::string m_prefix;
};

}  // namespace ptycho
