#include "core/evaluate/kept_estimates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "core/base/random.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kStream = 0x65766131;  // of the random choice

/// Smaller ones are kept.
double priority(const EvaluationSpec& spec, const EvaluationRecord& record) {
  if (spec.keep == KeepEstimates::Random) {
    return CounterRandom(spec.seed, kStream).uniform(static_cast<std::uint64_t>(record.image));
  }
  double error = record.amplitude_nrmse + record.phase_nrmse;
  if (!std::isfinite(error)) error = std::numeric_limits<double>::infinity();
  return spec.keep == KeepEstimates::Worst ? -error : error;
}

using Key = std::pair<std::int64_t, int>;  ///< image, method

}  // namespace

std::vector<std::size_t> recordsToKeep(const EvaluationSpec& spec, const std::vector<EvaluationRecord>& records) {
  std::vector<std::size_t> chosen;
  if (spec.keep == KeepEstimates::None) return chosen;
  std::map<int, std::vector<std::size_t>> ofMethod;
  for (std::size_t k = 0; k < records.size(); ++k) {
    if (records[k].problem.empty()) ofMethod[records[k].method].push_back(k);
  }
  for (auto& [method, rows] : ofMethod) {
    const auto wanted = static_cast<std::size_t>(spec.keep_count);
    if (spec.keep != KeepEstimates::All && rows.size() > wanted) {
      std::ranges::partial_sort(rows, rows.begin() + static_cast<std::ptrdiff_t>(wanted), {}, [&](std::size_t k) {
        return std::tuple(priority(spec, records[k]), records[k].image);
      });
      rows.resize(wanted);
    }
    chosen.insert(chosen.end(), rows.begin(), rows.end());
  }
  std::ranges::sort(chosen);
  return chosen;
}

void KeptEstimates::add(KeptEstimate estimate, const std::vector<EvaluationRecord>& records) {
  if (m_spec.keep == KeepEstimates::None) return;
  m_kept.push_back(std::move(estimate));
  drop(records);
}

bool KeptEstimates::has(const EvaluationRecord& record) const {
  return std::ranges::any_of(m_kept, [&](const KeptEstimate& kept) {
    return kept.image == record.image && kept.method == record.method;
  });
}

std::vector<KeptEstimate> KeptEstimates::take(const std::vector<EvaluationRecord>& records) {
  drop(records);
  std::ranges::sort(m_kept, {}, [](const KeptEstimate& kept) { return std::tuple(kept.image, kept.method); });
  return std::move(m_kept);
}

void KeptEstimates::drop(const std::vector<EvaluationRecord>& records) {
  std::set<Key> wanted;
  for (const std::size_t k : recordsToKeep(m_spec, records)) wanted.emplace(records[k].image, records[k].method);
  std::erase_if(m_kept, [&](const KeptEstimate& kept) { return !wanted.contains({kept.image, kept.method}); });
}

}  // namespace ptycho
