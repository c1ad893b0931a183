#include "tests/fuzz/our_file_target.h"

#include "core/base/log.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

OurFileTarget::OurFileTarget(const std::string& name) {
  keepHdf5Memory();
  setLogLevel(LogLevel::Error);
  for (const Seed& seed : seedsOf(name)) {
    if (looksLikeHdf5(seed.bytes)) m_templates.emplace_back(seed.bytes);
  }
}

std::filesystem::path OurFileTarget::fileFor(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (looksLikeHdf5(bytes)) return inputFile("input.h5", bytes);
  Choices choices(bytes);
  return inputFile("input.h5", choices.of(m_templates).change(choices));
}

}  // namespace ptycho::fuzz
