#pragma once

#include <string>

#include "core/base/error.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class NetworkKind { PtychoNet, PtychoNetPlus, UNet };
/// What the network sees of a magnitude M: M, √M, ln(1 + M), or M / rms(M of the whole scan).
enum class InputScaling { Raw, SquareRoot, Logarithm, Normalised };
/// How overlapping patches become one object.
enum class Stitching { Mean, ProbeWeighted, Learned };

/// An architecture from patterns to object. Defaults are the reference study's PtychoNet (PHYSICS.md, section 8:
/// 24,391,296 parameters at 64 base channels).
struct NetworkSpec {
  NetworkKind kind = NetworkKind::PtychoNet;
  int base_channels = 64;
  bool attention = false;         ///< self-attention in the bottleneck, 4 × 4 pixels for windows of 128
  bool multi_scale = false;       ///< the pattern reduced by 2, 4, 8 joins the encoder's stages
  InputScaling input_scaling = InputScaling::Raw;
  bool input_shifted = false;     ///< zero frequency in the middle of what the network sees
  Stitching stitching = Stitching::Mean;
  int unrolled_steps = 0;         ///< K: physics updates, each followed by a learned correction
  int correction_channels = 32;   ///< width of each correction

  static const FieldList<NetworkSpec>& fields();
  bool operator==(const NetworkSpec&) const = default;
};

/// How channels in [0, 1] become an object: A = amplitude_max · c₀, φ = phase_max + (phase_min − phase_max) · c₁
/// (with the defaults A = c₀, φ = −(π/3)·c₁).
struct OutputRange {
  double amplitude_max = 1.0;
  double phase_min_rad = -1.0471975511965976;
  double phase_max_rad = 0.0;
  bool operator==(const OutputRange&) const = default;
};

/// The named architectures of `info network NAME`: "ptychonet", "ptychonet-plus", "unet", "unrolled", ….
struct NetworkPreset {
  std::string name;
  std::string title;
  std::string help;
  NetworkSpec spec;
};
[[nodiscard]] const std::vector<NetworkPreset>& networkPresets();
/// An unknown name is an error that lists the known ones.
[[nodiscard]] Result<NetworkSpec> findNetworkPreset(std::string_view name);

}  // namespace ptycho
