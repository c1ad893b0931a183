#include "core/reconstruct/checkpoint.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/fingerprint.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// Stops after so many iterations, or wants a checkpoint then.
class Interrupting : public RunContext {
 public:
  explicit Interrupting(int stopAfter, int checkpointAfter = -1) : m_left(stopAfter), m_checkpoint(checkpointAfter) {}
  bool keepGoing() override { return m_left-- > 0; }
  bool wantsCheckpoint() override { return --m_checkpoint == 0; }

 private:
  int m_left;
  int m_checkpoint;
};

struct Interrupted {
  KeptState kept;
  Reconstruction result;
  int checkpoints = 0;
};

Interrupted interrupt(const Acquisition& acquisition, const ReconstructionSpec& spec, RunContext& context,
                      RestoringArchive* resume = nullptr) {
  Interrupted outcome;
  ReconstructionInput input;
  input.resume = resume;
  input.on_checkpoint = [&](const Checkpoint& checkpoint) -> Result<void> {
    outcome.kept = {};
    CopyingArchive archive(outcome.kept);
    checkpoint.show(archive);
    ++outcome.checkpoints;
    return {};
  };
  auto result = reconstruct(Acquisition(acquisition), spec, input, context);
  if (!result) throw std::runtime_error(result.error().text());
  outcome.result = std::move(*result);
  return outcome;
}

/// Seconds differ; everything else is the same bit for bit.
void expectSame(const Reconstruction& a, const Reconstruction& b) {
  EXPECT_EQ(a.object, b.object);
  EXPECT_EQ(a.probe, b.probe);
  EXPECT_EQ(a.positions, b.positions);
  EXPECT_EQ(a.variation, b.variation);
  EXPECT_EQ(a.residual, b.residual);
  EXPECT_EQ(a.iterations, b.iterations);
  EXPECT_EQ(a.restarts, b.restarts);
  EXPECT_EQ(a.start, b.start);
  ASSERT_EQ(a.history.size(), b.history.size());
  for (std::size_t k = 0; k < a.history.size(); ++k) {
    const auto key = [](const IterationRecord& r) {
      return std::tuple(r.iteration, r.stage, r.engine, r.residual, r.update, r.amplitude_nrmse, r.start);
    };
    EXPECT_EQ(key(a.history[k]), key(b.history[k])) << k;
  }
}

struct ContinuedChain {
  std::string name;
  std::string chain;
  int starts = 1;
  int probe_modes = 0;
};

/// Every engine of this program alone, with a probe update, then what belongs to chains.
std::vector<ContinuedChain> continuedChains() {
  std::vector<ContinuedChain> chains;
  for (int kind = 0; kind <= static_cast<int>(kLastEngine); ++kind) {
    const std::string name = engineName(static_cast<EngineKind>(kind));
    std::string title = name;
    std::ranges::replace(title, '-', '_');  // as names of tests have it
    chains.push_back({title, name + ":12"});
    chains.push_back({title + "_probe", name + ":12:probe_from=2:range", 1, 2});
  }
  chains.push_back({"stages", "dm:5:range,awf:7,epie:6"});
  chains.push_back({"constraints", "awf:12:smooth=0.05:tv=0.01:constraint_every=2"});
  for (const std::string engine : {"epie", "dm", "awf", "lsqml"}) {
    chains.push_back({engine + "_gradient", engine + ":12:positions=gradient:positions_from=2"});
    chains.push_back({engine + "_correlation", engine + ":12:probe_from=3:positions=correlation:positions_from=4"});
  }
  for (const std::string engine : {"epie", "awf", "lsqml", "ml", "admm"}) {
    chains.push_back({engine + "_opr", engine + ":12:probe_from=2:opr_modes=1"});
  }
  for (const std::string engine : {"epie", "dm", "awf", "lsqml", "ml"}) {
    chains.push_back({engine + "_scale", engine + ":12:probe_from=3:scale_from=2"});
  }
  chains.push_back({"mpie_batch", "mpie:12:probe_from=2:batch=4:momentum_every=7"});
  chains.push_back({"perturbed", "awf:14:patience=2:tolerance=0.5:on_stall=perturb"});
  chains.push_back({"stalled", "awf:14:patience=3:tolerance=0.9,dm:4"});
  chains.push_back({"starts", "dm:4,epie:2", 3});
  return chains;
}

class Continued : public testing::TestWithParam<ContinuedChain> {};

