#include "core/import/matlab_values.h"

#include <array>
#include <fstream>
#include <set>

#include <fmt/format.h>

namespace ptycho {

MatlabFile matlabFile(const std::filesystem::path& path) {
  std::array<char, 32> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  const std::string_view text(head.data(), static_cast<std::size_t>(in.gcount()));
  if (text.starts_with("MATLAB 7.3 MAT-file")) return MatlabFile::Hdf5;
  return text.starts_with("MATLAB 5.0 MAT-file") ? MatlabFile::Older : MatlabFile::None;
}

bool hasMatlabArray(const H5Reader& reader, const std::string& path) {
  if (!reader.has(path)) return false;
  const auto empty = reader.integerAttribute(path, "MATLAB_empty");
  return !(empty && empty->value_or(0) != 0);
}

Result<void> checkMatlabClass(const H5Reader& reader, const std::string& path) {
  static const std::set<std::string> numeric{"double", "single", "int8",  "uint8",  "int16", "uint16",
                                             "int32",  "uint32", "int64", "uint64", "logical"};
  PTYCHO_TRY(const auto name, reader.textAttribute(path, "MATLAB_class"));
  if (!name || numeric.contains(*name)) return {};
  return badInput(fmt::format("is a MATLAB {}, which is not read; save the numbers in it as an array of their own.",
                              printable(*name)), reader.where(path));
}

ComplexStack transposed(const ComplexStack& stack) {
  ComplexStack result(stack.count(), stack.cols(), stack.rows());
  for (std::size_t k = 0; k < stack.count(); ++k) {
    const Complex* from = stack.data() + k * stack.imageSize();
    Complex* to = result.data() + k * stack.imageSize();
    for (std::size_t row = 0; row < stack.rows(); ++row) {
      for (std::size_t col = 0; col < stack.cols(); ++col) {
        to[col * stack.rows() + row] = from[row * stack.cols() + col];
      }
    }
  }
  return result;
}

}  // namespace ptycho
