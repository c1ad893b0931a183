#include "widgets/kit/volume/surface_scene.h"

#include <cmath>
#include <numbers>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

namespace ptycho {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kSide = 100;   // the longer side of the surface in scene units
constexpr double kHeight = 42;  // and its height
constexpr double kTick = 2.5;
constexpr double kAzimuth = -38;
constexpr double kElevation = 28;
constexpr double kDistance = 310;
constexpr double kViewAngle = 28;  // vertical, degrees, in a widget of this aspect or wider
constexpr double kFittingAspect = 1.2;

struct Tick {
  double from[3];
  double to[3];
  QString text;
  bool title;
};

}  // namespace

struct SurfaceScene::Private {
  vtkNew<vtkGenericOpenGLRenderWindow> window;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkPolyData> surface;
  vtkNew<vtkActor> surfaceActor;
  vtkNew<vtkPolyData> frame;
  vtkNew<vtkActor> frameActor;
  SurfaceMesh mesh;
  SurfaceAxes axes;
  double halfWidth = kSide / 2;
  double halfDepth = kSide / 2;
  bool dirty = false;

  [[nodiscard]] vtkCamera* camera() const { return renderer->GetActiveCamera(); }
  void buildSurface();
  void buildFrame();
  [[nodiscard]] std::vector<Tick> ticks() const;
};

SurfaceScene::SurfaceScene() : d(std::make_unique<Private>()) {
  d->window->SetOwnContext(false);
  d->window->SetFrameBlitModeToBlitToCurrent();
  d->window->SetMultiSamples(4);
  d->window->AddRenderer(d->renderer);
  vtkNew<vtkPolyDataMapper> surfaceMapper;
  surfaceMapper->SetInputData(d->surface);
  d->surfaceActor->SetMapper(surfaceMapper);
  d->surfaceActor->GetProperty()->SetAmbient(0.35);
  d->surfaceActor->GetProperty()->SetDiffuse(0.7);
  d->surfaceActor->GetProperty()->SetSpecular(0.08);
  vtkNew<vtkPolyDataMapper> frameMapper;
  frameMapper->SetInputData(d->frame);
  d->frameActor->SetMapper(frameMapper);
  d->frameActor->GetProperty()->SetLighting(false);
  d->renderer->AddActor(d->surfaceActor);
  d->renderer->AddActor(d->frameActor);
  restoreView();
}

SurfaceScene::~SurfaceScene() = default;

void SurfaceScene::setMesh(SurfaceMesh mesh, const SurfaceAxes& axes) {
  d->mesh = std::move(mesh);
  d->axes = axes;
  d->dirty = true;
  if (d->mesh.rows < 2 || d->mesh.cols < 2) return;
  const double spacing = kSide / (static_cast<double>(std::max(d->mesh.rows, d->mesh.cols)) - 1);
  d->halfWidth = spacing * static_cast<double>(d->mesh.cols - 1) / 2;
  d->halfDepth = spacing * static_cast<double>(d->mesh.rows - 1) / 2;
}

void SurfaceScene::setColours(const QColor& ground, const QColor& ink) {
  d->renderer->SetBackground(ground.redF(), ground.greenF(), ground.blueF());
  d->renderer->SetBackgroundAlpha(1);  // Qt blends the picture over the window by its alpha
  // Half-way between ink and ground: the axes serve the surface.
  d->frameActor->GetProperty()->SetColor(0.5 * (ink.redF() + ground.redF()), 0.5 * (ink.greenF() + ground.greenF()),
                                         0.5 * (ink.blueF() + ground.blueF()));
}

void SurfaceScene::fitTo(const QSize& size) {
  const double aspect = static_cast<double>(std::max(1, size.width())) / std::max(1, size.height());
  const double wider = std::max(1.0, kFittingAspect / aspect);
  d->camera()->SetViewAngle(2 * std::atan(wider * std::tan(kViewAngle / 2 * kDegree)) / kDegree);
}

void SurfaceScene::contextMade() {
  d->window->SetReadyForRendering(true);
  d->window->SetMapped(true);
  d->window->SetIsCurrent(true);
  d->window->OpenGLInitContext();
}

void SurfaceScene::contextGoing() {
  d->window->Finalize();
  d->window->SetReadyForRendering(false);
}

