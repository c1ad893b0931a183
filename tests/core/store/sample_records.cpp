#include "tests/core/store/sample_records.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/random.h"

#ifdef __SANITIZE_ADDRESS__
// After a write that failed half-way HDF5 is deliberately not tidied up at the end of the process.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }
#endif

namespace ptycho::testing {

namespace fs = std::filesystem;

StoreTest::StoreTest() {
  static std::atomic<int> counter{0};
  m_folder =
      fs::temp_directory_path() / ("ptychodesk-store-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
  fs::create_directories(m_folder);
}

StoreTest::~StoreTest() {
  std::error_code ignored;
  fs::remove_all(m_folder, ignored);
}

namespace {

void fill(ComplexStack& stack, std::uint64_t stream) {
  const CounterRandom random(7, stream);
  for (std::size_t i = 0; i < stack.size(); ++i) {
    stack.data()[i] = {static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1))};
  }
}

ComplexImage randomImage(std::size_t rows, std::size_t cols, std::uint64_t stream) {
  ComplexStack stack(1, rows, cols);
  fill(stack, stream);
  return stack.copy(0);
}

}  // namespace

Acquisition smallAcquisition(int window) {
  Acquisition acquisition;
  acquisition.name = "small";
  const auto side = static_cast<std::size_t>(window);
  acquisition.patterns = RealStack(4, side, side);
  const CounterRandom random(3, 1);
  for (std::size_t i = 0; i < acquisition.patterns.size(); ++i) {
    acquisition.patterns.data()[i] = static_cast<float>(std::exp(3 * random.normal(i)));
  }
  acquisition.probe = ComplexStack(1, side, side);
  fill(acquisition.probe, 2);
  acquisition.scan = {{{0, 0}, {0, 3}, {3, 0}, {3, 3}}, window, window + 3, window + 3};
  return acquisition;
}

Acquisition fullAcquisition(int window) {
  Acquisition acquisition = smallAcquisition(window);
  acquisition.name = "full: µ-beam \"60 px\"";
  const auto side = static_cast<std::size_t>(window);
  acquisition.probe = ComplexStack(3, side, side);
  fill(acquisition.probe, 4);
  acquisition.scan.positions = {{0.25, 0}, {0, 2.625}, {1.0 / 3.0, std::sqrt(2.0)}, {3, 2.75}};
  acquisition.mask = MaskImage(side, side, 1);
  acquisition.mask(1, 2) = 0;
  acquisition.background = RealImage(side, side, 0.5f);
  acquisition.background(2, 1) = 3;
  acquisition.truth = randomImage(side + 3, side + 3, 5);
  acquisition.estimate = randomImage(side + 3, side + 3, 9);
  acquisition.geometry = Geometry{Radiation::Electrons, 300, 0.25, 30.5, window, Propagation::NearField, 2.5};
  acquisition.spec_json = R"({"schema": 1, "scan": {"step_px": 60}})";
  acquisition.propagation = Propagation::NearField;
  acquisition.import_json = R"({"schema": 1, "file": "scan.cxi"})";
  return acquisition;
}

ResultRecord fullResult() {
  const Acquisition acquisition = fullAcquisition();
  ResultRecord record;
  record.name = "a result";
  record.spec_json = R"({"schema": 1})";
  record.acquisition = "scan.h5";
  record.truth = acquisition.truth;
  record.scan = acquisition.scan;
  record.geometry = acquisition.geometry;
  const std::size_t side = acquisition.truth.rows();
  record.coverage = RealImage(side, side, 0.5f);
  record.coverage(2, 1) = 3.25f;
  Reconstruction& outcome = record.reconstruction;
  outcome.object = randomImage(side, side, 6);
  outcome.probe = acquisition.probe;
  outcome.completion = Completion::StoppedEarly;
  outcome.iterations = 3;
  outcome.seconds = 0.1;
  outcome.residual = 1.0 / 3.0;
  outcome.amplitude_nrmse = 0.01;
  outcome.phase_nrmse = 0.02;
  outcome.flat_amplitude_nrmse = 0.15;
  outcome.flat_phase_nrmse = 0.4;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  outcome.history = {{1, 0, "dm", 0.5, 0.25, nan, nan, 0.03}, {2, 0, "dm", 0.25, 0.125, 0.3, 0.6, 0.06},
                     {3, 1, "awf", 1e-9, 0.1, 0.2, 0.4, 0.09, 2}};
  outcome.restarts = 4;
  outcome.start = 2;
  outcome.positions = acquisition.scan.positions;
  outcome.positions[1].row += 0.25;
  outcome.scales.assign(outcome.positions.size(), 1);
  outcome.scales[1] = 1.125F;
  outcome.variation.modes = ComplexStack(2, acquisition.probe.rows(), acquisition.probe.cols());
  fill(outcome.variation.modes, 9);
  outcome.variation.coefficients = Image<Complex>(outcome.positions.size(), 2, {0.25F, -1});
  return record;
}

