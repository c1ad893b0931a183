#include "core/exchange/ptychodus_parts.h"

#include <algorithm>

#include "core/base/version.h"

namespace ptycho {

namespace {

/// coherent 0: the incoherent modes of the mean probe; coherent 1 + 2k and 2 + 2k: U_k and iU_k as the first incoherent
/// mode, the others 0.
void takeProbe(const ExportView& view, ProductParts& parts) {
  const ComplexStack& mean = *view.probe;
  if (view.variation == nullptr) {
    parts.probe = mean;
    return;
  }
  const ProbeVariation& variation = *view.variation;
  const std::size_t modes = variation.modes.count();
  parts.coherent = 1 + 2 * modes;
  parts.probe = ComplexStack(parts.coherent * mean.count(), mean.rows(), mean.cols());
  std::ranges::copy(mean, parts.probe.begin());
  for (std::size_t k = 0; k < modes; ++k) {
    Complex* real = parts.probe.data() + (1 + 2 * k) * mean.size();
    Complex* imaginary = real + mean.size();
    for (std::size_t i = 0; i < mean.imageSize(); ++i) {
      real[i] = variation.modes.image(k)[i];
      imaginary[i] = Complex(0, 1) * real[i];
    }
  }
  for (std::size_t j = 0; j < variation.coefficients.rows(); ++j) {
    parts.opr_weights.push_back(1);
    for (std::size_t k = 0; k < modes; ++k) {
      parts.opr_weights.push_back(variation.coefficients(j, k).real());
      parts.opr_weights.push_back(variation.coefficients(j, k).imag());
    }
  }
}

void takeObject(const ExportView& view, ProductParts& parts) {
  parts.known = view.object;
  if (view.object != nullptr) return;
  parts.flat = ComplexImage(view.rows, view.cols, Complex(1, 0));
  parts.comments += " There is no reconstruction yet: the object is 1 everywhere.";
  parts.notes.emplace_back("A product must have an object; none is known, so it is 1 everywhere (the comments say so).");
}

}  // namespace

Result<ProductParts> productParts(const ExportView& view, const std::string& where) {
  PTYCHO_CHECK(checkPositions(view, where));
  if (view.probe == nullptr) {
    return badInput("has no probe, which a ptychodus product must have; export as CXI.", where);
  }
  if (view.geometry && view.geometry->radiation == Radiation::Electrons) {
    return fail(ErrorCode::Unsupported, "is a scan with electrons; ptychodus takes the energy of a product as that of "
                "photons and would get another wavelength. Export as CXI or PtyLab, which have the wavelength.", where);
  }
  ProductParts parts;
  PTYCHO_TRY(parts.pixel_m, pixelFor(view, "a ptychodus product", where));
  parts.name = view.name;
  parts.comments = "Exported by Ptychodesk " + programVersion() + ".";
  parts.notes = notesOf(view, false, true);
  if (view.geometry) {
    parts.distance_m = view.geometry->distance_m;
    parts.energy_eV = view.geometry->energy_keV * 1e3;
  } else {
    parts.notes.emplace_back("Energy and distance are not known and were written as 0.");
  }
  std::int64_t index = 0;
  for (const auto& [y, x] : middlesInMetres(view.positions, view)) {
    parts.indexes.push_back(index++);
    parts.x_m.push_back(x);
    parts.y_m.push_back(y);
  }
  takeProbe(view, parts);
  takeObject(view, parts);
  if (view.history == nullptr) return parts;
  for (const IterationRecord& record : *view.history) {
    parts.epochs.push_back(record.iteration);
    parts.losses.push_back(record.residual);
  }
  return parts;
}

}  // namespace ptycho
