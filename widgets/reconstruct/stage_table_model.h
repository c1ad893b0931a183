#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

/// The stages of a chain as rows; shows values only.
class StageTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kEngine, kIterations, kRange, kSettings, kColumnCount };

  explicit StageTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void setStages(const std::vector<StageSpec>& stages);
  [[nodiscard]] const std::vector<StageSpec>& stages() const { return m_stages; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<StageSpec> m_stages;
};

}  // namespace ptycho
