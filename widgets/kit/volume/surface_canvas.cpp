#include "widgets/kit/volume/surface_canvas.h"

#include <cmath>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCubeAxesActor.h>
#include <vtkFloatArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkTextProperty.h>
#include <vtkUnsignedCharArray.h>

namespace ptycho {

namespace {

constexpr double kSide = 100;       // the longer side of the surface in scene units
constexpr double kHeight = 42;      // and its height
constexpr double kTurnPerPixel = 0.4;  // degrees
constexpr double kAzimuth = -38;
constexpr double kElevation = 28;

void setColour(vtkTextProperty* text, const QColor& colour) {
  text->SetColor(colour.redF(), colour.greenF(), colour.blueF());
  text->SetFontFamilyToArial();
  text->SetShadow(false);
}

}  // namespace

struct SurfaceCanvas::Scene {
  vtkNew<vtkGenericOpenGLRenderWindow> window;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkPolyData> surface;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  vtkNew<vtkCubeAxesActor> frame;
  SurfaceMesh mesh;
  SurfaceAxes axes;
  bool dirty = false;

  Scene() {
    window->SetOwnContext(false);
    window->SetFrameBlitModeToBlitToCurrent();
    window->SetMultiSamples(4);
    window->AddRenderer(renderer);
    mapper->SetInputData(surface);
    actor->SetMapper(mapper);
    actor->GetProperty()->SetAmbient(0.35);
    actor->GetProperty()->SetDiffuse(0.7);
    actor->GetProperty()->SetSpecular(0.08);
    frame->SetCamera(renderer->GetActiveCamera());
    frame->SetFlyModeToOuterEdges();
    frame->SetXLabelFormat("%.3g");
    frame->SetYLabelFormat("%.3g");
    frame->SetZLabelFormat("%.2g");
    frame->XAxisMinorTickVisibilityOff();
    frame->YAxisMinorTickVisibilityOff();
    frame->ZAxisMinorTickVisibilityOff();
    frame->SetScreenSize(11);
    renderer->AddActor(actor);
    renderer->AddActor(frame);
    renderer->GetActiveCamera()->SetViewAngle(28);
    resetCamera();
  }

  void resetCamera() {
    vtkCamera* camera = renderer->GetActiveCamera();
    camera->SetFocalPoint(0, 0, kHeight * 0.38);
    camera->SetPosition(0, -290, kHeight * 0.38);
    camera->SetViewUp(0, 0, 1);
    camera->Azimuth(kAzimuth);
    camera->Elevation(kElevation);
    camera->OrthogonalizeViewUp();
    renderer->ResetCameraClippingRange();
  }

  void setColours(const QPalette& palette) {
    const QColor ground = palette.color(QPalette::Base);
    const QColor ink = palette.color(QPalette::Text);
    renderer->SetBackground(ground.redF(), ground.greenF(), ground.blueF());
    for (int axis = 0; axis < 3; ++axis) {
      setColour(frame->GetTitleTextProperty(axis), ink);
      setColour(frame->GetLabelTextProperty(axis), ink);
    }
    const QColor line = QColor::fromRgbF(0.6F * ink.redF() + 0.4F * ground.redF(), 0.6F * ink.greenF() + 0.4F * ground.greenF(),
                                         0.6F * ink.blueF() + 0.4F * ground.blueF());
    for (vtkProperty* property : {frame->GetXAxesLinesProperty(), frame->GetYAxesLinesProperty(), frame->GetZAxesLinesProperty()}) {
      property->SetColor(line.redF(), line.greenF(), line.blueF());
    }
  }

  void build();
  void buildAxes(double width, double depth);
};

void SurfaceCanvas::Scene::build() {
  dirty = false;
  const auto rows = mesh.rows;
  const auto cols = mesh.cols;
  if (rows < 2 || cols < 2) {
    actor->VisibilityOff();
    frame->VisibilityOff();
    return;
  }
  const double spacing = kSide / (static_cast<double>(std::max(rows, cols)) - 1);
  const double width = spacing * static_cast<double>(cols - 1);
  const double depth = spacing * static_cast<double>(rows - 1);
  vtkNew<vtkFloatArray> coordinates;
  coordinates->SetNumberOfComponents(3);
  coordinates->SetNumberOfTuples(static_cast<vtkIdType>(rows * cols));
  vtkNew<vtkFloatArray> normals;
  normals->SetNumberOfComponents(3);
  normals->SetNumberOfTuples(static_cast<vtkIdType>(rows * cols));
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(3);
  colours->SetNumberOfTuples(static_cast<vtkIdType>(rows * cols));
  const auto height = [this, cols](std::size_t r, std::size_t c) { return kHeight * mesh.height[r * cols + c]; };
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const auto id = static_cast<vtkIdType>(r * cols + c);
      // Row 0 is at the back, as it is at the top of a picture.
      coordinates->SetTuple3(id, spacing * static_cast<double>(c) - width / 2, depth / 2 - spacing * static_cast<double>(r),
                             height(r, c));
      const double dx = height(r, std::min(c + 1, cols - 1)) - height(r, c > 0 ? c - 1 : 0);
      const double dy = height(r > 0 ? r - 1 : 0, c) - height(std::min(r + 1, rows - 1), c);
      const double length = std::hypot(dx, dy, 2 * spacing);
      normals->SetTuple3(id, -dx / length, -dy / length, 2 * spacing / length);
      const auto& rgb = mesh.colour[r * cols + c];
      colours->SetTuple3(id, rgb[0], rgb[1], rgb[2]);
    }
  }
  vtkNew<vtkCellArray> cells;
  cells->AllocateExact(static_cast<vtkIdType>((rows - 1) * (cols - 1)), static_cast<vtkIdType>(4 * (rows - 1) * (cols - 1)));
  for (std::size_t r = 0; r + 1 < rows; ++r) {
    for (std::size_t c = 0; c + 1 < cols; ++c) {
      const auto id = static_cast<vtkIdType>(r * cols + c);
      const auto below = id + static_cast<vtkIdType>(cols);
      const vtkIdType quad[4] = {id, below, below + 1, id + 1};
      cells->InsertNextCell(4, quad);
    }
  }
  vtkNew<vtkPoints> points;
  points->SetData(coordinates);
  surface->SetPoints(points);
  surface->SetPolys(cells);
  surface->GetPointData()->SetNormals(normals);
  surface->GetPointData()->SetScalars(colours);
  actor->VisibilityOn();
  buildAxes(width, depth);
}

