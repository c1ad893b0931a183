#include "core/reconstruct/checkpoint.h"

#include <algorithm>

#include <fmt/format.h>

namespace ptycho {

namespace {

class CountingArchive : public StateArchive {
 public:
  using StateArchive::values;
  void values(std::string_view, std::span<float> values) override { bytes += values.size_bytes(); }
  void number(std::string_view, double&) override {}
  void count(std::string_view, std::uint64_t&) override {}
  std::uint64_t bytes = 0;
};

template <class Map, class Value>
void restore(const Map& kept, std::string_view name, Value& value, Result<void>& outcome) {
  if (!outcome) return;
  const auto found = kept.find(name);
  if (found == kept.end()) outcome = tl::unexpected(missingPiece(name));
  else value = found->second;
}

}  // namespace

std::uint64_t Checkpoint::bytes() const {
  CountingArchive counting;
  show(counting);
  return counting.bytes;
}

void CopyingArchive::values(std::string_view name, std::span<float> values) {
  m_kept.arrays.insert_or_assign(std::string(name), std::vector<float>(values.begin(), values.end()));
}
void CopyingArchive::number(std::string_view name, double& value) {
  m_kept.numbers.insert_or_assign(std::string(name), value);
}
void CopyingArchive::count(std::string_view name, std::uint64_t& value) {
  m_kept.counts.insert_or_assign(std::string(name), value);
}

void KeptStateRestorer::values(std::string_view name, std::span<float> values) {
  if (!m_outcome) return;
  const auto found = m_kept.arrays.find(name);
  if (found == m_kept.arrays.end()) {
    m_outcome = tl::unexpected(missingPiece(name));
  } else if (found->second.size() != values.size()) {
    m_outcome = tl::unexpected(pieceOfAnotherSize(name, found->second.size(), values.size()));
  } else {
    std::ranges::copy(found->second, values.begin());
  }
}
void KeptStateRestorer::number(std::string_view name, double& value) {
  restore(m_kept.numbers, name, value, m_outcome);
}
void KeptStateRestorer::count(std::string_view name, std::uint64_t& value) {
  restore(m_kept.counts, name, value, m_outcome);
}

Error missingPiece(std::string_view name) {
  return {ErrorCode::BadInput,
          fmt::format("holds no \"{}\": it was made by another version of the program; start the run anew.", name),
          "checkpoint"};
}

Error pieceOfAnotherSize(std::string_view name, std::size_t kept, std::size_t needed) {
  return {ErrorCode::BadInput,
          fmt::format("holds {} values of \"{}\" where {} are needed: it was made by another version of the program; "
                      "start the run anew.", kept, name, needed),
          "checkpoint"};
}

}  // namespace ptycho
