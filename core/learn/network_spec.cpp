#include "core/learn/network_spec.h"

namespace ptycho {

const FieldList<NetworkSpec>& NetworkSpec::fields() {
  using S = NetworkSpec;
  static const FieldList<S> list = joined<S>(
      {{named(choiceField("architecture", "Architecture", {"ptychonet", "ptychonet-plus", "unet"},
                          "How patterns become patches", &S::kind),
              {"PtychoNet", "PtychoNet+", "U-Net"},
              {"Encoder-decoder without skips (Guan, Tsai, Huang et al., BMVC 2019)",
               "PtychoNet with residual blocks and a refinement of the stitched object",
               "Encoder-decoder with skips (Ronneberger, Fischer & Brox, MICCAI 2015)"}),
        field("base_channels", "Base channels", "", 4, 256,
              "Channels of the first layer; the widest has eight times as many", &S::base_channels)},
       grouped<S>("Input", {named(choiceField("input_scaling", "Scaling", {"raw", "sqrt", "log", "normalised"},
                                              "What is done to the magnitudes before the network sees them",
                                              &S::input_scaling),
                                  {"None", "Square root", "Logarithm", "Normalised"},
                                  {"The magnitude M", "√M", "ln(1 + M)", "M over the root mean square of the scan"}),
                            field("input_shifted", "Zero frequency in the middle",
                                  "Move the zero frequency from the corner to the middle of the input", &S::input_shifted),
                            field("multi_scale", "Several scales",
                                  "Join the pattern, reduced by 2, 4 and 8, to the encoder's stages", &S::multi_scale)}),
       grouped<S>("Inside", {field("attention", "Self-attention", "Self-attention in the bottleneck", &S::attention)}),
       grouped<S>("Object",
                  {named(choiceField("stitching", "Stitching", {"mean", "probe-weighted", "learned"},
                                     "How overlapping patches become one object", &S::stitching),
                         {"Mean", "Weighted by the probe", "Learned"},
                         {"The plain average", "Weighted by |P|², as a pixel is known where light falls",
                          "Weighted by a confidence that the network gives for each pixel"}),
                   field("unrolled_steps", "Physics steps", "", 0, 64,
                         "Updates towards the measured magnitudes, each followed by a learned correction",
                         &S::unrolled_steps),
                   field("correction_channels", "Width of a correction", "", 4, 128,
                         "Channels of the convolutions of each correction", &S::correction_channels)})});
  return list;
}

const std::vector<NetworkPreset>& networkPresets() {
  static const std::vector<NetworkPreset> presets = [] {
    std::vector<NetworkPreset> all;
    NetworkSpec spec;
    all.push_back({"ptychonet", "PtychoNet", "The reference study's baseline.", spec});
    spec.kind = NetworkKind::PtychoNetPlus;
    all.push_back({"ptychonet-plus", "PtychoNet+", "Residual blocks and a refinement of the stitched object.", spec});
    spec.kind = NetworkKind::UNet;
    all.push_back({"unet", "U-Net", "The reference study's failed attempt, kept for comparison.", spec});
    spec.kind = NetworkKind::PtychoNet;
    spec.stitching = Stitching::ProbeWeighted;
    spec.unrolled_steps = 8;
    all.push_back({"unrolled", "Unrolled physics", "PtychoNet, then eight physics steps with learned corrections.", spec});
    return all;
  }();
  return presets;
}

Result<NetworkSpec> findNetworkPreset(std::string_view name) {
  std::string known;
  for (const auto& preset : networkPresets()) {
    if (preset.name == name) return preset.spec;
    known += (known.empty() ? "" : ", ") + preset.name;
  }
  return badInput("is not a known network; there are " + known + ".", std::string(name));
}

}  // namespace ptycho
