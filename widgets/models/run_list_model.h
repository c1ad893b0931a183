#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "widgets/models/run_row.h"

namespace ptycho {

/// Runs as rows; shows values and does nothing else. Rows keep their identity (and selection) while they change.
/// A model with more columns derives from it.
class RunListModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kName, kState, kProgress, kStarted, kColumnCount };
  enum Role {
    kSortRole = Qt::UserRole,
    kFolderRole,
    kVerbRole,
    kLivenessRole,
    kActiveRole,
    kProgressRole,
    kProblemRole,
    kFirstOwnRole  ///< of a model that derives from this one
  };

  explicit RunListModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  /// Replaces what is shown: vanished runs go, new ones come, changed ones are repainted.
  void setRows(const std::vector<RunRow>& rows);
  [[nodiscard]] const RunRow* rowOf(const QString& folder) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] const std::vector<RunRow>& rows() const { return m_rows; }
  /// −1: not in the list.
  [[nodiscard]] int placeOf(const QString& folder) const;

 private:
  void removeVanished(const std::vector<RunRow>& rows);
  std::vector<RunRow> m_rows;
};

/// Sorted by raw values, filtered by verb ("" = all).
class RunListProxy : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit RunListProxy(QObject* parent = nullptr);
  void setVerb(const QString& verb);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QString m_verb;
};

}  // namespace ptycho
