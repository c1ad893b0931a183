#include "widgets/kit/volume/surface_view.h"

#include <numbers>

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>

#include "widgets/kit/volume/surface_canvas.h"

namespace ptycho {

namespace {

/// Whether widgets can be drawn by OpenGL on this platform: on these a context can be made, but Qt crashes when it puts
/// the widget's picture into the window.
bool platformDrawsOpenGl() {
  static const QStringList without{"offscreen", "minimal", "linuxfb", "vnc"};
  return !without.contains(QGuiApplication::platformName());
}

/// Tried once: a context of the wanted version that can be made current.
bool openGlWorks() {
  static const bool works = [] {
    if (!platformDrawsOpenGl()) return false;
    QOpenGLContext context;
    context.setFormat(surfaceViewFormat());
    if (!context.create()) return false;
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!surface.isValid() || !context.makeCurrent(&surface)) return false;
    const auto version = context.format().version();
    context.doneCurrent();
    return version >= std::pair{3, 2};
  }();
  return works;
}

/// The meaning of the colours: a strip beside the surface with the values at its ends and middle.
class ColourStrip : public QWidget {
 public:
  using QWidget::QWidget;

  void setMeaning(bool phase, double low, double high) {
    m_phase = phase;
    m_labels = phase ? QStringList{QStringLiteral("π"), QStringLiteral("0"), QStringLiteral("−π")}
                     : QStringList{QString::number(high, 'g', 3), QString::number((low + high) / 2, 'g', 3),
                                   QString::number(low, 'g', 3)};
    update();
  }

  [[nodiscard]] QSize sizeHint() const override {
    return {14 + fontMetrics().horizontalAdvance(QStringLiteral(" −0.00e0")), 120};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const int line = fontMetrics().height();
    const QRect bar(0, line + line / 2, 12, std::max(20, height() - 2 * line - line / 2));
    for (int y = 0; y < bar.height(); ++y) {
      const double t = 1 - (y + 0.5) / bar.height();
      const auto rgb = m_phase ? phaseColour((2 * t - 1) * std::numbers::pi) : valueColour(t);
      painter.fillRect(bar.left(), bar.top() + y, bar.width(), 1, QColor(rgb[0], rgb[1], rgb[2]));
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, 0, width(), line), Qt::AlignLeft, m_phase ? QStringLiteral("rad") : QString());
    for (int i = 0; i < m_labels.size(); ++i) {
      const int y = bar.top() + i * (bar.height() - 1) / 2;
      painter.drawText(QRect(bar.right() + 5, y - line / 2, width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                       m_labels[i]);
    }
  }

 private:
  bool m_phase = true;
  QStringList m_labels;
};

}  // namespace

struct SurfaceView::Private {
  QStackedLayout* stack = nullptr;
  QLabel* label = nullptr;
  QWidget* scene = nullptr;
  SurfaceCanvas* canvas = nullptr;  ///< null without OpenGL
  ColourStrip* strip = nullptr;
  QString emptyText;

  void show(SurfaceMesh mesh, const SurfaceMeaning& meaning, double rows, double cols) {
    SurfaceAxes axes;
    double scale = 1;
    QString unit = SurfaceView::tr("px");
    if (meaning.pixel_m > 0) {
      const bool nano = cols * meaning.pixel_m < 1e-6;
      scale = meaning.pixel_m * (nano ? 1e9 : 1e6);
      unit = nano ? SurfaceView::tr("nm") : SurfaceView::tr("µm");
    }
    axes.across = QStringLiteral("x (%1)").arg(unit);
    axes.down = QStringLiteral("y (%1)").arg(unit);
    axes.up = meaning.unit.isEmpty() ? meaning.quantity : QStringLiteral("%1 (%2)").arg(meaning.quantity, meaning.unit);
    axes.half_width = scale * cols / 2;
    axes.half_height = scale * rows / 2;
    strip->setMeaning(mesh.phase_colours, mesh.low, mesh.high);
    canvas->setMesh(std::move(mesh), axes);
    stack->setCurrentWidget(scene);
  }
};

QSurfaceFormat surfaceViewFormat() {
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setSwapBehavior(QSurfaceFormat::DoubleBuffer);
  format.setRedBufferSize(8);
  format.setGreenBufferSize(8);
  format.setBlueBufferSize(8);
  format.setAlphaBufferSize(8);
  format.setDepthBufferSize(24);
  format.setStencilBufferSize(8);
  format.setSamples(0);  // VTK smooths in a framebuffer of its own
  return format;
}

SurfaceView::SurfaceView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->stack = new QStackedLayout(this);
  d->label = new QLabel(this);
  d->label->setAlignment(Qt::AlignCenter);
  d->label->setWordWrap(true);
  d->label->setMargin(12);
  d->stack->addWidget(d->label);
  d->emptyText = tr("No surface yet.");
  if (openGlWorks()) {
    d->scene = new QWidget(this);
    auto* row = new QHBoxLayout(d->scene);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    d->canvas = new SurfaceCanvas(d->scene);
    d->canvas->setFormat(surfaceViewFormat());
    d->strip = new ColourStrip(d->scene);
    row->addWidget(d->canvas, 1);
    row->addWidget(d->strip);
    d->stack->addWidget(d->scene);
    showMessage(d->emptyText);
  } else {
    showMessage(
        tr("The surface needs OpenGL 3.2, which this display does not offer. "
           "Everything else works; amplitude and phase are in the pictures."));
  }
}

SurfaceView::~SurfaceView() = default;

void SurfaceView::showMessage(const QString& text) {
  d->label->setText(text);
  d->stack->setCurrentWidget(d->label);
}

void SurfaceView::setComplexSurface(const ComplexImage& field, const SurfaceMeaning& meaning) {
  if (!canDraw()) return;
  if (field.empty()) return clear();
  d->show(complexMesh(field), meaning, static_cast<double>(field.rows()), static_cast<double>(field.cols()));
}

void SurfaceView::setRealSurface(const RealImage& values, const SurfaceMeaning& meaning) {
  if (!canDraw()) return;
  if (values.empty()) return clear();
  d->show(realMesh(values), meaning, static_cast<double>(values.rows()), static_cast<double>(values.cols()));
}

void SurfaceView::clear() {
  if (canDraw()) showMessage(d->emptyText);
}

void SurfaceView::setEmptyText(const QString& text) {
  d->emptyText = text;
  if (canDraw() && d->stack->currentWidget() == d->label) showMessage(text);
}

bool SurfaceView::canDraw() const { return d->canvas != nullptr; }

QString SurfaceView::message() const { return d->stack->currentWidget() == d->label ? d->label->text() : QString(); }

QSize SurfaceView::sizeHint() const { return {360, 300}; }

QSize SurfaceView::minimumSizeHint() const { return {160, 120}; }

}  // namespace ptycho