void SurfaceScene::render(const QSize& size) {
  if (d->dirty) d->buildSurface();
  d->buildFrame();
  d->renderer->ResetCameraClippingRange();
  d->window->SetSize(size.width(), size.height());
  vtkOpenGLState* state = d->window->GetState();
  state->Push();
  state->Reset();
  d->window->Render();
  state->Pop();
}

void SurfaceScene::Private::buildSurface() {
  dirty = false;
  const auto rows = mesh.rows;
  const auto cols = mesh.cols;
  surfaceActor->SetVisibility(rows >= 2 && cols >= 2);
  if (rows < 2 || cols < 2) return;
  const auto count = static_cast<vtkIdType>(rows * cols);
  const double spacing = 2 * halfWidth / static_cast<double>(cols - 1);
  vtkNew<vtkFloatArray> coordinates;
  vtkNew<vtkFloatArray> normals;
  vtkNew<vtkUnsignedCharArray> colours;
  for (vtkDataArray* array : {static_cast<vtkDataArray*>(coordinates), static_cast<vtkDataArray*>(normals),
                              static_cast<vtkDataArray*>(colours)}) {
    array->SetNumberOfComponents(3);
    array->SetNumberOfTuples(count);
  }
  const auto height = [this, cols](std::size_t r, std::size_t c) { return kHeight * mesh.height[r * cols + c]; };
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const auto id = static_cast<vtkIdType>(r * cols + c);
      // Row 0 is at the back, as it is at the top of a picture.
      coordinates->SetTuple3(id, spacing * static_cast<double>(c) - halfWidth,
                             halfDepth - spacing * static_cast<double>(r), height(r, c));
      const double dx = height(r, std::min(c + 1, cols - 1)) - height(r, c > 0 ? c - 1 : 0);
      const double dy = height(r > 0 ? r - 1 : 0, c) - height(std::min(r + 1, rows - 1), c);
      const double length = std::hypot(dx, dy, 2 * spacing);
      normals->SetTuple3(id, -dx / length, -dy / length, 2 * spacing / length);
      const auto& rgb = mesh.colour[r * cols + c];
      colours->SetTuple3(id, rgb[0], rgb[1], rgb[2]);
    }
  }
  vtkNew<vtkCellArray> cells;
  const auto quads = static_cast<vtkIdType>((rows - 1) * (cols - 1));
  cells->AllocateExact(quads, 4 * quads);
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
}

/// Ticks on the two ground edges that face the viewer and on the upright that is leftmost on the screen.
std::vector<Tick> SurfaceScene::Private::ticks() const {
  double eye[3];
  double focus[3];
  camera()->GetPosition(eye);
  camera()->GetFocalPoint(focus);
  const double towardsX = eye[0] - focus[0];
  const double towardsY = eye[1] - focus[1];
  const double nearY = towardsY < 0 ? -halfDepth : halfDepth;
  const double nearX = towardsX < 0 ? -halfWidth : halfWidth;
  const double outY = nearY < 0 ? -1 : 1;
  const double outX = nearX < 0 ? -1 : 1;
  std::vector<Tick> list;
  const auto add = [&list](double x, double y, double z, double dx, double dy, const QString& text, bool title) {
    list.push_back({{x, y, z}, {x + dx, y + dy, z}, text, title});
  };
  for (const double value : roundTicks(-axes.half_width, axes.half_width, 4)) {
    add(value / axes.half_width * halfWidth, nearY, 0, 0, kTick * outY, QString::number(value, 'g', 4), false);
  }
  for (const double value : roundTicks(-axes.half_height, axes.half_height, 4)) {
    add(nearX, -value / axes.half_height * halfDepth, 0, kTick * outX, 0, QString::number(value, 'g', 4), false);
  }
  add(0, nearY, 0, 0, 7 * kTick * outY, axes.across, true);
  add(nearX, 0, 0, 7 * kTick * outX, 0, axes.down, true);
  // Screen-right is the view direction turned by −90° about the height; the leftmost corner has least of it.
  const double rightX = -towardsY;
  const double rightY = towardsX;
  const double cornerX = rightX > 0 ? -halfWidth : halfWidth;
  const double cornerY = rightY > 0 ? -halfDepth : halfDepth;
  const double length = std::max(1e-9, std::hypot(rightX, rightY));
  const double outwardX = -rightX / length;
  const double outwardY = -rightY / length;
  for (const double value : roundTicks(mesh.low, mesh.high, 4)) {
    const double z = kHeight * (value - mesh.low) / (mesh.high - mesh.low);
    add(cornerX, cornerY, z, kTick * outwardX, kTick * outwardY, QString::number(value, 'g', 3), false);
  }
  add(cornerX, cornerY, kHeight, 0, 0, axes.up, true);
  return list;
}

