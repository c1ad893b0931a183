#pragma once

#include <QTableWidget>

#include "core/analyse/failure_causes.h"

namespace ptycho {

/// Features by how closely they go with the error, with intervals; what cannot be told from chance is grey, and only
/// what shows in both halves of the images is called confirmed.
class CauseTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit CauseTable(QWidget* parent = nullptr);
  void setCauses(const std::vector<FailureCause>& causes);
  [[nodiscard]] const std::vector<FailureCause>& causes() const { return m_causes; }

 Q_SIGNALS:
  void causeChosen(int index);

 private:
  std::vector<FailureCause> m_causes;
};

/// Groups of images that are worse than the rest; a click asks for their images.
class SliceTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit SliceTable(QWidget* parent = nullptr);
  void setSlices(const std::vector<FailureSlice>& slices);
  [[nodiscard]] const std::vector<FailureSlice>& slices() const { return m_slices; }

 Q_SIGNALS:
  void sliceChosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<FailureSlice> m_slices;
};

/// Where the squared error sits: its share against the share of the object.
class BudgetTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit BudgetTable(QWidget* parent = nullptr);
  void setRows(const std::vector<ErrorBudgetRow>& rows);
};

}  // namespace ptycho
