#include "widgets/reconstruct/request_json.h"

#include "widgets/models/core_text.h"

namespace ptycho {
namespace {

int threadsAt(const Json& json) {
  const auto found = json.find("threads");
  return found != json.end() && found->is_number_integer() ? found->get<int>() : 0;
}

double numberAt(const Json& json, const char* key, double otherwise) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : otherwise;
}

}  // namespace

Json requestToJson(const ReconstructionRequest& request) {
  return {{"acquisition", request.acquisition.toStdString()},
          {"reconstruction", reconstructionSpecToJson(request.spec)},
          {"start_file", request.start_file.toStdString()},
          {"support", request.support_file.toStdString()},
          {"memory_gb", request.memory_gb},
          {"checkpoint_every_s", request.checkpoint_every_s},
          {"threads", request.threads}};
}

Result<ReconstructionRequest> requestFromJson(const Json& json) {
  if (!json.is_object() || !json.contains("reconstruction")) return badInput("has no reconstruction in it.");
  ReconstructionRequest request;
  PTYCHO_TRY(request.spec, reconstructionSpecFromJson(json["reconstruction"]));
  request.acquisition = textAt(json, "acquisition");
  request.start_file = textAt(json, "start_file");
  request.support_file = textAt(json, "support");
  request.memory_gb = numberAt(json, "memory_gb", 0);
  request.checkpoint_every_s = numberAt(json, "checkpoint_every_s", ReconstructionRequest::kCheckpointEvery_s);
  request.threads = threadsAt(json);
  return request;
}

Result<ReconstructionRequest> requestFromRunSpec(const Json& spec) {
  PTYCHO_TRY(ReconstructionRequest request, requestFromJson(spec));
  const QString start = textAt(spec, "start");
  const bool named = !start.isEmpty() && start != QLatin1String("flat") && start != QLatin1String("random");
  if (named) {
    request.spec.start = StartKind::Given;
    request.start_file = start;
  } else if (!start.isEmpty()) {
    request.spec.start = start == QLatin1String("random") ? StartKind::Random : StartKind::Flat;
  }
  request.threads = 0;  // the number of that machine's cores, not a wish
  return request;
}

}  // namespace ptycho
