#include "app/cli/network_source.h"

#include "app/cli/run_resume.h"
#include "core/store/network_file.h"
#include "core/store/run_folder.h"

#ifdef PTYCHODESK_WITH_NETWORKS
#include "core/network/network_summary.h"
#include "core/predict/network_predictor.h"
#endif

namespace ptycho::cli {

namespace fs = std::filesystem;

tl::unexpected<Error> withoutNetworks(const std::string& what) {
  return fail(ErrorCode::Unsupported,
              "needs a program with networks; this one was built without LibTorch "
              "(PTYCHODESK_TORCH=OFF).",
              what);
}

Result<fs::path> networkFileOf(const std::string& fileOrRun) {
  std::error_code status;
  const fs::path path = fileOrRun;
  if (!fs::exists(path, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", fileOrRun);
  if (!fs::is_directory(path, status)) return path;
  PTYCHO_TRY(const Json spec, specOfRun(path, "train"));
  const fs::path file = path / run_file::kResult;
  if (!fs::exists(file, status)) {
    return fail(ErrorCode::NotFound, "has no network yet; it is written at the first validation.", fileOrRun);
  }
  return file;
}

Result<TrainedNetwork> readTrainedNetwork(const std::string& fileOrRun) {
  PTYCHO_TRY(const fs::path file, networkFileOf(fileOrRun));
#ifdef PTYCHODESK_WITH_NETWORKS
  const auto check = [](const TrainingSpec& spec, const std::vector<TensorLayout>& found) {
    return checkNetworkLayout(spec.network, found);
  };
#else
  const LayoutCheck check;  // nobody here knows the layers; the limits on files hold
#endif
  return readNetworkFile(file, check);
}

#ifdef PTYCHODESK_WITH_NETWORKS

Result<std::unique_ptr<Predictor>> openPredictor(const std::string& fileOrRun, const std::string& device, int threads) {
  PTYCHO_TRY(const TrainedNetwork network, readTrainedNetwork(fileOrRun));
  auto predictor = makeNetworkPredictor(network, device, threads);
  if (!predictor) return passOn(predictor.error(), fileOrRun);
  return predictor;
}

#else

Result<std::unique_ptr<Predictor>> openPredictor(const std::string& fileOrRun, const std::string& /*device*/,
                                                 int /*threads*/) {
  return withoutNetworks(fileOrRun);
}

#endif

}  // namespace ptycho::cli
