#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "core/analyse/image_halves.h"
#include "core/analyse/rank_tests.h"

namespace ptycho {

namespace {

constexpr double kShares[] = {0.10, 0.20, 1.0 / 3};
constexpr double kLevel = 0.05;
constexpr std::size_t kFewest = 5;  ///< of the half that looks for slices, inside and outside

/// A slice that is looked at; members are places in MethodErrors.
struct Candidate {
  std::vector<FeatureRange> ranges;
  std::vector<std::size_t> members;
  bool third = false;  ///< may make a pair
};

/// One half of the images with their errors ranked among themselves.
class Half {
 public:
  Half(const MethodErrors& of, bool heldBack) : m_place(of.errors.size(), kNowhere) {
    std::vector<double> errors;
    for (std::size_t k = 0; k < of.errors.size(); ++k) {
      if (of.held_back[k] != heldBack) continue;
      m_place[k] = errors.size();
      errors.push_back(of.errors[k]);
    }
    m_size = errors.size();
    m_ranked.emplace(errors);
  }
  [[nodiscard]] std::vector<std::size_t> of(const std::vector<std::size_t>& members) const {
    std::vector<std::size_t> here;
    for (const std::size_t k : members) {
      if (m_place[k] != kNowhere) here.push_back(m_place[k]);
    }
    return here;
  }
  [[nodiscard]] double chance(const std::vector<std::size_t>& members) const {
    return m_ranked->chanceOfHigherRanks(of(members));
  }
  /// Enough inside and outside for the normal approximation.
  [[nodiscard]] bool canTell(const std::vector<std::size_t>& members) const {
    const std::size_t inside = of(members).size();
    return inside >= kFewest && inside + kFewest <= m_size;
  }
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] bool has(std::size_t k) const { return m_place[k] != kNowhere; }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  std::vector<std::size_t> m_place;
  std::size_t m_size = 0;
  std::optional<RankedValues> m_ranked;
};

/// The lowest and highest shares of one feature. The limits come from the searching half alone, so that the other half
/// has no part in the choice; members are of both.
void addRanges(const EvaluationColumn* feature, const std::vector<double>& values, const Half& searching,
               std::vector<Candidate>& candidates) {
  std::vector<double> sorted;
  double least = EvaluationRecord::kNone, most = least;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!std::isfinite(values[k])) continue;
    least = std::fmin(least, values[k]);
    most = std::fmax(most, values[k]);
    if (searching.has(k)) sorted.push_back(values[k]);
  }
  std::ranges::sort(sorted);
  std::vector<FeatureRange> seen;
  for (const double share : kShares) {
    const auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size())));
    if (count == 0 || count >= sorted.size()) continue;
    for (const bool highest : {false, true}) {
      const FeatureRange range = highest ? FeatureRange{feature, sorted[sorted.size() - count], most, true}
                                         : FeatureRange{feature, least, sorted[count], false};
      const auto same = [&](const FeatureRange& other) { return other.low == range.low && other.high == range.high; };
      if (std::ranges::any_of(seen, same)) continue;  // many equal values
      seen.push_back(range);
      Candidate candidate{{range}, {}, share == kShares[2]};
      for (std::size_t k = 0; k < values.size(); ++k) {
        if (range.contains(values[k])) candidate.members.push_back(k);
      }
      if (searching.canTell(candidate.members)) candidates.push_back(std::move(candidate));
    }
  }
}

std::vector<std::size_t> inBoth(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::vector<std::size_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both;
}

/// Whether the members' errors rank above those of the rest of a wider slice, in the searching half.
bool isWorseWithin(const std::vector<std::size_t>& members, const Candidate& wider, const MethodErrors& of) {
  std::vector<double> errors;
  std::vector<std::size_t> inside;
  for (const std::size_t k : wider.members) {
    if (of.held_back[k]) continue;
    if (std::ranges::binary_search(members, k)) inside.push_back(errors.size());
    errors.push_back(of.errors[k]);
  }
  return RankedValues(errors).chanceOfHigherRanks(inside) < kLevel;
}

