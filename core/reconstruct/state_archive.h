#pragma once

#include <cstdint>
#include <span>
#include <string_view>

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
};

}  // namespace ptycho
