#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "widgets/models/attempt.h"

namespace ptycho {

/// Attempts as rows: what was asked for, how well it did, how long it took. Rows sort by raw values (kSortRole); what is
/// unknown comes last. The note can be written in its cell.
class AttemptsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    kName, kChain, kIterations, kTime, kResidual, kUpdate, kResolution, kAmplitude, kPhase, kEnded, kNote, kColumnCount
  };
  enum Role { kSortRole = Qt::UserRole, kFolderRole };

  explicit AttemptsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void setAttempts(std::vector<Attempt> attempts);
  /// Printed bold.
  void setShown(const QString& folder);
  [[nodiscard]] const std::vector<Attempt>& attempts() const { return m_attempts; }
  [[nodiscard]] const Attempt* attemptOf(const QString& folder) const;
  /// Its name, with the time where another attempt has the same one; empty for a run that is not in the list.
  [[nodiscard]] QString distinctName(const QString& folder) const;
  /// Whether any attempt has something to say in this column.
  [[nodiscard]] bool columnSpeaks(int column) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void noteWritten(const QString& folder, const QString& note);

 private:
  std::vector<Attempt> m_attempts;
  QString m_shown;
};

}  // namespace ptycho
