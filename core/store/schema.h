#pragma once

namespace ptycho::schema {

/// Root attributes of our HDF5 files, and the newest schema number that this program reads and writes.
inline constexpr const char* kSchema = "ptychodesk_schema";
inline constexpr const char* kKind = "ptychodesk_kind";
inline constexpr const char* kVersion = "ptychodesk_version";
inline constexpr int kNewest = 1;

inline constexpr const char* kAcquisition = "acquisition";
inline constexpr const char* kReconstruction = "reconstruction";
inline constexpr const char* kPreview = "preview";
inline constexpr const char* kCheckpoint = "checkpoint";
inline constexpr const char* kNetwork = "network";
inline constexpr const char* kTrainingCheckpoint = "training checkpoint";
inline constexpr const char* kEvaluation = "evaluation";
inline constexpr const char* kEstimates = "estimates";
inline constexpr const char* kScanPreview = "scan preview";

}  // namespace ptycho::schema