TEST_P(Continued, isTheSameAsUninterrupted) {
  const Acquisition acquisition = test::smallScan();
  ReconstructionSpec spec = test::chain(GetParam().chain);
  spec.starts = GetParam().starts;
  spec.probe_modes = GetParam().probe_modes;
  spec.record_every = 2;
  Interrupting never(1'000'000);
  const Reconstruction whole = interrupt(acquisition, spec, never).result;
  for (const int stop : {0, 5, 7, 11}) {
    if (stop >= whole.iterations) break;  // a chain that stalls
    Interrupting context(stop);
    const Interrupted half = interrupt(acquisition, spec, context);
    ASSERT_EQ(half.checkpoints, 1);
    ASSERT_EQ(half.result.completion, Completion::StoppedEarly);
    KeptStateRestorer restorer(half.kept);
    const Interrupted rest = interrupt(acquisition, spec, never, &restorer);
    EXPECT_EQ(rest.result.completion, Completion::Done);
    expectSame(rest.result, whole);
  }
}

bool isThere(const ContinuedChain& chain) {
  const ReconstructionProblem problem(test::smallScan(), 1);
  const StageSpec stage = parseChain(chain.chain)->front();
  const ComplexImage object(static_cast<std::size_t>(problem.scan().object_rows),
                            static_cast<std::size_t>(problem.scan().object_cols));
  return makeEngine({problem, stage, {}, 1}, problem.startFrom(object)) != nullptr;
}

std::vector<ContinuedChain> chainsThatAreThere() {
  std::vector<ContinuedChain> chains = continuedChains();
  std::erase_if(chains, [](const ContinuedChain& chain) { return !isThere(chain); });
  return chains;
}

INSTANTIATE_TEST_SUITE_P(Chains, Continued, testing::ValuesIn(chainsThatAreThere()),
                         [](const auto& info) { return info.param.name; });

TEST(Checkpoint, wantedInTheMiddleChangesNothing) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionSpec spec = test::chain("dm:4,awf:6");
  Interrupting plain(1'000'000);
  Interrupting wanting(1'000'000, 7);
  const Interrupted whole = interrupt(acquisition, spec, plain);
  const Interrupted watched = interrupt(acquisition, spec, wanting);
  EXPECT_EQ(whole.checkpoints, 0);
  EXPECT_EQ(watched.checkpoints, 1);
  expectSame(whole.result, watched.result);
  KeptStateRestorer restorer(watched.kept);
  expectSame(interrupt(acquisition, spec, plain, &restorer).result, whole.result);
}

TEST(Checkpoint, isRefusedForAnotherSpecOrOtherData) {
  Acquisition acquisition = test::smallScan();
  const ReconstructionSpec spec = test::chain("dm:8");
  Interrupting context(4);
  const Interrupted half = interrupt(acquisition, spec, context);
  RunContext plain;
  ReconstructionInput input;
  KeptStateRestorer first(half.kept);
  input.resume = &first;
  const auto other = reconstruct(Acquisition(acquisition), test::chain("dm:9"), input, plain);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().text().find("another specification"), std::string::npos);
  acquisition.patterns.image(3)[17] += 1;
  KeptStateRestorer second(half.kept);
  input.resume = &second;
  const auto data = reconstruct(std::move(acquisition), spec, input, plain);
  ASSERT_FALSE(data);
  EXPECT_NE(data.error().text().find("other data"), std::string::npos);
}

TEST(Checkpoint, aMissingOrShortPieceIsNamed) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionSpec spec = test::chain("dm:8");
  Interrupting context(4);
  const Interrupted half = interrupt(acquisition, spec, context);
  for (const bool missing : {true, false}) {
    KeptState kept = half.kept;
    if (missing) kept.arrays.erase("engine.psi");
    else kept.arrays.at("engine.psi").pop_back();
    KeptStateRestorer restorer(kept);
    RunContext plain;
    ReconstructionInput input;
    input.resume = &restorer;
    const auto result = reconstruct(Acquisition(acquisition), spec, input, plain);
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().text().find("engine.psi"), std::string::npos) << result.error().text();
  }
}

TEST(Fingerprint, tellsEveryBitAndTheirOrder) {
  const auto of = [](const std::string& text) {
    Fingerprint fingerprint;
    fingerprint.add(text);
    return fingerprint.value();
  };
  std::string text(37, 'x');
  const auto plain = of(text);
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_NE(of(text), plain) << bit;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
  }
  EXPECT_NE(of("ab"), of("ba"));
  EXPECT_NE(of(""), of(std::string(1, '\0')));
}

}  // namespace
}  // namespace ptycho
