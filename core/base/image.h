#pragma once

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

namespace ptycho {

/// 64-byte aligned storage, so that FFTW and the vector units may use aligned loads on any image.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}  // NOLINT(google-explicit-constructor)
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlignment)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, kAlignment); }
  template <class U>
  bool operator==(const AlignedAllocator<U>&) const { return true; }
};

/// A two-dimensional array as a value: row-major, contiguous, 64-byte aligned.
template <class T>
class Image {
 public:
  Image() = default;
  Image(std::size_t rows, std::size_t cols, T value = T{})
      : m_rows(rows), m_cols(cols), m_values(rows * cols, value) {}

  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] std::size_t cols() const { return m_cols; }
  [[nodiscard]] std::size_t size() const { return m_values.size(); }
  [[nodiscard]] bool empty() const { return m_values.empty(); }

  T& operator()(std::size_t row, std::size_t col) { return m_values[row * m_cols + col]; }
  const T& operator()(std::size_t row, std::size_t col) const { return m_values[row * m_cols + col]; }
  T& operator[](std::size_t i) { return m_values[i]; }
  const T& operator[](std::size_t i) const { return m_values[i]; }

  T* data() { return m_values.data(); }
  [[nodiscard]] const T* data() const { return m_values.data(); }
  T* row(std::size_t r) { return m_values.data() + r * m_cols; }
  [[nodiscard]] const T* row(std::size_t r) const { return m_values.data() + r * m_cols; }
  auto begin() { return m_values.begin(); }
  auto end() { return m_values.end(); }
  auto begin() const { return m_values.begin(); }
  auto end() const { return m_values.end(); }

  [[nodiscard]] bool sameShape(const auto& other) const {
    return m_rows == other.rows() && m_cols == other.cols();
  }
  bool operator==(const Image&) const = default;

 private:
  std::size_t m_rows = 0;
  std::size_t m_cols = 0;
  std::vector<T, AlignedAllocator<T>> m_values;
};

/// `count` images of one shape, contiguous: [count, rows, cols].
template <class T>
class ImageStack {
 public:
  ImageStack() = default;
  ImageStack(std::size_t count, std::size_t rows, std::size_t cols, T value = T{})
      : m_count(count), m_rows(rows), m_cols(cols), m_values(count * rows * cols, value) {}
  explicit ImageStack(const Image<T>& single)
      : m_count(1), m_rows(single.rows()), m_cols(single.cols()), m_values(single.begin(), single.end()) {}

  [[nodiscard]] std::size_t count() const { return m_count; }
  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] std::size_t cols() const { return m_cols; }
  [[nodiscard]] std::size_t imageSize() const { return m_rows * m_cols; }
  [[nodiscard]] std::size_t size() const { return m_values.size(); }
  [[nodiscard]] bool empty() const { return m_values.empty(); }

  T* image(std::size_t k) { return m_values.data() + k * imageSize(); }
  [[nodiscard]] const T* image(std::size_t k) const { return m_values.data() + k * imageSize(); }
  [[nodiscard]] Image<T> copy(std::size_t k) const {
    Image<T> out(m_rows, m_cols);
    std::copy_n(image(k), imageSize(), out.data());
    return out;
  }
  void assign(std::size_t k, const Image<T>& picture) { std::copy_n(picture.data(), imageSize(), image(k)); }

  T* data() { return m_values.data(); }
  [[nodiscard]] const T* data() const { return m_values.data(); }
  auto begin() { return m_values.begin(); }
  auto end() { return m_values.end(); }
  auto begin() const { return m_values.begin(); }
  auto end() const { return m_values.end(); }
  bool operator==(const ImageStack&) const = default;

 private:
  std::size_t m_count = 0;
  std::size_t m_rows = 0;
  std::size_t m_cols = 0;
  std::vector<T, AlignedAllocator<T>> m_values;
};

using Complex = std::complex<float>;
using RealImage = Image<float>;
using ComplexImage = Image<Complex>;
using MaskImage = Image<std::uint8_t>;  ///< 1 = valid, 0 = to be ignored
using RealStack = ImageStack<float>;
using ComplexStack = ImageStack<Complex>;

}  // namespace ptycho
