#include <arpa/inet.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/core/train/test_training.h"

namespace ptycho {
namespace {

/// Sets an environment variable for the time of a test.
class Variable {
 public:
  Variable(const char* name, const char* value) : m_name(name) { setenv(name, value, 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { unsetenv(m_name); }

 private:
  const char* m_name;
};

TEST(DataParallel, isOneProcessWithoutEnvironment) {
  const auto parallel = dataParallelFromEnvironment();
  ASSERT_TRUE(parallel);
  EXPECT_EQ(parallel->world, 1);
  EXPECT_EQ(parallel->rank, 0);
}

TEST(DataParallel, readsWhatTorchrunSets) {
  const Variable world("WORLD_SIZE", "4");
  const Variable rank("RANK", "3");
  const Variable address("MASTER_ADDR", "127.0.0.2");
  const Variable port("MASTER_PORT", "12345");
  const auto parallel = dataParallelFromEnvironment();
  ASSERT_TRUE(parallel) << parallel.error().text();
  EXPECT_EQ(parallel->world, 4);
  EXPECT_EQ(parallel->rank, 3);
  EXPECT_EQ(parallel->address, "127.0.0.2");
  EXPECT_EQ(parallel->port, 12345);
}

TEST(DataParallel, namesTheVariableThatDoesNotFit) {
  {
    const Variable world("WORLD_SIZE", "two");
    EXPECT_EQ(dataParallelFromEnvironment().error().where, "WORLD_SIZE");
  }
  const Variable world("WORLD_SIZE", "2");
  EXPECT_EQ(dataParallelFromEnvironment().error().where, "RANK");
  {
    const Variable rank("RANK", "2");
    EXPECT_EQ(dataParallelFromEnvironment().error().where, "RANK");
  }
  const Variable rank("RANK", "1");
  const Variable port("MASTER_PORT", "70000");
  EXPECT_EQ(dataParallelFromEnvironment().error().where, "MASTER_PORT");
}

constexpr const char* kWorkerFile = "PTYCHODESK_TEST_WORKER_FILE";

/// Two objects a step in passes of one: batch normalisation sees one object at a time, in one process or two.
TrainingSpec sharedTraining() {
  TrainingSpec spec = smallTraining();
  spec.loss.dft_weight = 0.01;
  return spec;
}

/// One of the two processes: writes its losses and the last validation.
void trainAsWorker(const std::string& file) {
  const auto parallel = dataParallelFromEnvironment();
  ASSERT_TRUE(parallel) << parallel.error().text();
  TrainingInput input;
  input.parallel = *parallel;
  TrainingWatcher watcher;
  const auto outcome = train(sharedTraining(), input, watcher);
  ASSERT_TRUE(outcome) << outcome.error().text();
  std::ofstream out(file);
  for (const double loss : watcher.numbers("train", "loss")) out << fmt::format("{}\n", loss);
  out << fmt::format("{}\n", outcome->network.history.back().batch_phase_nrmse);
}

int freePort() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  int port = 0;
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(address.sin_port);
  }
  close(descriptor);
  return port;
}

pid_t startWorker(int rank, const std::filesystem::path& file) {
  const std::string rankText = std::to_string(rank);
  const Variable variable("RANK", rankText.c_str());
  const Variable output(kWorkerFile, file.c_str());
  std::string program = std::filesystem::read_symlink("/proc/self/exe");
  std::string filter = "--gtest_filter=DataParallel.twoProcessesDoWhatOneDoes";
  char* arguments[] = {program.data(), filter.data(), nullptr};
  pid_t child = 0;
  return posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) == 0 ? child : -1;
}

std::vector<double> numbersIn(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<double> list;
  for (double value = 0; in >> value;) list.push_back(value);
  return list;
}

TEST(DataParallel, twoProcessesDoWhatOneDoes) {
#if !__has_include(<gloo/transport/device.h>)
  GTEST_SKIP() << "built without Gloo (libgloo-dev)";
#endif
  if (const char* file = std::getenv(kWorkerFile)) return trainAsWorker(file);
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("ptychodesk-parallel-{}", getpid());
  std::filesystem::create_directories(folder);
  const std::string port = std::to_string(freePort());
  std::vector<pid_t> workers;
  {
    const Variable world("WORLD_SIZE", "2");
    const Variable address("MASTER_ADDR", "127.0.0.1");
    const Variable portVariable("MASTER_PORT", port.c_str());
    for (int rank = 0; rank < 2; ++rank) workers.push_back(startWorker(rank, folder / std::to_string(rank)));
  }
  for (const pid_t worker : workers) {
    ASSERT_GT(worker, 0);
    int status = -1;
    ASSERT_EQ(waitpid(worker, &status, 0), worker);
    EXPECT_EQ(status, 0);
  }
  TrainingWatcher watcher;
  const auto alone = train(sharedTraining(), {}, watcher);
  ASSERT_TRUE(alone) << alone.error().text();
  std::vector<double> expected = watcher.numbers("train", "loss");
  expected.push_back(alone->network.history.back().batch_phase_nrmse);
  const std::vector<double> together = numbersIn(folder / "0");
  ASSERT_EQ(together.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_NEAR(together[k], expected[k], 1e-4 * expected[k]) << k;
  EXPECT_EQ(numbersIn(folder / "1").size(), 1U);  // only process 0 tells; both know the validation
  EXPECT_EQ(numbersIn(folder / "1").back(), together.back());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace ptycho
