#pragma once

#include <vector>

#include <QAbstractProxyModel>

#include "widgets/models/evaluation_model.h"
#include "widgets/models/image_filter.h"

namespace ptycho {

/// The images that meet all filters, in an order: equal values by the number of the image, missing ones at the bad end
/// of a column that has one and else last. A change replaces the whole order at once: it is quicker than telling of a
/// thousand rows that come and go, and who shows it finds the images again by ImageSelection.
class EvaluationOrder : public QAbstractProxyModel {
  Q_OBJECT

 public:
  explicit EvaluationOrder(EvaluationModel& model, QObject* parent = nullptr);

  [[nodiscard]] EvaluationModel& evaluation() const { return m_model; }
  void sort(int column, Qt::SortOrder order) override;
  /// The bad end of the column first; of one without a bad end the highest.
  void sortWorstFirst(const QString& columnKey);
  [[nodiscard]] int sortColumn() const;
  [[nodiscard]] const QString& sortKey() const { return m_sortKey; }
  [[nodiscard]] Qt::SortOrder sortOrder() const { return m_order; }

  [[nodiscard]] const std::vector<ImageFilter>& filters() const { return m_filters; }
  void setFilters(std::vector<ImageFilter> filters);
  /// In the place of one about the same, else in addition.
  void setFilter(const ImageFilter& filter);
  void removeFilter(const ImageFilter& filter);
  /// "local contrast 0.02 … 0.04"
  [[nodiscard]] QString filterText(const ImageFilter& filter) const;
  /// Whether a row of the evaluation meets the filters, but for those about the same as `except`.
  [[nodiscard]] bool accepts(int row, const ImageFilter* except = nullptr) const;

  /// In order.
  [[nodiscard]] std::vector<std::int64_t> images() const;
  [[nodiscard]] std::int64_t imageAt(int row) const;
  /// −1 when it is filtered out.
  [[nodiscard]] int rowOfImage(std::int64_t image) const;

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex mapToSource(const QModelIndex& proxy) const override;
  [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& source) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  /// After every view has taken in a new order.
  void rebuilt();
  void filtersChanged();
  void sortChanged();

 private:
  void rebuild();
  void takeChange(const QModelIndex& from, const QModelIndex& to);
  void arrange();
  [[nodiscard]] bool meets(int row, const ImageFilter& filter) const;

  EvaluationModel& m_model;
  std::vector<ImageFilter> m_filters;
  QString m_sortKey;
  Qt::SortOrder m_order = Qt::DescendingOrder;
  std::vector<int> m_rows;    ///< of the evaluation, in order
  std::vector<int> m_places;  ///< of each row of the evaluation; −1: filtered out
};

}  // namespace ptycho
