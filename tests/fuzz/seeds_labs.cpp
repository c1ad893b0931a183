#include "tests/core/import/lab_files.h"
#include "tests/fuzz/input_parts.h"
#include "tests/fuzz/raw_seed.h"

namespace ptycho::fuzz {

namespace {

using namespace ptycho::testing;

void writeProduct(RawFile& file) {
  for (const char* name : {"name", "comments"}) file.attribute("/", name, std::string("leaf"));
  realAttribute(file, "/", "detector_object_distance_m", 1.5);
  realAttribute(file, "/", "probe_energy_eV", 8800);
  realAttribute(file, "/", "exposure_time_s", 0.1);
  file.doubles("/probe_position_indexes", {4}, countedDoubles(4), H5T_STD_I64LE);
  file.doubles("/probe_position_x_m", {4}, countedDoubles(4, 1e-7));
  file.doubles("/probe_position_y_m", {4}, countedDoubles(4, -2e-7), H5T_IEEE_F64BE);
  complexNumbers(file, "/probe", {1, 2, 4, 5});
  complexNumbers(file, "/object", {2, 6, 7});
  for (const char* path : {"/probe", "/object"}) {
    realAttribute(file, path, "pixel_width_m", 2e-8);
    realAttribute(file, path, "pixel_height_m", 3e-8);
  }
  realAttribute(file, "/object", "center_x_m", 5e-6);
  realAttribute(file, "/object", "center_y_m", -4e-6);
  file.doubles("/object_layer_spacing_m", {1}, {1e-6});
}

void writePtyLab(RawFile& file) {
  file.floats("/ptychogram", {4, 8, 8}, countedFloats(256));
  file.doubles("/encoder", {4, 2}, countedDoubles(8, 1e-6));
  file.doubles("/dxd", {1, 1}, {4e-6});
  file.doubles("/zo", {}, {0.05});
  file.doubles("/wavelength", {}, {632.8e-9});
  file.doubles("/entrancePupilDiameter", {}, {150e-6});
  file.floats("/emptyBeam", {8, 8}, countedFloats(64));
  file.doubles("/orientation", {}, {4});
}

void writePtyLabResult(RawFile& file) {
  writePtyLab(file);
  complexNumbers(file, "/probe", {1, 1, 2, 1, 8, 8});
  complexNumbers(file, "/object", {1, 1, 1, 1, 16, 16});
  file.doubles("/error", {3}, {3, 2, 1});
}

void writeFoldSlicePatterns(RawFile& file) { file.floats("/dp", {4, 8, 8}, countedFloats(256)); }

void writeFoldSlicePositions(RawFile& file) {
  file.doubles("/ppX", {1, 4}, countedDoubles(4, 1e-7));
  file.doubles("/ppY", {4, 1}, countedDoubles(4, 1e-7));
  file.doubles("/lambda", {1, 1}, {1.4e-10});
  file.doubles("/dx", {1, 1}, {1e-8});
}

void writeFoldSlice(RawFile& file) {
  writeFoldSlicePatterns(file);
  writeFoldSlicePositions(file);
}

/// The two files that fold_slice writes; the patterns are opened.
Seed foldSlicePair() {
  const Seed patterns = rawSeed("scan_dp.h5", writeFoldSlicePatterns);
  const Seed positions = rawSeed("scan_para.h5", writeFoldSlicePositions);
  return {"pair", joined({{0, patterns.bytes}, {1, positions.bytes}})};
}

Seed matlabResult() {
  const ScratchFolder folder;
  makeMatlabFile(folder / "result.mat");
  {
    RawFile file(folder / "result.mat", H5F_ACC_RDWR);
    complexNumbers(file, "/object", {2, 5, 7}, "real", "imag");
    complexNumbers(file, "/probe", {2, 3, 4, 4}, "real", "imag");
    matlabClass(file, "/object", "single");
    file.doubles("/outputs/probe_positions", {2, 4}, countedDoubles(8));
    matlabClass(file, "/outputs/probe_positions", "double");
    file.doubles("/p/dx_spec", {2, 1}, {2e-8, 2e-8});
    matlabClass(file, "/p/dx_spec", "double");
    file.doubles("/p/lambda", {1, 1}, {1.4e-10});
  }
  return {"result.mat", bytesOfFile(folder / "result.mat")};
}

void writePlain(RawFile& file) {
  file.floats("/frames", {4, 8, 8}, countedFloats(256));
  file.doubles("/positions", {4, 2}, countedDoubles(8));
  complexNumbers(file, "/probe", {8, 8});
  file.floats("/mask", {8, 8}, std::vector<float>(64, 0));
}

void writeLists(RawFile& file) {
  file.floats("/group/diffraction", {4, 8, 8}, countedFloats(256), H5T_STD_U16BE);
  file.doubles("/x", {4}, countedDoubles(4));
  file.doubles("/y", {4}, countedDoubles(4));
}

}  // namespace

std::vector<Seed> labSeeds(const std::string& target) {
  if (target == "ptychodus_product") return {rawSeed("product.h5", writeProduct)};
  if (target == "ptylab") return {rawSeed("ptylab.hdf5", writePtyLab), rawSeed("result.hdf5", writePtyLabResult)};
  if (target == "fold_slice") return {rawSeed("scan.h5", writeFoldSlice), matlabResult(), foldSlicePair()};
  if (target == "plain_hdf5") return {rawSeed("plain.h5", writePlain), rawSeed("lists.h5", writeLists)};
  return {};
}

}  // namespace ptycho::fuzz
