#include "core/network/device.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

TEST(Device, cpuIsAlwaysThereAndFirst) {
  const std::vector<std::string> devices = availableDevices();
  ASSERT_FALSE(devices.empty());
  EXPECT_EQ(devices.front(), "cpu");
}

TEST(Device, otherDevicesAreNumberedCudaDevices) {
  const std::vector<std::string> devices = availableDevices();
  for (std::size_t i = 1; i < devices.size(); ++i) EXPECT_EQ(devices[i], "cuda:" + std::to_string(i - 1));
}

TEST(Device, everyAvailableDeviceCanBeChosen) {
  for (const std::string& name : availableDevices()) {
    const auto chosen = chooseDevice(name);
    ASSERT_TRUE(chosen) << chosen.error().text();
    EXPECT_EQ(*chosen, name);
  }
}

TEST(Device, autoPrefersCudaAndFallsBackToCpu) {
  const std::vector<std::string> devices = availableDevices();
  const auto chosen = chooseDevice("auto");
  ASSERT_TRUE(chosen);
  EXPECT_EQ(*chosen, devices.size() > 1 ? "cuda:0" : "cpu");
}

TEST(Device, cudaMeansTheFirstCudaDevice) {
  const auto chosen = chooseDevice("cuda");
  if (availableDevices().size() > 1) {
    ASSERT_TRUE(chosen);
    EXPECT_EQ(*chosen, "cuda:0");
  } else {
    ASSERT_FALSE(chosen);
    EXPECT_NE(chosen.error().message.find("cuda:0"), std::string::npos);
  }
}

TEST(Device, missingDeviceIsNamedWithWhatThereIs) {
  const auto chosen = chooseDevice("cuda:4096");
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, ErrorCode::Unsupported);
  EXPECT_EQ(chosen.error().exitCode(), 2);
  EXPECT_NE(chosen.error().message.find("cuda:4096"), std::string::npos);
  EXPECT_NE(chosen.error().message.find("cpu"), std::string::npos);
}

TEST(Device, refusesWhatIsNoDevice) {
  for (const char* request : {"", "gpu", "CPU", "cpu:1", "cuda:", "cuda:x", "cuda:-1", "cuda:+1", "cuda: 1", "cuda:1 ",
                              "cuda:01", "cuda:99999999999999999999", "cuda0", "autocuda"}) {
    const auto chosen = chooseDevice(request);
    ASSERT_FALSE(chosen) << '"' << request << '"';
    EXPECT_EQ(chosen.error().code, ErrorCode::BadInput) << '"' << request << '"';
    EXPECT_NE(chosen.error().message.find("auto, cpu or cuda:N"), std::string::npos);
  }
}

TEST(Device, versionIsOneThatIsSupported) {
  const std::string version = torchVersion();
  const std::size_t dot = version.find('.');
  ASSERT_NE(dot, std::string::npos) << version;
  const int major = std::stoi(version);
  const int minor = std::stoi(version.substr(dot + 1));
  EXPECT_TRUE(major > 1 || (major == 1 && minor >= 13)) << version;
}

}  // namespace
}  // namespace ptycho
