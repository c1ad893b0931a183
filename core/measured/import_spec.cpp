#include "core/measured/import_spec.h"

namespace ptycho {

namespace {

const char* const kWhere = "Where things are";
const char* const kConventions = "Conventions";
const char* const kGeometry = "Geometry";
const char* const kPatterns = "Patterns";
const char* const kPositions = "Positions";
const char* const kProbe = "Probe";

FieldList<ImportSpec> places() {
  return {
      named(choiceField("format", "Format",
                        {"auto", "cxi", "nxcxi", "ptyd", "ptychodus-product", "ptychodus-patterns", "ptylab",
                         "fold-slice", "neural-npz", "tiff-stack", "plain-hdf5", "plain-npz"},
                        "How the file is read; auto: recognised by its content", &ImportSpec::format),
            {"Recognise", "CXI", "NXcxi_ptycho", "ptypy .ptyd", "ptychodus product", "ptychodus patterns", "PtyLab",
             "fold_slice", "NPZ of neural networks", "TIFF stack", "Data sets by name (HDF5)", "Arrays by name (NPZ)"}),
      field("patterns_path", "Patterns", "Data set of the patterns; empty: where the format has it",
            &ImportSpec::patterns_path),
      field("positions_path", "Positions", "Data set of the positions; empty: where the format has it",
            &ImportSpec::positions_path),
      field("probe_path", "Probe", "Data set of the probe; empty: where the format has it", &ImportSpec::probe_path),
      field("mask_path", "Mask", "Data set of the mask; empty: where the format has it", &ImportSpec::mask_path),
      field("positions_file", "Positions from", "CSV or text file with a position a line; empty: from the file itself",
            &ImportSpec::positions_file),
      field("patterns_file", "Patterns from", "File of the patterns, where they lie apart; empty: the file itself",
            &ImportSpec::patterns_file),
  };
}

FieldList<ImportSpec> conventions() {
  const std::vector<std::string> signs{"auto", "plus", "minus"};
  return {
      named(choiceField("quantity", "Values are", {"auto", "intensity", "amplitude"},
                        "What the patterns hold: intensities (counts) or their square roots", &ImportSpec::quantity),
            {"By the patterns", "intensity", "amplitude"}),
      named(choiceField("zero_frequency", "Zero frequency", {"auto", "centre", "corner"},
                        "Where the direct beam lies in a pattern", &ImportSpec::zero_frequency),
            {"By the patterns", "In the middle", "In the corner [0,0]"}),
      named(choiceField("orientation", "Turn patterns",
                        {"auto", "as-stored", "flip-rows", "flip-columns", "rotate-180", "transpose", "rotate-90",
                         "rotate-270", "anti-transpose"},
                        "What is done to patterns, mask and dark picture, so that they lie as the positions do",
                        &ImportSpec::orientation),
            {"As the format has it", "Nothing", "Mirror top to bottom", "Mirror left to right", "Turn by 180°",
             "Exchange rows and columns", "Turn left by 90°", "Turn right by 90°", "Exchange and turn by 180°"}),
      named(choiceField("mask_good", "Valid in the mask", {"auto", "zero", "non-zero", "zero-or-4096"},
                        "Which values of the mask mark valid pixels", &ImportSpec::mask_good),
            {"As the format has it", "0", "Not 0", "0 or 0x1000"}),
      named(choiceField("position_axes", "First column is", {"auto", "xy", "yx"},
                        "Order of the positions' columns: x runs along a row of the pattern, y down",
                        &ImportSpec::position_axes),
            {"As the format has it", "x", "y"}),
      named(choiceField("position_sign_x", "Sign of x", signs,
                        "Plus: a larger x moves the window to the right over the object", &ImportSpec::position_sign_x),
            {"As the format has it", "+ (beam moves)", "− (sample moves)"}),
      named(choiceField("position_sign_y", "Sign of y", signs,
                        "Plus: a larger y moves the window down over the object", &ImportSpec::position_sign_y),
            {"As the format has it", "+ (beam moves)", "− (sample moves)"}),
      named(choiceField("position_unit", "Positions in", {"auto", "m", "mm", "um", "nm", "angstrom", "px"},
                        "Unit of the positions", &ImportSpec::position_unit),
            {"As the file says", "m", "mm", "µm", "nm", "Å", "px"}),
      named(choiceField("energy_unit", "Energy in", {"auto", "J", "eV", "keV"}, "Unit of the energy in the file",
                        &ImportSpec::energy_unit),
            {"As the file says", "J", "eV", "keV"}),
      named(choiceField("radiation", "Radiation", {"auto", "photons", "electrons"}, "What hit the detector",
                        &ImportSpec::radiation),
            {"As the format has it", "photons", "electrons"}),
      named(choiceField("propagation", "Propagation", {"auto", "far-field", "near-field"},
                        "Far field: patterns are Fourier transforms of the exit wave; near field: Fresnel images of it",
                        &ImportSpec::propagation),
            {"By the patterns", "Far field", "Near field"}),
  };
}

FieldList<ImportSpec> geometry() {
  return {
      field("energy_keV", "Energy", "keV", 0, 1e4, "Photon or electron energy; 0: as the file says",
            &ImportSpec::energy_keV),
      field("distance_m", "Distance", "m", 0, 1e3, "Sample to detector; 0: as the file says", &ImportSpec::distance_m),
      field("detector_pixel_um", "Detector pixel", "µm", 0, 1e4, "Side of a stored detector pixel; 0: as the file says",
            &ImportSpec::detector_pixel_um),
      field("object_pixel_nm", "Object pixel", "nm", 0, 1e6,
            "Pixel of the object after crop and bin; 0: from energy, distance and detector pixel",
            &ImportSpec::object_pixel_nm),
  };
}

FieldList<ImportSpec> patterns() {
  return {
      field("subtract_dark", "Subtract dark", "Takes the file's dark picture from every pattern",
            &ImportSpec::subtract_dark),
      named(choiceField("bad_values", "Bad values", {"refuse", "zero", "mask"},
                        "NaN, infinite and negative values of patterns", &ImportSpec::bad_values),
            {"Refuse the file", "Set to 0", "Mask the pixel"}),
      field("first_pattern", "First pattern", "", 0, 1e7, "Number in the file of the first pattern to keep",
            &ImportSpec::first_pattern),
      field("last_pattern", "Past the last", "", 0, 1e7, "Number in the file past the last pattern to keep; 0: all",
            &ImportSpec::last_pattern),
      field("every", "Every", "", 1, 1e6, "Keeps every so-many-th pattern; 1: all", &ImportSpec::every),
      named(choiceField("centre", "Centre", {"middle", "mass", "given"}, "About which pixel the patterns are cropped",
                        &ImportSpec::centre),
            {"Middle of the frame", "Centre of mass", "Given"}),
      field("centre_row", "Centre row", "px", 0, 65536, "Row of the direct beam, with centre = given",
            &ImportSpec::centre_row),
      field("centre_col", "Centre column", "px", 0, 65536, "Column of the direct beam, with centre = given",
            &ImportSpec::centre_col),
      field("crop_px", "Crop to", "px", 0, 8192,
            "Side of the square to keep, before binning; 0: the largest even square",
            &ImportSpec::crop_px),
      field("bin", "Bin", "px", 1, 64,
            "Sums squares of so many pixels a side to one; the object's pixel stays the same", &ImportSpec::bin),
      field("threshold", "Threshold", "", 0, 1e12, "Intensities below it, after binning, become 0",
            &ImportSpec::threshold),
      field("hot_pixel_ratio", "Hot pixels", "×", 0, 1e6,
            "Masks pixels that are, in the mean pattern, so much brighter than the median around them; 0: none",
            &ImportSpec::hot_pixel_ratio),
      field("saturation", "Saturation", "", 0, 1e12,
            "Masks pixels whose stored value reaches this in any pattern; 0: none",
            &ImportSpec::saturation),
  };
}

FieldList<ImportSpec> positionsAndProbe() {
  return joined<ImportSpec>(
      {grouped<ImportSpec>(kPositions,
                           {field("raster_step_nm", "Raster step", "nm", 0, 1e9,
                                  "Positions of a raster, lines from left to right and from top to bottom, in the place "
                                  "of the file's; 0: those of the file", &ImportSpec::raster_step_nm),
                            field("raster_columns", "Raster columns", "", 0, 65536,
                                  "Patterns in a line of the raster; 0: as they are stored (scan rows × scan columns)",
                                  &ImportSpec::raster_columns),
                            field("position_scale", "Scale", "", 1e-6, 1e6, "Positions are multiplied by this",
                                  &ImportSpec::position_scale),
                            field("rotation_deg", "Rotation", "°", -360, 360,
                                  "Turns the positions counter-clockwise against the detector, as seen on the screen",
                                  &ImportSpec::rotation_deg),
                            field("margin_px", "Margin", "px", 0, 4096, "Object around the outermost windows",
                                  &ImportSpec::margin_px)}),
       grouped<ImportSpec>(
           kProbe,
           {named(choiceField("probe", "Start with", {"auto", "file", "aperture", "mean-pattern"},
                              "What the reconstruction starts from as its probe", &ImportSpec::probe),
                  {"The file's, else an aperture", "The file's", "Round aperture", "Mean pattern"}),
            field("aperture_um", "Aperture", "µm", 0, 1e5,
                  "Diameter of the round aperture at the sample; 0: 40 % of the window",
                  &ImportSpec::aperture_um),
            field("defocus_um", "Defocus", "µm", -1e6, 1e6,
                  "Propagates the aperture or the mean pattern by this distance along the beam",
                  &ImportSpec::defocus_um),
            field("probe_power", "Match power",
                  "Scales the probe to the brightest patterns; the object is then about 1 where it is clear",
                  &ImportSpec::probe_power)})});
}

}  // namespace

const FieldList<ImportSpec>& ImportSpec::fields() {
  static const FieldList<ImportSpec> list =
      joined<ImportSpec>({grouped<ImportSpec>(kWhere, places()), grouped<ImportSpec>(kConventions, conventions()),
                          grouped<ImportSpec>(kGeometry, geometry()), grouped<ImportSpec>(kPatterns, patterns()),
                          positionsAndProbe()});
  return list;
}

}  // namespace ptycho
