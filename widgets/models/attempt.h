#pragma once

#include <limits>
#include <map>
#include <optional>
#include <vector>

#include <QString>

#include "core/metrics/metrics.h"
#include "core/store/file_stamp.h"
#include "core/store/result_file.h"
#include "widgets/models/event_series.h"

namespace ptycho {

/// One reconstruction of a scan among others of the same scan: what tells them apart and how well each did.
struct Attempt {
  QString folder;
  QString name;             ///< the title that somebody gave it, else the run's name
  qint64 ended_s = 0;       ///< when its result was written, seconds since 1970
  QString chain;            ///< "epie:20:probe_from=1,raar:40"
  QString note;
  QString problem;          ///< why its result cannot be read; empty: it could, and the rest is filled in
  int iterations = 0;
  double seconds = 0;
  double residual = std::numeric_limits<double>::quiet_NaN();         ///< R of the result
  double update = std::numeric_limits<double>::quiet_NaN();           ///< χ of the last iteration
  double amplitude_nrmse = std::numeric_limits<double>::quiet_NaN();  ///< NaN without truth
  double phase_nrmse = std::numeric_limits<double>::quiet_NaN();
  double resolution_px = std::numeric_limits<double>::quiet_NaN();    ///< half a period where halves agree (½-bit)
  double pixel_m = 0;                                                 ///< 0: unknown
  std::vector<IterationRecord> history;
  std::optional<RingCorrelation> halves;
};

/// The recorded iterations of a result as the events that they were.
[[nodiscard]] EventSeries seriesOf(const std::vector<IterationRecord>& history);

/// The scan that is meant by an acquisition's path: a scan that a run imported into its own folder is the file that it
/// came from, so that attempts on that file find one another.
[[nodiscard]] QString scanIdentity(const QString& acquisition);

/// Finds the attempts on a scan among runs; reads anew only what has changed since. One thread at a time.
class AttemptReader {
 public:
  /// @param folders  of reconstructions that have ended
  /// @param scan     see scanIdentity()
  [[nodiscard]] std::vector<Attempt> read(const std::vector<QString>& folders, const QString& scan);

 private:
  struct Known {
    FileStamp spec, notes, result;
    QString scan;
    Attempt attempt;
  };
  void refresh(const QString& folder, Known& known, const QString& scan) const;
  std::map<QString, Known> m_known;
};

/// A result as the estimate and another one in the place of the truth. What no diffraction pattern can tell (complex
/// factor, phase ramp, a common shift of object and probe) is taken from the other one first (ambiguityFreeError(),
/// with the first modes of the probes). NRMSE over the part of the object that is lit, with Σ|P|² above a tenth of its
/// largest value; errors are NaN outside of it.
/// Errors: objects of different shapes; a result that is zero or not finite.
[[nodiscard]] Result<AlignedPictures> compareAttempts(const ResultRecord& shown, const ResultRecord& other);

}  // namespace ptycho
