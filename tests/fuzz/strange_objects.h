#pragma once

#include <string>

#include <hdf5.h>

#include "tests/fuzz/choices.h"

namespace ptycho::fuzz {

/// What is at the path, if anything, gives way to a data set of some type, shape, layout and content.
void strangeDataset(hid_t file, const std::string& path, Choices& choices);
/// Other numbers in a data set that keeps its type and shape.
void strangeValues(hid_t file, const std::string& path, Choices& choices);
/// An attribute that readers look for, of some type and content.
void strangeAttribute(hid_t file, const std::string& path, Choices& choices);

}  // namespace ptycho::fuzz
