#include "widgets/models/evaluation_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ptycho {

using Kind = ImageFilter::Kind;

EvaluationOrder::EvaluationOrder(EvaluationModel& model, QObject* parent)
    : QAbstractProxyModel(parent), m_model(model) {
  setSourceModel(&model);
  connect(&model, &QAbstractItemModel::modelReset, this, [this] {
    if (m_model.columnOf(m_sortKey) < 0) m_sortKey.clear();
    rebuild();
  });
  connect(&model, &QAbstractItemModel::rowsInserted, this, &EvaluationOrder::rebuild);
  connect(&model, &QAbstractItemModel::dataChanged, this, &EvaluationOrder::takeChange);
  arrange();
}

/// A tag or note changes one row; only where it decides about the order, or more has changed, all is arranged anew.
void EvaluationOrder::takeChange(const QModelIndex& from, const QModelIndex& to) {
  const auto kind = sortColumn() >= 0 ? m_model.column(sortColumn()).kind : ImageColumn::Kind::Name;
  const bool sortedByMarks = kind == ImageColumn::Kind::Tags || kind == ImageColumn::Kind::Note;
  const bool filteredByMarks = std::ranges::any_of(
      m_filters, [](const ImageFilter& filter) { return filter.kind == Kind::Tag || filter.kind == Kind::Text; });
  const bool onlyMarks = to.column() < 3;
  if (!onlyMarks || sortedByMarks || filteredByMarks) return rebuild();
  for (int row = from.row(); row <= to.row(); ++row) {
    const int place = m_places[static_cast<std::size_t>(row)];
    if (place >= 0) Q_EMIT dataChanged(index(place, from.column()), index(place, to.column()));
  }
}

void EvaluationOrder::rebuild() {
  beginResetModel();
  arrange();
  endResetModel();
  Q_EMIT rebuilt();
}

void EvaluationOrder::arrange() {
  const int count = m_model.rowCount();
  m_rows.clear();
  for (int row = 0; row < count; ++row) {
    if (accepts(row)) m_rows.push_back(row);
  }
  const int column = sortColumn();
  const auto byImage = [this](int row) { return m_model.table().image(static_cast<std::size_t>(row)); };
  if (column >= 0 && m_model.column(column).isNumber()) {
    const WorstEnd worst = m_model.column(column).worst;
    const bool descending = m_order == Qt::DescendingOrder;
    const bool missingFirst = worst == WorstEnd::Highest ? descending : worst == WorstEnd::Lowest && !descending;
    const std::vector<double> values = m_model.values(column);
    std::ranges::sort(m_rows, [&](int a, int b) {
      const double left = values[static_cast<std::size_t>(a)], right = values[static_cast<std::size_t>(b)];
      if (std::isnan(left) != std::isnan(right)) return std::isnan(left) == missingFirst;
      if (left < right || right < left) return descending ? left > right : left < right;
      return byImage(a) < byImage(b);
    });
  } else if (column >= 0) {
    std::vector<QString> texts(static_cast<std::size_t>(count));
    for (const int row : m_rows) texts[static_cast<std::size_t>(row)] = m_model.text(row, column);
    std::ranges::sort(m_rows, [&](int a, int b) {
      const int order = texts[static_cast<std::size_t>(a)].localeAwareCompare(texts[static_cast<std::size_t>(b)]);
      if (order != 0) return m_order == Qt::DescendingOrder ? order > 0 : order < 0;
      return byImage(a) < byImage(b);
    });
  } else {
    std::ranges::sort(m_rows, {}, byImage);
  }
  m_places.assign(static_cast<std::size_t>(count), -1);
  for (std::size_t place = 0; place < m_rows.size(); ++place) {
    m_places[static_cast<std::size_t>(m_rows[place])] = static_cast<int>(place);
  }
}

void EvaluationOrder::sort(int column, Qt::SortOrder order) {
  if (column < 0 || column >= m_model.columnCount()) return;
  const QString key = m_model.column(column).key;
  if (key == m_sortKey && order == m_order) return;
  m_sortKey = key;
  m_order = order;
  rebuild();
  Q_EMIT sortChanged();
}

void EvaluationOrder::sortWorstFirst(const QString& columnKey) {
  const int column = m_model.columnOf(columnKey);
  if (column < 0) return;
  const bool lowIsBad = m_model.column(column).worst == WorstEnd::Lowest || !m_model.column(column).isNumber();
  sort(column, lowIsBad ? Qt::AscendingOrder : Qt::DescendingOrder);
}

