#pragma once

#include <string>

#include "core/base/spec_field.h"

namespace ptycho {

/// Everything that importing may be told. The first value of each convention is "auto": as the file, its format or
/// custom has it (RawScan::conventions, planScan()).
enum class FormatChoice { Auto, Cxi, Nxcxi, Ptyd, PtychodusProduct, PtychodusPatterns, PtyLab, FoldSlice, NeuralNpz,
                          TiffStack, PlainHdf5, PlainNpz };
enum class QuantityChoice { Auto, Intensity, Amplitude };
enum class ZeroFrequencyChoice { Auto, Centre, Corner };
enum class OrientationChoice { Auto, AsStored, FlipRows, FlipColumns, Rotate180, Transpose, Rotate90, Rotate270,
                               AntiTranspose };
enum class MaskGoodChoice { Auto, Zero, NonZero, ZeroOr4096 };
enum class AxesChoice { Auto, Xy, Yx };
enum class SignChoice { Auto, Plus, Minus };
enum class LengthChoice { Auto, Metre, Millimetre, Micrometre, Nanometre, Angstrom, Pixel };
enum class EnergyChoice { Auto, Joule, ElectronVolt, KiloElectronVolt };
enum class RadiationChoice { Auto, Photons, Electrons };
enum class PropagationChoice { Auto, FarField, NearField };
enum class CentreChoice { Middle, Mass, Given };
enum class BadValueChoice { Refuse, Zero, Mask };
enum class ProbeChoice { Auto, File, Aperture, MeanPattern };

struct ImportSpec {
  // Where things are. Data sets are named as the file names them ("/entry_1/data_1/data").
  FormatChoice format = FormatChoice::Auto;
  std::string patterns_path;   ///< empty: where the format has it
  std::string positions_path;
  std::string probe_path;
  std::string mask_path;
  std::string positions_file;  ///< CSV or TXT with one position a line; empty: from the file itself
  std::string patterns_file;   ///< patterns that lie in a file of their own (ptychodus product); empty: none

  // Conventions
  QuantityChoice quantity = QuantityChoice::Auto;
  ZeroFrequencyChoice zero_frequency = ZeroFrequencyChoice::Auto;
  OrientationChoice orientation = OrientationChoice::Auto;  ///< done to patterns, mask and dark
  MaskGoodChoice mask_good = MaskGoodChoice::Auto;
  AxesChoice position_axes = AxesChoice::Auto;    ///< what the first column is
  SignChoice position_sign_x = SignChoice::Auto;  ///< plus: larger x lies at higher columns
  SignChoice position_sign_y = SignChoice::Auto;  ///< plus: larger y lies at higher rows
  LengthChoice position_unit = LengthChoice::Auto;
  EnergyChoice energy_unit = EnergyChoice::Auto;
  RadiationChoice radiation = RadiationChoice::Auto;
  PropagationChoice propagation = PropagationChoice::Auto;

  // Geometry; 0 = as the file says
  double energy_keV = 0;
  double distance_m = 0;
  double detector_pixel_um = 0;
  double object_pixel_nm = 0;

  // Patterns, in this order: dark, bad values, sub-scan, orientation, crop about the centre, bin, threshold, hot pixels
  bool subtract_dark = true;
  BadValueChoice bad_values = BadValueChoice::Refuse;  ///< NaN, infinite and negative values
  int first_pattern = 0;
  int last_pattern = 0;        ///< past the last; 0 = to the end
  int every = 1;
  CentreChoice centre = CentreChoice::Middle;
  double centre_row = 0;       ///< of Given, in stored pixels after the orientation
  double centre_col = 0;
  int crop_px = 0;             ///< side of the square kept; 0 = the largest even square
  int bin = 1;                 ///< pixels summed along each side
  double threshold = 0;        ///< smaller intensities become 0
  double hot_pixel_ratio = 0;  ///< masks what in the mean pattern is this much brighter than its neighbours; 0: none
  double saturation = 0;       ///< pixels that reach it in any pattern are masked; 0 = never

  // Positions
  double raster_step_nm = 0;   ///< positions of a raster with this step, in the place of the file's; 0: the file's
  int raster_columns = 0;      ///< patterns in a line of it; 0: as the patterns are stored
  double position_scale = 1;
  double rotation_deg = 0;     ///< of the scan against the detector, counter-clockwise as seen on the screen
  int margin_px = 8;           ///< of object around the outermost windows

  // Probe
  ProbeChoice probe = ProbeChoice::Auto;  ///< auto: the file's, else a round aperture
  double aperture_um = 0;      ///< diameter at the sample; 0 = 40 % of the window
  double defocus_um = 0;       ///< the guess (aperture or mean pattern) is propagated by this
  bool probe_power = true;     ///< scale the probe so that its power is that of the brightest patterns

  static const FieldList<ImportSpec>& fields();
  bool operator==(const ImportSpec&) const = default;
};

}  // namespace ptycho
