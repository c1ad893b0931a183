#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "core/store/file_stamp.h"
#include "core/store/run_notes.h"
#include "core/store/run_queue.h"
#include "core/store/scheduler_job.h"

namespace ptycho {

/// What a list of runs says about one beyond its status: what people wrote, how well it did, how it is to be started.
struct RunDigest {
  RunNotes notes;
  /// Of a training the best validation, by amplitude + phase as the training itself judges; of an evaluation the mean
  /// of its best method; of a reconstruction the last iteration. NaN: none.
  double amplitude_nrmse = std::numeric_limits<double>::quiet_NaN();
  double phase_nrmse = std::numeric_limits<double>::quiet_NaN();
  std::int64_t error_step = 0;      ///< step, iteration, or number of images
  std::string method;               ///< of an evaluation: whose mean it is
  double last_amplitude_nrmse = std::numeric_limits<double>::quiet_NaN();  ///< of the last validation or iteration
  double last_phase_nrmse = std::numeric_limits<double>::quiet_NaN();
  double loss = std::numeric_limits<double>::quiet_NaN();  ///< of the last step: training loss or residual
  std::int64_t loss_step = 0;
  std::string device;               ///< "cpu", "cuda:0"; empty: not said
  std::optional<RunLaunch> launch;  ///< how it is or was started, if from a queue
  std::optional<RunLaunch> continues;  ///< it has ended, and waits for its turn to go on
  bool waits = false;               ///< in the queue: nobody has taken it yet
  std::optional<SchedulerJob> job;  ///< who else runs it
  std::string parent;               ///< folder name of the run that it is a clone of

  [[nodiscard]] bool hasErrors() const { return amplitude_nrmse == amplitude_nrmse; }
};

/// Two digests show the same.
[[nodiscard]] bool looksSame(const RunDigest& a, const RunDigest& b);

/// Reads one run's digest again and again: of events.jsonl only what is new, of the small files only what was replaced.
/// A look at an untouched run costs six stat() calls. One thread at a time.
class RunDigestReader {
 public:
  explicit RunDigestReader(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  /// True when something was read anew.
  bool look();
  [[nodiscard]] const RunDigest& digest() const { return m_digest; }

 private:
  /// Also true when a file has gone.
  bool changed(const char* name, FileStamp& last) const;
  void readSpec();
  void readEvents();
  void takeLine(std::string_view line);
  void takeLast();
  void takeValidation(std::string_view line);
  void takeImage(std::string_view line);
  void takeMeans();

  std::filesystem::path m_folder;
  RunDigest m_digest;
  FileStamp m_notes;
  FileStamp m_spec;
  FileStamp m_queue;
  FileStamp m_launch;
  FileStamp m_continue;
  FileStamp m_job;
  FileStamp m_events;
  std::uint64_t m_offset = 0;
  double m_bestSum = std::numeric_limits<double>::infinity();
  std::string m_lastStep;       ///< newest line with a loss or a residual
  struct Mean {
    double amplitude = 0;
    double phase = 0;
    std::int64_t images = 0;
  };
  std::map<std::string, Mean> m_means;  ///< sums over the images of an evaluation, by method
  bool m_training = false;
};

}  // namespace ptycho