/// Pairs of thirds of two features. A pair that is no worse than one of its halves says nothing that the half alone
/// does not say.
std::vector<Candidate> pairsOf(const std::vector<Candidate>& singles, const Half& searching) {
  std::vector<Candidate> pairs;
  for (std::size_t a = 0; a < singles.size(); ++a) {
    for (std::size_t b = a + 1; b < singles.size(); ++b) {
      const FeatureRange& first = singles[a].ranges[0];
      const FeatureRange& second = singles[b].ranges[0];
      if (!singles[a].third || !singles[b].third || first.feature == second.feature) continue;
      Candidate pair{{first, second}, inBoth(singles[a].members, singles[b].members), false};
      if (searching.canTell(pair.members)) pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

bool addsToItsHalves(const Candidate& pair, const std::vector<Candidate>& singles, const MethodErrors& of) {
  return std::ranges::all_of(singles, [&](const Candidate& single) {
    const FeatureRange& range = single.ranges[0];
    const bool half = single.third && std::ranges::any_of(pair.ranges, [&](const FeatureRange& other) {
      return other.feature == range.feature && other.is_highest == range.is_highest;
    });
    return !half || isWorseWithin(pair.members, single, of);
  });
}

/// Means and coverage over all images.
FailureSlice sliceOf(const Candidate& candidate, const MethodErrors& of, double median, double excess) {
  FailureSlice slice;
  slice.ranges = candidate.ranges;
  double covered = 0;
  for (const std::size_t k : candidate.members) {
    slice.records.push_back(of.records[k]);
    slice.mean += of.errors[k];
    covered += std::max(0.0, of.errors[k] - median);
  }
  const double all = std::accumulate(of.errors.begin(), of.errors.end(), 0.0);
  const auto inside = static_cast<double>(candidate.members.size());
  slice.rest = (all - slice.mean) / (static_cast<double>(of.errors.size()) - inside);
  slice.mean /= inside;
  slice.coverage = excess > 0 ? covered / excess : 0;
  return slice;
}

std::string rangeText(const FeatureRange& range) {
  std::string label = range.feature->label;
  if (!label.empty() && label[0] >= 'A' && label[0] <= 'Z') label[0] = static_cast<char>(label[0] - 'A' + 'a');
  return range.is_highest ? fmt::format("{} above {:.3g}", label, range.low)
                          : fmt::format("{} below {:.3g}", label, range.high);
}

}  // namespace

bool FeatureRange::contains(double value) const {
  return value >= low && (is_highest ? value <= high : value < high);
}

std::string FailureSlice::text() const {
  std::string text;
  for (const FeatureRange& range : ranges) {
    if (!text.empty()) text += " and ";
    text += rangeText(range);
  }
  return text + (rest > 0 ? fmt::format(": error × {:.2g}, n = {}", mean / rest, records.size())
                          : fmt::format(": error {:.3g} against none, n = {}", mean, records.size()));
}

std::vector<FailureSlice> failureSlices(const Evaluation& evaluation, int method, ErrorKind kind, std::size_t limit) {
  const MethodErrors of(evaluation, method, kind);
  const Half searching(of, false), heldBack(of, true);
  std::vector<Candidate> singles;
  for (const EvaluationColumn* feature : causeColumns()) {
    addRanges(feature, of.valuesOf(evaluation, *feature), searching, singles);
  }
  std::vector<Candidate> candidates = pairsOf(singles, searching);
  candidates.insert(candidates.begin(), singles.begin(), singles.end());
  std::vector<double> chances;
  for (const Candidate& candidate : candidates) chances.push_back(searching.chance(candidate.members));
  const std::vector<double> adjusted = benjaminiHochberg(chances);

  std::vector<double> sorted = of.errors;
  std::ranges::sort(sorted);
  const double median = medianInterval(sorted).median;
  double excess = 0;
  for (const double error : of.errors) excess += std::max(0.0, error - median);
  std::vector<FailureSlice> slices;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    const Candidate& candidate = candidates[k];
    if (adjusted[k] >= kLevel || (candidate.ranges.size() == 2 && !addsToItsHalves(candidate, singles, of))) continue;
    FailureSlice slice = sliceOf(candidate, of, median, excess);
    if (slice.mean <= slice.rest) continue;
    slice.p_adjusted = adjusted[k];
    slice.tried = candidates.size();
    slice.confirmed = heldBack.canTell(candidate.members) && heldBack.chance(candidate.members) < kLevel;
    slices.push_back(std::move(slice));
  }
  std::ranges::stable_sort(slices, [](const FailureSlice& a, const FailureSlice& b) {
    return (a.mean - a.rest) * a.coverage > (b.mean - b.rest) * b.coverage;
  });
  if (slices.size() > limit) slices.resize(limit);
  return slices;
}

}  // namespace ptycho
