#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class ObjectSource { DeadLeaves, Photo, Folder, File };
enum class ObjectMapping { Same, Pair };

/// Where the object comes from and how luma becomes a complex transmission.
struct ObjectSpec {
  ObjectSource source = ObjectSource::DeadLeaves;
  std::string path;            ///< photo, folder of photos, or HDF5 data set ("file.h5:/object")
  std::string pair_path;       ///< mapping `pair` with a single photo: the photo of the phase
  ObjectMapping mapping = ObjectMapping::Same;
  double amplitude_min = 0.5;
  double amplitude_max = 1.0;
  double phase_min_rad = -1.0471975511965976;  ///< −π/3
  double phase_max_rad = 0.0;
  std::int64_t index = 0;      ///< which photo of a folder (sorted by name), or which dead-leaves image
  std::uint64_t seed = 1;      ///< of the dead-leaves generator

  static const FieldList<ObjectSpec>& fields();
  bool operator==(const ObjectSpec&) const = default;
};

/// A complex transmission with where it came from.
struct SampleObject {
  ComplexImage transmission;  ///< [rows, cols]
  std::string name;           ///< "dead-leaves 1/0", "photo.jpg"
};

/// O = A·exp(iφ) with A = A_min + (A_max−A_min)·g and φ = φ_max − (φ_max−φ_min)·g' for lumas g, g' in [0, 1]
/// (with the defaults A = 0.5 + 0.5 g, φ = −(π/3) g). The lumas have one shape, else std::invalid_argument.
/// `same`: g' = g; `pair`: g' from the second photo.
[[nodiscard]] ComplexImage complexObject(const RealImage& amplitudeLuma, const RealImage& phaseLuma,
                                         const ObjectSpec& spec);

/// The object of this spec, rows × cols: photos are resized so that they cover rows × cols (short side to the
/// larger of the two, antialiased), then centre-cropped.
/// Errors name the file or folder. ObjectSource::File is loaded by the caller (core/store).
[[nodiscard]] Result<SampleObject> makeObject(const ObjectSpec& spec, int rows, int cols);

}  // namespace ptycho
