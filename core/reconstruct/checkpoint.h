#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

/// A moment of a run from which it can go on bit for bit: stage and iteration, the estimate and the best ones so far,
/// history, engine, refinements. It shows the live state and owns nothing: who wants to keep it saves it before the
/// call that handed it over returns, array by array, so that it is never in memory twice.
class Checkpoint {
 public:
  Checkpoint(std::function<void(StateArchive&)> show, int iterations)
      : m_show(std::move(show)), m_iterations(iterations) {}
  void show(StateArchive& archive) const { m_show(archive); }
  [[nodiscard]] int iterations() const { return m_iterations; }  ///< carried out so far
  [[nodiscard]] std::uint64_t bytes() const;                     ///< of all arrays

 private:
  std::function<void(StateArchive&)> m_show;
  int m_iterations;
};

/// An archive that writes what was kept into what is shown to it. The first piece that is missing or of another size
/// is remembered as the error, and nothing is written from then on.
class RestoringArchive : public StateArchive {
 public:
  using StateArchive::values;
  [[nodiscard]] virtual Result<void> outcome() const = 0;
};

/// A checkpoint kept in memory.
struct KeptState {
  std::map<std::string, std::vector<float>, std::less<>> arrays;
  std::map<std::string, double, std::less<>> numbers;
  std::map<std::string, std::uint64_t, std::less<>> counts;
};

/// Copies what it is shown.
class CopyingArchive : public StateArchive {
 public:
  explicit CopyingArchive(KeptState& kept) : m_kept(kept) {}
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override;
  void number(std::string_view name, double& value) override;
  void count(std::string_view name, std::uint64_t& value) override;

 private:
  KeptState& m_kept;
};

/// Restores from memory.
class KeptStateRestorer : public RestoringArchive {
 public:
  explicit KeptStateRestorer(const KeptState& kept) : m_kept(kept) {}
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override;
  void number(std::string_view name, double& value) override;
  void count(std::string_view name, std::uint64_t& value) override;
  [[nodiscard]] Result<void> outcome() const override { return m_outcome; }

 private:
  const KeptState& m_kept;
  Result<void> m_outcome;
};

/// The errors of restoring, for every archive.
[[nodiscard]] Error missingPiece(std::string_view name);
[[nodiscard]] Error pieceOfAnotherSize(std::string_view name, std::size_t kept, std::size_t needed);

}  // namespace ptycho