void expectSame(const Acquisition& a, const Acquisition& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_TRUE(a.patterns == b.patterns);
  EXPECT_TRUE(a.mask == b.mask);
  EXPECT_TRUE(a.background == b.background);
  EXPECT_TRUE(a.probe == b.probe);
  EXPECT_TRUE(a.truth == b.truth);
  EXPECT_TRUE(a.estimate == b.estimate);
  EXPECT_EQ(a.scan.positions, b.scan.positions);
  EXPECT_EQ(a.scan.window_px, b.scan.window_px);
  EXPECT_EQ(a.scan.object_rows, b.scan.object_rows);
  EXPECT_EQ(a.scan.object_cols, b.scan.object_cols);
  EXPECT_EQ(a.geometry, b.geometry);
  EXPECT_EQ(a.spec_json, b.spec_json);
  EXPECT_EQ(a.propagation, b.propagation);
  EXPECT_EQ(a.import_json, b.import_json);
}

void expectSame(const ResultRecord& a, const ResultRecord& b) {
  const Reconstruction& p = a.reconstruction;
  const Reconstruction& q = b.reconstruction;
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.spec_json, b.spec_json);
  EXPECT_EQ(a.acquisition, b.acquisition);
  EXPECT_TRUE(a.truth == b.truth);
  EXPECT_TRUE(a.coverage == b.coverage);
  EXPECT_EQ(a.scan.positions, b.scan.positions);
  EXPECT_EQ(a.scan.object_rows, b.scan.object_rows);
  EXPECT_EQ(a.geometry, b.geometry);
  EXPECT_TRUE(p.object == q.object);
  EXPECT_TRUE(p.probe == q.probe);
  EXPECT_EQ(p.completion, q.completion);
  EXPECT_EQ(p.iterations, q.iterations);
  EXPECT_EQ(p.restarts, q.restarts);
  EXPECT_EQ(p.start, q.start);
  EXPECT_EQ(p.positions, q.positions);
  EXPECT_TRUE(p.variation == q.variation);
  EXPECT_EQ(p.scales, q.scales);
  const auto scalars = [](const Reconstruction& r) {
    return std::vector{r.seconds,         r.residual, r.amplitude_nrmse, r.phase_nrmse, r.flat_amplitude_nrmse,
                       r.flat_phase_nrmse};
  };
  EXPECT_EQ(scalars(p), scalars(q));
  ASSERT_EQ(p.history.size(), q.history.size());
  for (std::size_t k = 0; k < p.history.size(); ++k) {
    const IterationRecord& x = p.history[k];
    const IterationRecord& y = q.history[k];
    EXPECT_EQ(x.engine, y.engine);
    EXPECT_EQ(x.start, y.start);
    EXPECT_EQ(std::pair(x.iteration, x.stage), std::pair(y.iteration, y.stage));
    // Bits, because NaN is equal to nothing.
    EXPECT_EQ(std::memcmp(&x.residual, &y.residual, 5 * sizeof(double)), 0) << k;
  }
}

std::string bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

void writeBytes(const fs::path& file, const std::string& bytes) {
  // A new file: some file systems wait for the disk when one is emptied and filled again.
  std::error_code ignored;
  fs::remove(file, ignored);
  std::ofstream(file, std::ios::binary) << bytes;
}

std::vector<std::string> filesOf(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& item : fs::directory_iterator(folder)) names.push_back(item.path().filename().string());
  std::ranges::sort(names);
  return names;
}

int inChild(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) std::exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void limitFileSize(std::size_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace ptycho::testing
