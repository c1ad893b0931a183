#pragma once

#include "core/base/spec_field.h"

namespace ptycho {

enum class SampleShape { Round, Square };

/// One field of each kind.
struct SampleSpec {
  bool flag = true;
  int count = 3;
  double length_px = 1.5;
  std::string note = "none";
  SampleShape shape = SampleShape::Round;

  static const FieldList<SampleSpec>& fields() {
    using S = SampleSpec;
    static const FieldList<S> list{
        field("flag", "Flag", "A flag.", &S::flag),
        field("count", "Count", "", 0, 10, "A count.", &S::count),
        field("length_px", "Length", "px", 0.5, 100, "A length.", &S::length_px),
        field("note", "Note", "A note.", &S::note),
        choiceField("shape", "Shape", {"round", "square"}, "A shape.", &S::shape),
    };
    return list;
  }
  bool operator==(const SampleSpec&) const = default;
};

}  // namespace ptycho
