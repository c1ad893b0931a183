#pragma once

#include <map>

#include <QHash>
#include <QSet>

#include "widgets/models/run_colours.h"
#include "widgets/models/run_digest.h"
#include "widgets/models/run_list_model.h"
#include "widgets/models/time_left.h"

namespace ptycho {

/// The runs of every verb with what is known about them. A training's name has a box that puts its curves into the
/// monitor, in a colour that stays the run's own.
class RunTableModel : public RunListModel {
  Q_OBJECT

 public:
  enum MoreColumns {
    kVerb = kColumnCount,
    kAmplitude,      ///< best
    kPhase,          ///< at the same step
    kStep,           ///< of both
    kLastAmplitude,
    kLastPhase,
    kLoss,
    kTags,
    kAllColumns
  };
  enum MoreRoles { kSearchRole = kFirstOwnRole, kTagsRole };

  explicit RunTableModel(QObject* parent = nullptr) : RunListModel(parent) {}

  void setRows(const std::vector<RunRow>& rows);
  void setDigest(const QString& folder, const RunDigest& digest);
  /// An empty one when nothing is known yet.
  [[nodiscard]] const RunDigest& digestOf(const QString& folder) const;
  /// The name that people gave it, else its own.
  [[nodiscard]] QString titleOf(const QString& folder) const;
  [[nodiscard]] std::optional<double> secondsLeft(const QString& folder) const;

  [[nodiscard]] const QStringList& ticked() const { return m_ticked; }  ///< in the order of the list's ticks
  void setTicked(const QString& folder, bool on);
  [[nodiscard]] RunColours& colours() { return m_colours; }
  /// The run under the pointer in a chart is marked; empty: none.
  void setHighlighted(const QString& folder);
  [[nodiscard]] QStringList allTags() const;
  [[nodiscard]] QStringList allVerbs() const;
  [[nodiscard]] const std::vector<RunRow>& shownRows() const { return rows(); }

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void tickedChanged();

 private:
  [[nodiscard]] QString displayText(const RunRow& row, int column) const;
  [[nodiscard]] QVariant sortValue(const RunRow& row, int column) const;
  [[nodiscard]] QString toolTip(const RunRow& row, int column) const;
  [[nodiscard]] QString stateText(const RunRow& row) const;
  [[nodiscard]] QString searchText(const RunRow& row) const;
  void repaint(const QString& folder);

  QHash<QString, RunDigest> m_digests;
  std::map<QString, TimeLeft> m_timesLeft;
  RunColours m_colours;
  QStringList m_ticked;
  QString m_highlighted;
};

}  // namespace ptycho
