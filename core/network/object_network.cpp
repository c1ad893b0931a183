#include "core/network/object_network.h"

#include <mutex>
#include <vector>

#include "core/network/input_scaling.h"
#include "core/network/patch_network.h"
#include "core/network/stitching.h"
#include "core/network/unrolled.h"
#include "core/network/window_layout.h"

namespace ptycho {

namespace {

using torch::Tensor;

/// LibTorch draws first weights from the CPU's one generator: seeds it, and puts back its state at the end.
class SeededDraw {
 public:
  explicit SeededDraw(std::uint64_t seed) : m_generator(at::detail::getDefaultCPUGenerator()) {
    const std::lock_guard lock(m_generator.mutex());
    m_state = m_generator.get_state();
    m_generator.set_current_seed(seed);
  }
  ~SeededDraw() {
    const std::lock_guard lock(m_generator.mutex());
    m_generator.set_state(m_state);
  }
  SeededDraw(const SeededDraw&) = delete;
  SeededDraw& operator=(const SeededDraw&) = delete;

 private:
  at::Generator m_generator;
  Tensor m_state;
};

class StagedNetwork : public ObjectNetwork {
 public:
  explicit StagedNetwork(const NetworkSpec& spec)
      : m_spec(spec), m_patch(register_module("patch", makePatchNetwork(spec))) {
    if (spec.kind == NetworkKind::PtychoNetPlus) m_refinement = register_module("refinement", makeObjectRefinement());
    if (spec.unrolled_steps > 0) {
      m_unrolled = register_module("unrolled", UnrolledPhysics(spec.unrolled_steps, spec.correction_channels));
    }
  }

  Tensor forward(const ScanBatch& batch) override {
    Tensor channels = stitchPatches(patchesOf(batch), batch, m_spec.stitching);
    if (m_refinement) {
      channels = m_refinement->forward(channels) * reachedPixels(windowLayout(batch), channels.device());
    }
    return m_unrolled ? m_unrolled->forward(channels, batch) : channels;
  }

 private:
  /// One call for all patterns where batch normalisation sees them together or gradients are wanted. Otherwise patterns
  /// do not depend on one another, and a few hundred at a time bound the memory.
  Tensor patchesOf(const ScanBatch& batch) {
    constexpr std::int64_t kAtATime = 256;
    const Tensor input = scaledInput(batch, m_spec.input_scaling, m_spec.input_shifted);
    if (is_training() || torch::GradMode::is_enabled() || input.size(0) <= kAtATime) return m_patch->forward(input);
    std::vector<Tensor> patches;
    for (const Tensor& some : input.split(kAtATime)) patches.push_back(m_patch->forward(some));
    return torch::cat(patches);
  }

  NetworkSpec m_spec;
  std::shared_ptr<PatchNetwork> m_patch;
  std::shared_ptr<ObjectRefinement> m_refinement;
  UnrolledPhysics m_unrolled{nullptr};
};

}  // namespace

std::shared_ptr<ObjectNetwork> makeObjectNetwork(const NetworkSpec& spec, std::uint64_t seed) {
  const SeededDraw draw(seed);
  return std::make_shared<StagedNetwork>(spec);
}

}  // namespace ptycho
