#include "tests/fuzz/scan_target.h"

#include <algorithm>

#include "core/base/log.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_parts.h"
#include "tests/fuzz/sometimes.h"
#include "tests/fuzz/strange_numpy.h"

namespace ptycho::fuzz {

namespace fs = std::filesystem;

void changeSpec(ImportSpec& spec, Choices& choices) {
  const auto& fields = ImportSpec::fields();
  for (std::size_t changes = choices.below(4); changes > 0; --changes) {
    const auto& field = fields[choices.below(fields.size())];
    FieldValue value;
    switch (field.info.kind) {
      case FieldKind::Flag: value = choices.oneIn(2); break;
      case FieldKind::Integer: value = static_cast<std::int64_t>(choices.below(20)); break;
      case FieldKind::Real: value = choices.number(); break;
      case FieldKind::Choice:
        if (field.info.key == "format") continue;
        value = choices.of(field.info.choices);
        break;
      case FieldKind::Text: continue;  // names are changed in the file
    }
    if (const auto checked = checkFieldValue(field.info, value)) field.set(spec, *checked);
  }
}

ScanTarget::ScanTarget(const std::string& name, FormatChoice format, const std::string& fileName)
    : ScanTarget(name, format, [fileName](std::uint8_t) { return fileName; }) {}

ScanTarget::ScanTarget(const std::string& name, FormatChoice format, PartName names)
    : m_format(format), m_names(std::move(names)) {
  keepHdf5Memory();
  setLogLevel(LogLevel::Error);
  for (const Seed& seed : seedsOf(name)) {
    m_numpy = m_numpy || looksLikeNumpy(seed.bytes);
    for (const InputPart& part : partsOf(seed.bytes)) {
      if (looksLikeHdf5(part.bytes)) m_templates.emplace_back(std::string(part.bytes));
    }
  }
}

fs::path ScanTarget::write(std::uint8_t name, std::string_view bytes, ImportSpec& spec) {
  const std::string fileName = m_names(name);
  if (m_numpy && !looksLikeNumpy(bytes)) return inputFile(fileName, strangeNumpy(Choices(bytes)));
  if (m_templates.empty() || looksLikeHdf5(bytes)) return inputFile(fileName, bytes);
  Choices choices(bytes);
  const fs::path file = inputFile(fileName, choices.of(m_templates).change(choices));
  changeSpec(spec, choices);
  return file;
}

void ScanTarget::removeOthers(const std::vector<fs::path>& files) {
  for (const fs::path& before : m_files) {
    std::error_code status;
    if (std::ranges::find(files, before) == files.end()) fs::remove(before, status);
  }
  m_files = files;
}

int ScanTarget::run(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ImportSpec spec;
  spec.format = m_format;
  std::vector<fs::path> files;
  for (const InputPart& part : partsOf(bytes)) files.push_back(write(part.name, part.bytes, spec));
  removeOthers(files);
  if (onceIn(16, bytes)) lookAt(files.front());
  importWhole(files.front(), spec, importDepth(bytes));
  return 0;
}

}  // namespace ptycho::fuzz
