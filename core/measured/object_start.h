#pragma once

#include <string>
#include <vector>

#include "core/measured/scan_planning.h"

namespace ptycho {

/// The file's object where a reconstruction may start from it.
struct ObjectStart {
  ComplexImage object;  ///< [object_rows, object_cols] of the scan; empty: not taken
  std::string note;     ///< what was done, or why nothing; empty: the file has no object
};

/// Whether placedObject() will place the file's object. Without one: no, and `note` stays as it is.
/// @param note  what will be done, or why nothing
[[nodiscard]] bool canPlaceObject(const RawScan& raw, const DetailedPlan& detailed, std::string& note);

/// The file's object on the grid of the scan: moved so that the position of its middle (object_centre_m, else the
/// middle of the scan) lies where it belongs, and interpolated between four pixels where its pixel is another one than
/// the scan's or is moved by a fraction; whole pixels stay as they are. Around it, its mean amplitude and mean phase.
/// Not taken: an object that is not finite; one that covers less than a quarter of the scan's object; conventions of
/// axes, signs, orientation, unit, scale or rotation other than the file's, which it would have to be turned for; pixels
/// more than 32 times finer or coarser than the scan's.
[[nodiscard]] ObjectStart placedObject(const RawScan& raw, const DetailedPlan& detailed);

/// Multiplies the object by the real factor with which probe and object are as bright as the patterns all together,
/// Σ_j Σ |P·O_j|² = Σ_j I_j (Parseval, unitary transforms): the probe may have got another power than in the file.
/// @param sums  of each pattern, in the order of scan.positions; parts of pixels in positions do not count here
void scaleToPatterns(ComplexImage& object, const ComplexStack& probe, const Scan& scan,
                     const std::vector<double>& sums);

}  // namespace ptycho