int EvaluationOrder::sortColumn() const { return m_sortKey.isEmpty() ? -1 : m_model.columnOf(m_sortKey); }

bool EvaluationOrder::meets(int row, const ImageFilter& filter) const {
  const std::int64_t image = m_model.table().image(static_cast<std::size_t>(row));
  switch (filter.kind) {
    case Kind::Range: {
      const int column = m_model.columnOf(filter.column);
      if (column < 0) return true;  // of another evaluation: says nothing about this one
      const double value = m_model.value(row, column);
      return value >= filter.low && value <= filter.high;
    }
    case Kind::Text:
      return m_model.table().name(static_cast<std::size_t>(row)).contains(filter.text, Qt::CaseInsensitive) ||
             m_model.marks().mark(image).note.contains(filter.text, Qt::CaseInsensitive);
    case Kind::Tag: return m_model.marks().mark(image).has(filter.tag);
    case Kind::Failed: return m_model.isFailed(row);
    case Kind::Chosen: return filter.images.contains(image);
  }
  return true;
}

bool EvaluationOrder::accepts(int row, const ImageFilter* except) const {
  return std::ranges::all_of(m_filters, [&](const ImageFilter& filter) {
    return (except && filter.isAbout(*except)) || meets(row, filter);
  });
}

void EvaluationOrder::setFilters(std::vector<ImageFilter> filters) {
  if (filters == m_filters) return;
  m_filters = std::move(filters);
  rebuild();
  Q_EMIT filtersChanged();
}

void EvaluationOrder::setFilter(const ImageFilter& filter) {
  auto filters = m_filters;
  const auto same = std::ranges::find_if(filters, [&](const ImageFilter& other) { return other.isAbout(filter); });
  if (same == filters.end()) filters.push_back(filter);
  else *same = filter;
  setFilters(std::move(filters));
}

void EvaluationOrder::removeFilter(const ImageFilter& filter) {
  auto filters = m_filters;
  std::erase_if(filters, [&](const ImageFilter& other) { return other.isAbout(filter); });
  setFilters(std::move(filters));
}

QString EvaluationOrder::filterText(const ImageFilter& filter) const {
  if (!filter.label.isEmpty()) return filter.label;
  const auto number = [](double value) { return QString::number(value, 'g', 3).replace('-', QStringLiteral("−")); };
  switch (filter.kind) {
    case Kind::Range: {
      const int column = m_model.columnOf(filter.column);
      const QString name = column < 0 ? filter.column : m_model.column(column).label;
      return QStringLiteral("%1: %2 … %3").arg(name, number(filter.low), number(filter.high));
    }
    case Kind::Text: return tr("“%1”").arg(filter.text);
    case Kind::Tag: return tr("tag %1").arg(m_model.marks().tagName(filter.tag));
    case Kind::Failed: return tr("failed");
    case Kind::Chosen: return tr("%n chosen", nullptr, static_cast<int>(filter.images.size()));
  }
  return {};
}

std::vector<std::int64_t> EvaluationOrder::images() const {
  std::vector<std::int64_t> images;
  for (const int row : m_rows) images.push_back(m_model.table().image(static_cast<std::size_t>(row)));
  return images;
}

std::int64_t EvaluationOrder::imageAt(int row) const {
  return m_model.table().image(static_cast<std::size_t>(m_rows.at(static_cast<std::size_t>(row))));
}

int EvaluationOrder::rowOfImage(std::int64_t image) const {
  const auto row = m_model.table().rowOf(image);
  return row && *row < m_places.size() ? m_places[*row] : -1;
}

QModelIndex EvaluationOrder::index(int row, int column, const QModelIndex& parent) const {
  return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex EvaluationOrder::parent(const QModelIndex&) const { return {}; }

int EvaluationOrder::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EvaluationOrder::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_model.columnCount();
}

QModelIndex EvaluationOrder::mapToSource(const QModelIndex& proxy) const {
  if (!proxy.isValid() || proxy.row() >= rowCount()) return {};
  return m_model.index(m_rows[static_cast<std::size_t>(proxy.row())], proxy.column());
}

QModelIndex EvaluationOrder::mapFromSource(const QModelIndex& source) const {
  if (!source.isValid() || static_cast<std::size_t>(source.row()) >= m_places.size()) return {};
  const int place = m_places[static_cast<std::size_t>(source.row())];
  return place < 0 ? QModelIndex() : createIndex(place, source.column());
}

QVariant EvaluationOrder::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal) return m_model.headerData(section, orientation, role);
  return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
}

}  // namespace ptycho
