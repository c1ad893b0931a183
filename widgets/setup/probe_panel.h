#pragma once

#include "widgets/setup/design_state.h"
#include "widgets/setup/section_box.h"

class QLabel;
class QStackedWidget;
class QTabBar;

namespace ptycho {

class FocusStrip;
class ImageView;
class NumberBox;
class SurfaceView;

/// The probe: amplitude, phase, both as colour, as a surface, and followed through focus.
class ProbePanel : public PanelFrame {
  Q_OBJECT

 public:
  enum Page { Amplitude, Phase, Complex2d, Surface, Focus };

  explicit ProbePanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design);
  void showPage(Page page);
  /// Distance of the picture through focus.
  void setDistance(double z_m);

 private:
  struct Followed {
    DesignPtr design;
    double z_m = 0;
    Result<ComplexStack> probe;
  };
  void showProbe();
  void followFocus();
  void takeFollowed(Followed followed);

  QTabBar* m_tabs;
  QStackedWidget* m_pages;
  ImageView* m_view;
  SurfaceView* m_surface;
  ImageView* m_focusView;
  FocusStrip* m_strip;
  NumberBox* m_distance;
  QLabel* m_focusNote;
  DesignPtr m_design;
  LatestJob<Followed> m_focusJob;
};

}  // namespace ptycho
