#pragma once

#include <memory>

#include <QWidget>

#include "core/store/result_file.h"

class QLabel;
class QStackedWidget;
class QTreeWidget;

namespace ptycho {

class CurvePlot;
class ImageLink;
class ImageView;

/// The probe that a run ended with: a list of its modes with their power and of the modes by which it varies from
/// pattern to pattern; the chosen one as complex picture, amplitude and phase, beside the given probe or, for a mode of
/// variation, the coefficients of the patterns; the incident intensities of the patterns where they were looked for.
class ProbeResultPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ProbeResultPanel(QWidget* parent = nullptr);

  void setResult(const std::shared_ptr<const ResultRecord>& result);
  /// The probe that the run was given; empty: unknown.
  void setGivenProbe(const ComplexStack& probe);
  void clear();
  void choose(int row);

  [[nodiscard]] QTreeWidget& list() { return *m_list; }
  /// What is said about the probe as a whole, or about what to do for one.
  [[nodiscard]] QString note() const;
  [[nodiscard]] ImageView& complexView() { return *m_complex; }
  [[nodiscard]] ImageView& amplitudeView() { return *m_amplitude; }
  [[nodiscard]] ImageView& phaseView() { return *m_phase; }
  [[nodiscard]] ImageView& givenView() { return *m_given; }
  [[nodiscard]] CurvePlot& coefficientPlot() { return *m_coefficients; }
  /// The given probe is shown, not the coefficients.
  [[nodiscard]] bool showsGiven() const;

 private:
  void build();
  void fillList();
  void showChosen();
  void showMode(std::size_t mode);
  void showVariation(std::size_t mode);
  void showScales();
  void showPictures(const ComplexImage& picture, const QString& name);
  void showGiven(std::size_t mode, const ComplexImage& found);
  [[nodiscard]] QString noteText() const;

  std::shared_ptr<const ResultRecord> m_result;
  ComplexStack m_givenProbe;
  double m_pixel_m = 0;
  QTreeWidget* m_list;
  QLabel* m_note;
  ImageView* m_complex;
  ImageView* m_amplitude;
  ImageView* m_phase;
  ImageView* m_given;
  CurvePlot* m_coefficients;
  QStackedWidget* m_beside;
  ImageLink* m_link;
};

}  // namespace ptycho
