#include "core/analyse/failure_causes.h"

namespace ptycho {

double errorOf(const EvaluationRecord& record, ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Amplitude: return record.amplitude_nrmse;
    case ErrorKind::Phase: return record.phase_nrmse;
    case ErrorKind::Sum: return record.amplitude_nrmse + record.phase_nrmse;
  }
  return EvaluationRecord::kNone;
}

}  // namespace ptycho
