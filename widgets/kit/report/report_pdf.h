#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// Simple HTML (Qt's rich text) as the pages of a PDF, A4 with margins and page numbers. Images are data: URLs; SVG among
/// them stays vectors. Nothing is loaded from anywhere else. Replaced in one step; errors name the file.
/// @param html   UTF-8
/// @param title  of the document, for its reader
[[nodiscard]] Result<void> writeReportPdf(const std::filesystem::path& file, const std::string& html,
                                          const std::string& title);

}  // namespace ptycho
