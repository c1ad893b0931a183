#pragma once

#include <QString>
#include <QStringList>

#include <map>

namespace ptycho {

/// A colour for each run that has been ticked, the same in every chart, table and legend and after a restart. Ten that
/// can be told apart come in turn: a new run gets the one that the fewest of the ticked runs have.
class RunColours {
 public:
  static constexpr int kCount = 10;

  /// The place in the palette, given now if need be. @param ticked  the runs that are shown beside it
  int indexOf(const QString& run, const QStringList& ticked);
  /// −1: never ticked.
  [[nodiscard]] int knownIndex(const QString& run) const;

  /// To be kept between sessions; by folder name, so that a root may be moved.
  [[nodiscard]] QString toText() const;
  void fromText(const QString& text);

 private:
  std::map<QString, int> m_places;
};

/// "#1f77b4": legible on a dark or a light ground.
[[nodiscard]] QString runColourName(int index, bool dark);

}  // namespace ptycho
