#include "widgets/reconstruct/shown_phase.h"

#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "core/metrics/phase_tools.h"

namespace ptycho {
namespace {

QString words(const char* text) { return QStringLiteral(" · ") + QCoreApplication::translate("ShownPhase", text); }

RealImage phaseOf(const ComplexImage& object) {
  RealImage phase(object.rows(), object.cols());
  for (std::size_t i = 0; i < phase.size(); ++i) phase[i] = std::arg(object[i]);
  return phase;
}

}  // namespace

ShownPhase shownPhase(const ComplexImage& object, const RealImage& coverage, const PhaseTools& tools) {
  const bool known = !coverage.empty() && coverage.sameShape(object);
  const MaskImage lit = known ? wellLit(coverage) : MaskImage();
  ShownPhase out;
  out.object = tools.ramp ? withoutSlope(object, fitPhaseSlope(object, lit)) : object;
  if (tools.ramp) out.note = out.objectNote = words("ramp removed");
  out.phase = phaseOf(out.object);
  if (tools.unwrap) {
    UnwrappedPhase unwrapped = unwrapPhase(out.phase, lit);
    out.phase = std::move(unwrapped.phase);
    out.unwrapped = true;
    out.note += words("unwrapped (%1 residues)").arg(unwrapped.residues);
  }
  if (tools.offset) {
    const double offset = tools.unwrap ? plainMedian(out.phase, lit) : wrappedMedian(out.phase, lit);
    out.phase = shiftedPhase(out.phase, offset, !tools.unwrap);
    const Complex turn(std::polar(1.0, -offset));
    for (Complex& value : out.object) value *= turn;
    out.note += words("median 0");
    out.objectNote += words("median 0");
  }
  if (tools.any() && !known) out.note += words("lit area unknown");
  out.litPhase = out.phase;
  for (std::size_t i = 0; i < lit.size(); ++i) {
    if (lit[i] == 0) out.litPhase[i] = std::numeric_limits<float>::quiet_NaN();
  }
  return out;
}

}  // namespace ptycho
