#include "widgets/models/run_digest.h"

#include <cmath>
#include <fstream>
#include <string_view>
#include <vector>

#include "core/store/run_folder.h"

namespace ptycho {
namespace {

constexpr std::size_t kChunk = 1 << 20;
constexpr std::size_t kLongestLine = 1 << 20;

bool sameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

std::int64_t stepAt(const Json& json) {
  for (const char* key : {"step", "iteration"}) {
    if (const auto found = json.find(key); found != json.end() && found->is_number_integer()) {
      return found->get<std::int64_t>();
    }
  }
  return 0;
}

}  // namespace

bool looksSame(const RunDigest& a, const RunDigest& b) {
  return a.notes == b.notes && a.error_step == b.error_step && a.method == b.method && a.loss_step == b.loss_step &&
         a.device == b.device && a.launch == b.launch && a.waits == b.waits && a.continues == b.continues &&
         a.job == b.job && a.parent == b.parent && sameNumber(a.loss, b.loss) &&
         sameNumber(a.amplitude_nrmse, b.amplitude_nrmse) &&
         sameNumber(a.phase_nrmse, b.phase_nrmse) && sameNumber(a.last_amplitude_nrmse, b.last_amplitude_nrmse) &&
         sameNumber(a.last_phase_nrmse, b.last_phase_nrmse);
}

bool RunDigestReader::changed(const char* name, FileStamp& last) const {
  const FileStamp stamp = fileStamp(m_folder / name);
  if (stamp == last) return false;
  last = stamp;
  return true;
}

bool RunDigestReader::look() {
  bool news = false;
  if (changed(run_file::kNotes, m_notes)) {
    news = true;
    m_digest.notes = readRunNotes(m_folder).value_or(RunNotes{});
  }
  if (changed(run_file::kSpec, m_spec)) {
    news = true;
    readSpec();
  }
  const bool queueNews = changed(run_file::kQueue, m_queue);
  if (changed(run_file::kLaunch, m_launch) || queueNews) {
    news = true;
    m_digest.launch = readRunLaunch(m_folder);
    m_digest.waits = m_queue.bytes >= 0 && m_launch.bytes < 0;
    if (m_digest.launch && !m_digest.launch->device.empty()) m_digest.device = m_digest.launch->device;
  }
  if (changed(run_file::kContinue, m_continue)) {
    news = true;
    m_digest.continues = readWaitingToGoOn(m_folder);
  }
  if (changed(run_file::kScheduler, m_job)) {
    news = true;
    m_digest.job = readSchedulerJob(m_folder);
  }
  if (changed(run_file::kEvents, m_events)) {
    news = true;
    readEvents();
  }
  return news;
}

void RunDigestReader::readSpec() {
  const auto spec = readRunSpec(m_folder);
  if (!spec) return;
  m_digest.parent = stringAt(*spec, "parent");
  const std::string device = stringAt(*spec, "device");
  const auto training = spec->find("training");
  const bool trains = training != spec->end() && training->is_object();
  const std::string trainedOn = trains ? stringAt(training->value("loop", Json::object()), "device") : device;
  if (!trainedOn.empty()) m_digest.device = trainedOn;
}

/// Lines are looked through as bytes; only the few that matter are parsed, so that a long training costs what reading
/// it costs.
void RunDigestReader::readEvents() {
  if (m_events.bytes < static_cast<std::int64_t>(m_offset)) {  // another run began here
    m_offset = 0;
    m_bestSum = std::numeric_limits<double>::infinity();
    m_training = false;
    m_means.clear();
  }
  std::ifstream file(m_folder / run_file::kEvents, std::ios::binary);
  if (!file) return;
  file.seekg(static_cast<std::streamoff>(m_offset));
  std::string rest;
  std::vector<char> chunk(kChunk);
  while (file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    rest.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    std::size_t begin = 0;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', begin)) {
      takeLine(std::string_view(rest).substr(begin, end - begin));
      begin = end + 1;
    }
    m_offset += begin;
    rest.erase(0, begin);
    if (rest.size() > kLongestLine) break;  // no event has such lines
  }
  takeLast();
  takeMeans();
}

void RunDigestReader::takeLine(std::string_view line) {
  if (line.find("\"validation\"") != std::string_view::npos) return takeValidation(line);
  // What one image of an evaluation came to says nothing about the run; their mean does.
  if (line.find("\"method\"") != std::string_view::npos) return takeImage(line);
  const bool step = line.find("\"loss\"") != std::string_view::npos ||
                    line.find("\"residual\"") != std::string_view::npos;
  if (step) m_lastStep = line;
}

void RunDigestReader::takeValidation(std::string_view line) {
  const auto event = parseJson(line, "event");
  if (!event || !event->is_object()) return;
  m_training = true;
  const double amplitude = numberAt(*event, "amplitude_nrmse");
  const double phase = numberAt(*event, "phase_nrmse");
  const double sum = amplitude + phase;
  m_digest.last_amplitude_nrmse = amplitude;
  m_digest.last_phase_nrmse = phase;
  // The untrained network is no result: near flat, it may beat one that has begun to learn.
  if (stepAt(*event) == 0 || !std::isfinite(sum) || sum >= m_bestSum) return;
  m_bestSum = sum;
  m_digest.amplitude_nrmse = amplitude;
  m_digest.phase_nrmse = phase;
  m_digest.error_step = stepAt(*event);
}

void RunDigestReader::takeImage(std::string_view line) {
  const auto event = parseJson(line, "event");
  if (!event || !event->is_object()) return;
  const double amplitude = numberAt(*event, "amplitude_nrmse");
  const double phase = numberAt(*event, "phase_nrmse");
  if (!std::isfinite(amplitude + phase)) return;  // an image that failed has no place in a mean
  Mean& mean = m_means[stringAt(*event, "method")];
  mean.amplitude += amplitude;
  mean.phase += phase;
  ++mean.images;
}

void RunDigestReader::takeMeans() {
  double best = std::numeric_limits<double>::infinity();
  for (const auto& [method, sum] : m_means) {
    const auto images = static_cast<double>(sum.images);
    if ((sum.amplitude + sum.phase) / images >= best) continue;
    best = (sum.amplitude + sum.phase) / images;
    m_digest.amplitude_nrmse = m_digest.last_amplitude_nrmse = sum.amplitude / images;
    m_digest.phase_nrmse = m_digest.last_phase_nrmse = sum.phase / images;
    m_digest.error_step = sum.images;
    m_digest.method = method;
  }
}

void RunDigestReader::takeLast() {
  const auto event = parseJson(m_lastStep, "event");
  if (!event || !event->is_object()) return;
  const bool loss = event->contains("loss");
  m_digest.loss = numberAt(*event, loss ? "loss" : "residual");
  m_digest.loss_step = stepAt(*event);
  if (loss || m_training || !event->contains("amplitude_nrmse")) return;
  m_digest.amplitude_nrmse = numberAt(*event, "amplitude_nrmse");
  m_digest.phase_nrmse = numberAt(*event, "phase_nrmse");
  m_digest.error_step = m_digest.loss_step;
  m_digest.last_amplitude_nrmse = m_digest.amplitude_nrmse;
  m_digest.last_phase_nrmse = m_digest.phase_nrmse;
}

}  // namespace ptycho