void SurfaceCanvas::Scene::buildAxes(double width, double depth) {
  frame->SetBounds(-width / 2, width / 2, -depth / 2, depth / 2, 0, kHeight);
  frame->SetXAxisRange(-axes.half_width, axes.half_width);
  frame->SetYAxisRange(axes.half_height, -axes.half_height);
  frame->SetZAxisRange(mesh.low, mesh.high);
  frame->SetXTitle(axes.across.toUtf8().constData());
  frame->SetYTitle(axes.down.toUtf8().constData());
  frame->SetZTitle(axes.up.toUtf8().constData());
  frame->VisibilityOn();
  renderer->ResetCameraClippingRange();
}

SurfaceCanvas::SurfaceCanvas(QWidget* parent) : QOpenGLWidget(parent), m_scene(std::make_unique<Scene>()) {
  setToolTip(tr("Drag turns, wheel zooms, right drag pans, double click restores the view"));
}

SurfaceCanvas::~SurfaceCanvas() {
  // The context outlives this destructor by a moment, the scene does not.
  if (context()) disconnect(context(), nullptr, this, nullptr);
  releaseScene();
  m_scene.reset();
}

void SurfaceCanvas::releaseScene() {
  if (!context()) return;
  makeCurrent();
  m_scene->window->Finalize();
  m_scene->window->SetReadyForRendering(false);
  doneCurrent();
}

void SurfaceCanvas::initializeGL() {
  // A widget that moves to another window gets a new context: VTK's objects of the old one go with it.
  connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &SurfaceCanvas::releaseScene, Qt::DirectConnection);
  m_scene->window->SetReadyForRendering(true);
  m_scene->window->SetMapped(true);
  m_scene->window->SetIsCurrent(true);
  m_scene->window->OpenGLInitContext();
}

void SurfaceCanvas::setMesh(SurfaceMesh mesh, const SurfaceAxes& axes) {
  m_scene->mesh = std::move(mesh);
  m_scene->axes = axes;
  m_scene->dirty = true;
  update();
}

void SurfaceCanvas::paintGL() {
  if (m_scene->dirty) m_scene->build();
  m_scene->setColours(palette());
  const double ratio = devicePixelRatioF();
  m_scene->window->SetSize(static_cast<int>(std::lround(width() * ratio)), static_cast<int>(std::lround(height() * ratio)));
  m_scene->window->SetDPI(static_cast<int>(std::lround(logicalDpiX() * ratio)));
  vtkOpenGLState* state = m_scene->window->GetState();
  state->Push();
  state->Reset();
  m_scene->window->Render();
  state->Pop();
}

void SurfaceCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) update();
  QOpenGLWidget::changeEvent(event);
}

void SurfaceCanvas::mousePressEvent(QMouseEvent* event) { m_lastPoint = event->position(); }

void SurfaceCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPointF moved = event->position() - m_lastPoint;
  m_lastPoint = event->position();
  vtkCamera* camera = m_scene->renderer->GetActiveCamera();
  if ((event->buttons() & Qt::RightButton) || (event->modifiers() & Qt::ShiftModifier)) {
    const double scale = 2 * camera->GetDistance() * std::tan(camera->GetViewAngle() * 3.14159265 / 360) / std::max(1, height());
    double up[3];
    double forward[3];
    camera->GetViewUp(up);
    camera->GetDirectionOfProjection(forward);
    const double right[3] = {forward[1] * up[2] - forward[2] * up[1], forward[2] * up[0] - forward[0] * up[2],
                             forward[0] * up[1] - forward[1] * up[0]};
    double focus[3];
    double eye[3];
    camera->GetFocalPoint(focus);
    camera->GetPosition(eye);
    for (int i = 0; i < 3; ++i) {
      const double shift = scale * (-moved.x() * right[i] + moved.y() * up[i]);
      focus[i] += shift;
      eye[i] += shift;
    }
    camera->SetFocalPoint(focus);
    camera->SetPosition(eye);
  } else {
    // A turntable: the height stays upright, and the eye goes neither over the top nor below the ground.
    camera->SetViewUp(0, 0, 1);
    camera->Azimuth(-kTurnPerPixel * moved.x());
    double forward[3];
    camera->GetDirectionOfProjection(forward);
    const double elevation = -std::asin(forward[2]) * 180 / 3.14159265;
    camera->Elevation(std::clamp(elevation + kTurnPerPixel * moved.y(), -10.0, 87.0) - elevation);
    camera->OrthogonalizeViewUp();
  }
  m_scene->renderer->ResetCameraClippingRange();
  update();
}

void SurfaceCanvas::mouseDoubleClickEvent(QMouseEvent*) {
  m_scene->resetCamera();
  update();
}

void SurfaceCanvas::wheelEvent(QWheelEvent* event) {
  m_scene->renderer->GetActiveCamera()->Dolly(std::pow(1.0015, event->angleDelta().y()));
  m_scene->renderer->ResetCameraClippingRange();
  event->accept();
  update();
}

}  // namespace ptycho