void SurfaceScene::Private::buildFrame() {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> lines;
  const auto line = [&](double x0, double y0, double z0, double x1, double y1, double z1) {
    const vtkIdType ends[2] = {points->InsertNextPoint(x0, y0, z0), points->InsertNextPoint(x1, y1, z1)};
    lines->InsertNextCell(2, ends);
  };
  if (surfaceActor->GetVisibility()) {
    line(-halfWidth, -halfDepth, 0, halfWidth, -halfDepth, 0);
    line(halfWidth, -halfDepth, 0, halfWidth, halfDepth, 0);
    line(halfWidth, halfDepth, 0, -halfWidth, halfDepth, 0);
    line(-halfWidth, halfDepth, 0, -halfWidth, -halfDepth, 0);
    for (const Tick& tick : ticks()) {
      if (!tick.title) line(tick.from[0], tick.from[1], tick.from[2], tick.to[0], tick.to[1], tick.to[2]);
      else if (tick.from[2] > 0) line(tick.from[0], tick.from[1], 0, tick.from[0], tick.from[1], kHeight);
    }
  }
  frame->SetPoints(points);
  frame->SetLines(lines);
}

std::vector<AxisLabel> SurfaceScene::labels(const QSize& size) const {
  std::vector<AxisLabel> labels;
  if (d->mesh.rows < 2 || d->mesh.cols < 2 || size.isEmpty()) return labels;
  const double aspect = static_cast<double>(size.width()) / size.height();
  vtkMatrix4x4* matrix = d->camera()->GetCompositeProjectionTransformMatrix(aspect, -1, 1);
  const auto onScreen = [&](const double(&point)[3]) {
    const double in[4] = {point[0], point[1], point[2], 1};
    double out[4];
    matrix->MultiplyPoint(in, out);
    return QPointF((out[0] / out[3] + 1) / 2 * size.width(), (1 - out[1] / out[3]) / 2 * size.height());
  };
  for (const Tick& tick : d->ticks()) {
    const QPointF from = onScreen(tick.from);
    const QPointF to = onScreen(tick.to);
    const QPointF along = to - from;
    const double length = std::hypot(along.x(), along.y());
    labels.push_back({to, length > 0.5 ? along / length : QPointF(0, -1), tick.text, tick.title});
  }
  return labels;
}

void SurfaceScene::turn(double right_deg, double up_deg) {
  d->camera()->SetViewUp(0, 0, 1);
  d->camera()->Azimuth(right_deg);
  double forward[3];
  d->camera()->GetDirectionOfProjection(forward);
  const double elevation = -std::asin(forward[2]) / kDegree;
  d->camera()->Elevation(std::clamp(elevation + up_deg, -10.0, 87.0) - elevation);
  d->camera()->OrthogonalizeViewUp();
}

void SurfaceScene::pan(double right_share, double up_share) {
  vtkCamera* camera = d->camera();
  const double scale = 2 * camera->GetDistance() * std::tan(camera->GetViewAngle() / 2 * kDegree);
  double up[3];
  double forward[3];
  double focus[3];
  double eye[3];
  camera->GetViewUp(up);
  camera->GetDirectionOfProjection(forward);
  camera->GetFocalPoint(focus);
  camera->GetPosition(eye);
  const double right[3] = {forward[1] * up[2] - forward[2] * up[1], forward[2] * up[0] - forward[0] * up[2],
                           forward[0] * up[1] - forward[1] * up[0]};
  for (int i = 0; i < 3; ++i) {
    const double shift = -scale * (right_share * right[i] + up_share * up[i]);
    focus[i] += shift;
    eye[i] += shift;
  }
  camera->SetFocalPoint(focus);
  camera->SetPosition(eye);
}

void SurfaceScene::zoom(double factor) { d->camera()->Dolly(factor); }

void SurfaceScene::restoreView() {
  vtkCamera* camera = d->camera();
  camera->SetFocalPoint(0, 0, kHeight * 0.3);
  camera->SetPosition(0, -kDistance, kHeight * 0.3);
  camera->SetViewUp(0, 0, 1);
  camera->Azimuth(kAzimuth);
  camera->Elevation(kElevation);
  camera->OrthogonalizeViewUp();
}

}  // namespace ptycho
