#pragma once

#include <vector>

namespace ptycho {

enum class GroupCentre { Mean, Median };
enum class GroupSpread { MinMax, Deviation, StandardError, Interval95 };

/// One curve of a group.
struct GroupMember {
  const std::vector<double>* x;
  const std::vector<double>* y;
};

/// The middle of several curves and how far they spread: low and high about it.
struct GroupCurve {
  std::vector<double> x, centre, low, high;
};

/// At the places of the member with most samples; others are read from the straight lines between theirs, and only
/// within what they cover. Values that are no numbers are left out. Spread: least and greatest; ± the standard
/// deviation s (n − 1); ± s/√n; or the 95 % interval of the mean, ± t·s/√n with Student's t for n − 1 degrees of
/// freedom. With one member low = high = centre.
[[nodiscard]] GroupCurve groupCurve(const std::vector<GroupMember>& members, GroupCentre centre, GroupSpread spread);

}  // namespace ptycho
