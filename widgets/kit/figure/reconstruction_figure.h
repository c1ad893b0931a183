#pragma once

#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// The figure of a reconstruction. With a truth of the same shape: amplitude above and phase below, each as truth,
/// estimate and signed error (estimate − truth), after the global phase was taken out; truth and estimate share one
/// range, the error's is symmetric about 0; the caption gains the NRMSE of both. Without one: amplitude and phase with
/// the mean phase taken out, the phase on a sequential map while it stays within π, else on a cyclic one.
/// @param truth    complex64 [H, W], may be empty
/// @param object   complex64 [H, W]
/// @param pixel_m  0 when unknown
[[nodiscard]] FigureSpec reconstructionFigure(const ComplexImage& truth, const ComplexImage& object, double pixel_m,
                                              const QString& caption);

}  // namespace ptycho
