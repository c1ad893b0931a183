#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/image.h"
#include "core/base/spec_field.h"

namespace ptycho {

/// How far a piece of work has come. `promised_s` is the time within which the next sign of life will come.
struct Progress {
  std::string phase;  ///< "simulating", "dm", …
  std::int64_t done = 0;
  std::int64_t total = 0;
  double promised_s = 10;
};

/// One record of events.jsonl, in the order given: {"iteration", 12}, {"residual", 0.03}, ….
using Event = std::vector<std::pair<std::string, FieldValue>>;

/// What a piece of work needs from whoever asked for it. The default does nothing and never stops;
/// the run recorder of core/store writes a run folder; tests count and stop.
class RunContext {
 public:
  RunContext() = default;
  RunContext(const RunContext&) = delete;
  RunContext& operator=(const RunContext&) = delete;
  virtual ~RunContext() = default;

  /// Call between units of work. Blocks while paused. False: stop now and return what there is.
  virtual bool keepGoing() { return true; }
  virtual void progress(const Progress&) {}
  virtual void event(const Event&) {}
  /// True when a picture would be welcome now (rate-limited, so that publishing costs little).
  virtual bool wantsPreview() { return false; }
  /// Shows an intermediate picture, for example the object of this iteration.
  virtual void publish(std::string_view /*name*/, const ComplexImage& /*picture*/) {}
  /// True when it is time to keep a checkpoint of long work (once in a minute, say).
  virtual bool wantsCheckpoint() { return false; }
};

}  // namespace ptycho
