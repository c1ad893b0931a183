#include "widgets/failures/picture_loader.h"

#include <algorithm>

namespace ptycho {
namespace {

constexpr std::size_t kMostWishes = 300;  ///< more than fit on a screen
constexpr int kThumbnail_px = 96;

}  // namespace

PictureLoader::PictureLoader(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("picture loader"));
  m_thread.start(QThread::LowPriority);
}

PictureLoader::~PictureLoader() {
  {
    const std::lock_guard lock(m_guard);
    m_wishes.clear();
  }
  m_thread.quit();
  m_thread.wait();
}

void PictureLoader::setSource(const std::shared_ptr<const PictureSource>& source) {
  const std::lock_guard lock(m_guard);
  m_source = source;
  m_wishes.clear();
  ++m_generation;
}

bool PictureLoader::isIdle() const {
  const std::lock_guard lock(m_guard);
  return m_wishes.empty() && !m_working;
}

void PictureLoader::loadImage(std::int64_t image) { add({Wish::Kind::Image, image, 0}); }
void PictureLoader::loadThumbnail(std::int64_t image, int method) { add({Wish::Kind::Thumbnail, image, method}); }
void PictureLoader::loadErrorMaps(int method) { add({Wish::Kind::Maps, 0, method}); }

void PictureLoader::add(const Wish& wish) {
  std::vector<Wish> dropped;
  {
    const std::lock_guard lock(m_guard);
    if (!m_source) return;
    if (wish.kind != Wish::Kind::Thumbnail) {
      std::erase_if(m_wishes, [&](const Wish& other) { return other.kind == wish.kind; });
    }
    const auto place = std::ranges::find_if(m_wishes, [&](const Wish& other) { return other.kind >= wish.kind; });
    m_wishes.insert(place, wish);
    while (m_wishes.size() > kMostWishes) {
      dropped.push_back(m_wishes.back());
      m_wishes.pop_back();
    }
    if (!m_working) {
      m_working = true;
      QMetaObject::invokeMethod(m_worker, [this] { work(); });
    }
  }
  for (const Wish& late : dropped) {
    if (late.kind == Wish::Kind::Thumbnail) Q_EMIT thumbnailLoaded(late.image, {}, false, true);
  }
}

bool PictureLoader::takeNext(Wish& wish, std::shared_ptr<const PictureSource>& source, int& generation) {
  const std::lock_guard lock(m_guard);
  m_working = !m_wishes.empty();
  if (!m_working) return false;
  wish = m_wishes.front();
  m_wishes.pop_front();
  source = m_source;
  generation = m_generation;
  return true;
}

void PictureLoader::work() {
  Wish wish;
  std::shared_ptr<const PictureSource> source;
  int generation = 0;
  while (takeNext(wish, source, generation)) perform(wish, *source, generation);
}

template <class Tell>
void PictureLoader::tellLater(int generation, Tell tell) {
  // The destructor waits for the thread, so `this` is alive; the queued call dies with it.
  QMetaObject::invokeMethod(this, [this, generation, tell] {
    if (generation == m_generation) tell();
  });
}

void PictureLoader::perform(const Wish& wish, const PictureSource& source, int generation) {
  if (wish.kind == Wish::Kind::Image) {
    auto pictures = std::make_shared<const ImagePictures>(source.pictures(wish.image));
    tellLater(generation, [this, pictures] { Q_EMIT imageLoaded(pictures); });
  } else if (wish.kind == Wish::Kind::Thumbnail) {
    bool ofTruth = false;
    const QImage picture = source.thumbnail(wish.image, wish.method, kThumbnail_px, ofTruth);
    tellLater(generation, [this, wish, picture, ofTruth] {
      Q_EMIT thumbnailLoaded(wish.image, picture, ofTruth, false);
    });
  } else if (auto maps = source.errorMaps(wish.method)) {
    auto shared = std::make_shared<const ErrorMaps>(std::move(*maps));
    tellLater(generation, [this, shared] { Q_EMIT errorMapsLoaded(shared); });
  } else {
    const QString message = QString::fromStdString(maps.error().text());
    tellLater(generation, [this, message] { Q_EMIT errorMapsFailed(message); });
  }
}

}  // namespace ptycho
