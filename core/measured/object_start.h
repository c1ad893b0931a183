#pragma once

#include <string>
#include <vector>

#include "core/measured/scan_planning.h"

namespace ptycho {

/// For people: what placedObject() does with the file's object, or why it takes none. Empty: the file has no object.
[[nodiscard]] std::string objectNote(const RawScan& raw, const DetailedPlan& detailed);

/// The file's object on the grid of the scan: moved so that the position of its middle (object_centre_m, else the
/// middle of the scan) lies where it belongs, and interpolated between four pixels where its pixel is another one than
/// the scan's or is moved by a fraction; whole pixels stay as they are. Around it, its mean amplitude and mean phase.
/// Not taken: an object that is not finite; one that covers less than a quarter of the scan's object; conventions of
/// axes, signs, orientation, unit, scale or rotation other than the file's, which it would have to be turned for; pixels
/// more than 32 times finer or coarser than the scan's.
/// @return [object_rows, object_cols] of the scan; empty: not taken
[[nodiscard]] ComplexImage placedObject(const RawScan& raw, const DetailedPlan& detailed);

/// Multiplies the object by the real factor with which probe and object are as bright as the patterns all together,
/// Σ_j Σ |P·O_j|² = Σ_j I_j (Parseval, unitary transforms): the probe may have got another power than in the file.
/// @param sums  of each pattern; parts of pixels in positions do not count here
void scaleToPatterns(ComplexImage& object, const ComplexStack& probe, const Scan& scan,
                     const std::vector<double>& sums);

}  // namespace ptycho
