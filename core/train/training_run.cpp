#include "core/train/training_run.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/log.h"
#include "core/base/process_memory.h"
#include "core/train/same_training.h"
#include "core/train/schedule.h"
#include "core/train/training_step.h"

namespace ptycho {

namespace {

constexpr double kShortestPromise_s = 10;
constexpr double kFirstPromise_s = 180;  // nobody knows yet how long a pass takes
constexpr double kPreviewShare = 0.02;   // of the time
constexpr double kClipEpsilon = 1e-6;

double secondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::shared_ptr<ObjectNetwork> networkOn(const TrainingSpec& spec, const torch::Device& device) {
  auto network = makeObjectNetwork(spec.network, spec.loop.seed);
  network->to(device);
  network->train();
  return network;
}

std::size_t groupSize(const LoopSpec& loop, int world) {
  return static_cast<std::size_t>(loop.micro_batch > 0 ? loop.micro_batch : loop.batch_objects / world);
}

}  // namespace

TrainingRun::TrainingRun(const TrainingSpec& spec, const TrainingInput& input, TrainingSource& source,
                         Exchange& exchange, const torch::Device& device, RunContext& context)
    : m_spec(spec),
      m_input(input),
      m_source(source),
      m_exchange(exchange),
      m_context(context),
      m_network(networkOn(spec, device)),
      m_group(groupSize(spec.loop, exchange.world())),
      m_passes(spec.loop.batch_objects / (static_cast<std::int64_t>(m_group) * exchange.world())),
      m_tensors(source.scan(), source.probe(), spec.outputRange(), device),
      m_validation(spec, source, m_tensors, m_group),
      m_optimiser(*m_network, spec.optimiser) {
  if (spec.optimiser.ema_decay > 0) {
    m_average = std::make_unique<AveragedWeights>(*m_network, spec.optimiser.ema_decay);
  }
}

Result<TrainingOutcome> TrainingRun::run() {
  PTYCHO_CHECK(begin());
  while (true) {
    report("training");
    const Verdict verdict = decide();
    bool stopped = verdict == Verdict::Stop;
    if (!stopped && validationIsDue(verdict)) {
      PTYCHO_TRY(const bool finished, validate());
      stopped = !finished;
    }
    if (stopped || verdict == Verdict::End) {
      offerCheckpoint();
      return outcome(stopped ? Completion::StoppedEarly : Completion::Done);
    }
    PTYCHO_CHECK(step());
    showPreview();
    if (leads() && m_context.wantsCheckpoint()) offerCheckpoint();
  }
}

Result<void> TrainingRun::begin() {
  report("starting");
  if (m_input.resume) {
    PTYCHO_CHECK(checkSameSupplied(*m_input.resume, m_input.supplied));
    PTYCHO_CHECK(unpackTraining(*m_input.resume, m_spec, parts()));
    if (leads()) m_context.event({{"kind", std::string("resumed")}, {"step", m_numbers.step}});
  }
  PTYCHO_CHECK(shareStart());
  m_recorded = {m_numbers.step, m_numbers.seconds, m_numbers.waited_s};
  const auto rank = static_cast<std::int64_t>(m_exchange.rank());
  const auto group = static_cast<std::int64_t>(m_group);
  m_loader = std::make_unique<BatchLoader>(m_source, m_numbers.step * m_spec.loop.batch_objects + rank * group,
                                           m_group, group * m_exchange.world(), m_spec.data.loader_threads);
  return {};
}

Result<void> TrainingRun::shareStart() {
  if (m_exchange.world() == 1) return {};
  const torch::NoGradGuard noGradients;
  torch::Tensor step = torch::tensor({m_numbers.step}, torch::kInt64);
  m_exchange.broadcast(step);
  if (step.item<std::int64_t>() != m_numbers.step) {
    return badInput("differs from process to process; resume all of them with the same one.", "checkpoint");
  }
  for (auto tensors : {m_network->parameters(), m_network->buffers()}) {
    for (torch::Tensor& tensor : tensors) {
      torch::Tensor values = tensor.detach().cpu().contiguous();
      m_exchange.broadcast(values);
      tensor.copy_(values);
    }
  }
  return {};
}

TrainingRun::Verdict TrainingRun::decide() {
  auto verdict = Verdict::GoOn;
  if (leads()) {
    const double budget_s = 60 * m_spec.loop.budget_minutes;
    const bool end = m_numbers.step >= m_spec.loop.steps || (budget_s > 0 && m_numbers.seconds >= budget_s);
    if (!m_context.keepGoing()) {
      verdict = Verdict::Stop;
    } else if (end) {
      verdict = Verdict::End;
    }
  }
  if (m_exchange.world() == 1) return verdict;
  // The clock goes with it: a cosine over time must be the same for all.
  torch::Tensor shared = torch::tensor({static_cast<double>(verdict), m_numbers.seconds}, torch::kFloat64);
  m_exchange.broadcast(shared);
  m_numbers.seconds = shared[1].item<double>();
  return static_cast<Verdict>(std::lround(shared[0].item<double>()));
}

// ---- Validation

bool TrainingRun::validationIsDue(Verdict verdict) const {
  const bool regular = m_numbers.step % m_spec.loop.validate_every == 0;
  return (regular || verdict == Verdict::End) && m_numbers.validated_step != m_numbers.step;
}

Result<bool> TrainingRun::validate() {
  std::optional<ValidationRecord> record;
  {
    const WithAverage averaged(m_average.get());
    PTYCHO_TRY(record, m_validation.run(*m_network, m_exchange, [this](std::size_t, std::size_t) {
      report("validating");
      return m_exchange.world() > 1 || m_context.keepGoing();
    }));
  }
  if (!record) return false;
  record->step = m_numbers.step;
  record->seconds = m_numbers.seconds;
  m_numbers.validated_step = m_numbers.step;
  keep(*record);
  if (leads()) {
    m_context.event({{"kind", std::string("validation")},
                     {"step", record->step},
                     {"amplitude_nrmse", record->amplitude_nrmse},
                     {"phase_nrmse", record->phase_nrmse},
                     {"batch_amplitude_nrmse", record->batch_amplitude_nrmse},
                     {"batch_phase_nrmse", record->batch_phase_nrmse},
                     {"flat_amplitude_nrmse", record->flat_amplitude_nrmse},
                     {"flat_phase_nrmse", record->flat_phase_nrmse},
                     {"best", record->best},
                     {"seconds", record->seconds}});
  }
  return true;
}

void TrainingRun::keep(ValidationRecord& record) {
  const auto& best = m_numbers.best;
  const double error = record.amplitude_nrmse + record.phase_nrmse;
  // The untrained network is looked at but never kept: near flat, it may beat a network that has begun to learn.
  record.best = record.step > 0 && std::isfinite(error) && (!best || error < best->amplitude_nrmse + best->phase_nrmse);
  m_numbers.history.push_back(record);
  if (!record.best) return;
  m_numbers.best = record;
  {
    const WithAverage averaged(m_average.get());
    m_bestWeights = networkWeights(*m_network);
  }
  if (!leads() || !m_input.on_best) return;
  if (auto kept = m_input.on_best(trained()); !kept) logWarning(kept.error().text());
}

// ---- Steps

Result<void> TrainingRun::step() {
  const auto begin = Clock::now();
  const double waitedBefore = m_loader->waited_s();
  m_optimiser.clearGradients();
  PTYCHO_TRY(LossValues loss, passes());
  PTYCHO_TRY(const double norm, shareGradients(loss));
  const double rate = learningRate(m_spec, m_numbers.step, m_numbers.seconds);
  const double clip = m_spec.optimiser.clip_norm;
  m_optimiser.step(rate, clip > 0 ? std::min(1.0, clip / (norm + kClipEpsilon)) : 1.0);
  ++m_numbers.step;
  if (m_average) m_average->update(m_numbers.step);
  m_numbers.seconds += secondsSince(begin);
  m_numbers.waited_s += m_loader->waited_s() - waitedBefore;
  if (leads() && (m_numbers.step == 1 || m_numbers.step % m_spec.loop.record_every == 0 ||
                  m_numbers.step == m_spec.loop.steps)) {
    record(loss, rate, norm);
  }
  return m_numbers.guard.watch(loss, m_spec.loss, m_numbers.step);
}

Result<LossValues> TrainingRun::passes() {
  const double share = 1 / static_cast<double>(m_passes);
  const PassSetup setup{m_tensors, m_spec.loss, m_spec.loop.precision,
                        diffractionWeight(m_spec.loss, m_numbers.step), share};
  LossValues mean;
  for (std::int64_t k = 0; k < m_passes; ++k) {
    report("training");
    const auto begin = Clock::now();
    PTYCHO_TRY(const TrainingBatch batch, m_loader->next());
    const LossValues loss = accumulateGradients(*m_network, batch, setup);
    mean.total += share * loss.total;
    mean.mse += share * loss.mse;
    mean.l1 += share * loss.l1;
    mean.dft += share * loss.dft;
    m_slowestPass_s = std::max(m_slowestPass_s, secondsSince(begin));
  }
  return mean;
}

Result<double> TrainingRun::shareGradients(LossValues& loss) {
  if (m_exchange.world() > 1) {
    std::vector<torch::Tensor> shared;
    for (const auto& parameter : m_optimiser.parameters()) {
      if (parameter.grad().defined()) shared.push_back(parameter.grad());
    }
    for (const auto& buffer : m_network->buffers()) {
      if (buffer.is_floating_point()) shared.push_back(buffer);
    }
    const torch::Tensor values = torch::tensor({loss.total, loss.mse, loss.l1, loss.dft}, torch::kFloat64);
    shared.push_back(values);
    m_exchange.average(shared);
    const auto* mean = values.data_ptr<double>();
    loss = {mean[0], mean[1], mean[2], mean[3]};
  }
  // Only now, so that all processes see the same and stop together.
  PTYCHO_CHECK(checkLoss(loss, m_numbers.step + 1));
  const double norm = m_optimiser.gradientNorm();
  if (!std::isfinite(norm)) return tl::unexpected(gradientError(m_optimiser, m_numbers.step + 1));
  return norm;
}

void TrainingRun::record(const LossValues& loss, double rate, double norm) {
  const double seconds = m_numbers.seconds - m_recorded.seconds;
  const double patterns = static_cast<double>((m_numbers.step - m_recorded.step) * patternsPerStep());
  const double epoch = static_cast<double>(m_numbers.step * m_spec.loop.batch_objects) /
                       static_cast<double>(m_source.trainingImages());
  m_context.event({{"kind", std::string("train")},
                   {"step", m_numbers.step},
                   {"epoch", epoch},
                   {"loss", loss.total},
                   {"loss_mse", loss.mse},
                   {"loss_l1", loss.l1},
                   {"loss_dft", loss.dft},
                   {"learning_rate", rate},
                   {"gradient_norm", norm},
                   {"patterns_per_s", patterns / seconds},
                   {"loader_wait", (m_numbers.waited_s - m_recorded.waited_s) / seconds},
                   {"seconds", m_numbers.seconds}});
  m_recorded = {m_numbers.step, m_numbers.seconds, m_numbers.waited_s};
}

// ---- What is shown and kept

void TrainingRun::showPreview() {
  if (!leads() || secondsSince(m_lastPreview) * kPreviewShare < m_previewCost_s || !m_context.wantsPreview()) return;
  const auto begin = Clock::now();
  const WithAverage averaged(m_average.get());
  if (const auto picture = m_validation.picture(*m_network)) {
    m_context.publish("object", *picture);
  } else {
    logWarning(picture.error().text());
  }
  m_lastPreview = Clock::now();
  m_previewCost_s = secondsSince(begin);
}

void TrainingRun::offerCheckpoint() {
  if (!leads() || !m_input.on_checkpoint) return;
  report("keeping a checkpoint");
  TrainingState state = packTraining(m_spec, parts());
  noteSupplied(m_input.supplied, state);
  if (auto kept = m_input.on_checkpoint(state); !kept) logWarning(kept.error().text());
}

void TrainingRun::report(const char* phase) {
  if (!leads()) return;
  const double promised = m_slowestPass_s > 0 ? std::max(kShortestPromise_s, 3 * m_slowestPass_s) : kFirstPromise_s;
  m_context.progress({phase, m_numbers.step, expectedSteps(), promised});
}

std::int64_t TrainingRun::expectedSteps() const {
  const double budget_s = 60 * m_spec.loop.budget_minutes;
  if (budget_s <= 0 || m_numbers.step == 0 || m_numbers.seconds <= 0) return m_spec.loop.steps;
  const auto inTime = std::llround(static_cast<double>(m_numbers.step) * budget_s / m_numbers.seconds);
  return std::clamp<std::int64_t>(inTime, m_numbers.step, m_spec.loop.steps);
}

TrainingParts TrainingRun::parts() { return {*m_network, m_optimiser, m_average.get(), m_numbers, m_bestWeights}; }

std::int64_t TrainingRun::patternsPerStep() const {
  return static_cast<std::int64_t>(m_source.scan().positions.size()) * m_spec.loop.batch_objects;
}

TrainedNetwork TrainingRun::trained() const {
  if (m_numbers.best) return {m_spec, m_bestWeights, *m_numbers.best, m_numbers.history};
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const WithAverage averaged(m_average.get());
  return {m_spec, networkWeights(*m_network),
          {m_numbers.step, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, m_numbers.seconds, false}, m_numbers.history};
}

TrainingOutcome TrainingRun::outcome(Completion completion) {
  TrainingOutcome outcome;
  outcome.network = trained();
  outcome.completion = completion;
  outcome.steps = m_numbers.step;
  outcome.seconds = m_numbers.seconds;
  if (m_numbers.seconds > 0) {
    outcome.patterns_per_s = static_cast<double>(m_numbers.step * patternsPerStep()) / m_numbers.seconds;
    outcome.loader_wait = m_numbers.waited_s / m_numbers.seconds;
  }
  outcome.peak_memory_bytes = peakMemoryBytes();
  return outcome;
}

}  // namespace ptycho
