#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include <QImage>
#include <QObject>
#include <QThread>

#include "widgets/failures/picture_source.h"

namespace ptycho {

/// Pictures of an evaluation from a thread of its own: the image that is looked at first, then thumbnails, the one
/// asked for last first, then maps.
class PictureLoader : public QObject {
  Q_OBJECT

 public:
  explicit PictureLoader(QObject* parent = nullptr);
  ~PictureLoader() override;

  /// What was asked for of another evaluation is dropped.
  void setSource(const std::shared_ptr<const PictureSource>& source);
  /// A newer wish replaces an older one.
  void loadImage(std::int64_t image);
  void loadThumbnail(std::int64_t image, int method);
  void loadErrorMaps(int method);
  [[nodiscard]] bool isIdle() const;

 Q_SIGNALS:
  void imageLoaded(std::shared_ptr<const ptycho::ImagePictures> pictures);
  /// A null picture: there is none, or the wish was dropped because too many came after it.
  void thumbnailLoaded(qint64 image, const QImage& picture, bool ofTruth, bool dropped);
  void errorMapsLoaded(std::shared_ptr<const ptycho::ErrorMaps> maps);
  void errorMapsFailed(const QString& message);

 private:
  struct Wish {
    enum class Kind { Image, Thumbnail, Maps } kind = Kind::Image;
    std::int64_t image = 0;
    int method = 0;
  };
  void add(const Wish& wish);
  void work();
  [[nodiscard]] bool takeNext(Wish& wish, std::shared_ptr<const PictureSource>& source, int& generation);
  void perform(const Wish& wish, const PictureSource& source, int generation);
  /// Runs `tell` in this object's thread unless the source has changed.
  template <class Tell>
  void tellLater(int generation, Tell tell);

  mutable std::mutex m_guard;
  std::deque<Wish> m_wishes;  ///< the next one in front
  std::shared_ptr<const PictureSource> m_source;
  int m_generation = 0;
  bool m_working = false;
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
};

}  // namespace ptycho
