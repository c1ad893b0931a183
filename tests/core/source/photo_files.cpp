#include "tests/core/source/photo_files.h"

#include <algorithm>
#include <cstdlib>

namespace ptycho {

namespace {

using namespace std::string_literals;

std::string bigEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(value >> (8 * i) & 0xffu));
  return text;
}

std::uint32_t crcOf(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1u ? crc >> 1 ^ 0xedb88320u : crc >> 1;
  }
  return ~crc;
}

std::string chunk(const std::string& type, const std::string& data) {
  return bigEndian(static_cast<std::uint32_t>(data.size()), 4) + type + data + bigEndian(crcOf(type + data), 4);
}

std::string pngOf(std::uint32_t cols, std::uint32_t rows, int bits, int channels, const std::string& zlib) {
  constexpr char kColourTypes[] = {0, 0, 4, 2, 6};
  const std::string header = bigEndian(cols, 4) + bigEndian(rows, 4) + static_cast<char>(bits) +
                             kColourTypes[channels] + "\0\0\0"s;
  return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", header) + chunk("IDAT", zlib) + chunk("IEND", "");
}

std::string storedZlib(const std::string& raw) {
  std::string zlib = "\x78\x01"s;
  for (std::size_t first = 0; first < raw.size(); first += 65535) {
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(65535, raw.size() - first));
    zlib.push_back(first + length == raw.size() ? '\1' : '\0');
    for (const std::uint32_t value : {length, ~length}) {
      zlib.push_back(static_cast<char>(value & 0xffu));
      zlib.push_back(static_cast<char>(value >> 8 & 0xffu));
    }
    zlib += raw.substr(first, length);
  }
  std::uint32_t a = 1, b = 0;
  for (const char byte : raw) {
    a = (a + static_cast<std::uint8_t>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  return zlib + bigEndian(b << 16 | a, 4);
}

/// Bits into bytes, first bit lowest (deflate) or highest (JPEG, where 0xff is followed by a stuffed 0).
class BitWriter {
 public:
  explicit BitWriter(bool lowestFirst) : m_lowestFirst(lowestFirst) {}
  void put(std::uint32_t code, int length) {
    for (int i = length - 1; i >= 0; --i) {
      const std::uint32_t bit = code >> i & 1u;
      m_byte |= bit << (m_lowestFirst ? m_count : 7 - m_count);
      if (++m_count == 8) flush();
    }
  }
  std::string finish(std::uint32_t padding) {
    while (m_count) put(padding, 1);
    return m_bytes;
  }

 private:
  void flush() {
    m_bytes.push_back(static_cast<char>(m_byte));
    if (!m_lowestFirst && m_byte == 0xffu) m_bytes.push_back('\0');
    m_byte = 0;
    m_count = 0;
  }
  bool m_lowestFirst;
  std::string m_bytes;
  std::uint32_t m_byte = 0;
  int m_count = 0;
};

std::string segment(char marker, const std::string& data) {
  return "\xff"s + marker + bigEndian(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}

}  // namespace

std::string pngBytes(const PngPicture& picture) {
  std::string raw;
  for (std::uint32_t row = 0; row < picture.rows; ++row) {
    raw.push_back('\0');  // no filter
    for (std::uint32_t col = 0; col < picture.cols; ++col) {
      for (int channel = 0; channel < picture.channels; ++channel) {
        raw += bigEndian(static_cast<std::uint32_t>(picture.sample(row, col, channel)), picture.bits / 8);
      }
    }
  }
  return pngOf(picture.cols, picture.rows, picture.bits, picture.channels, storedZlib(raw));
}

std::string pngBomb(std::uint32_t side, std::size_t unpackedBytes) {
  BitWriter bits(true);
  bits.put(1, 1);           // the last block,
  bits.put(0b10, 2);        // with the fixed codes (their value is written lowest bit first)
  bits.put(0b00110000, 8);  // a zero, and then again and again 258 times the byte before
  for (std::size_t done = 1; done < unpackedBytes; done += 258) {
    bits.put(0b11000101, 8);
    bits.put(0, 5);
  }
  bits.put(0, 7);  // end of block
  return pngOf(side, side, 8, 1, "\x78\x01"s + bits.finish(0) + "\0\0\0\0"s);
}

std::string jpegBytes(std::size_t blocksAcross, const std::vector<std::vector<int>>& channels) {
  const std::size_t blocks = channels.front().size();
  const auto count = static_cast<char>(channels.size());
  // Quantiser 8 throughout: a flat block of level v has the DC term v − 128.
  const std::string quantisers = segment('\xdb', "\0"s + std::string(64, '\x08'));
  std::string frame = "\x08"s + bigEndian(static_cast<std::uint32_t>(8 * (blocks / blocksAcross)), 2) +
                      bigEndian(static_cast<std::uint32_t>(8 * blocksAcross), 2) + count;
  std::string scan(1, count);
  for (char id = 1; id <= count; ++id) {
    frame += id + "\x11\0"s;
    scan += id + "\0"s;
  }
  scan += "\0\x3f\0"s;
  // DC: the twelve sizes as twelve codes of four bits; AC: "end of block" as the one-bit code 0.
  std::string dcTable = "\0\0\0\0\x0c"s + std::string(12, '\0');
  for (char size = 0; size < 12; ++size) dcTable.push_back(size);
  const std::string acTable = "\x10\x01"s + std::string(15, '\0') + "\0"s;
  BitWriter bits(false);
  std::vector<int> last(channels.size(), 0);
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t channel = 0; channel < channels.size(); ++channel) {
      const int dc = channels[channel][block] - 128;
      const int difference = dc - last[channel];
      last[channel] = dc;
      int size = 0;
      while (std::abs(difference) >> size) ++size;
      bits.put(static_cast<std::uint32_t>(size), 4);
      bits.put(static_cast<std::uint32_t>(difference < 0 ? difference + (1 << size) - 1 : difference), size);
      bits.put(0, 1);
    }
  }
  return "\xff\xd8"s + quantisers + segment('\xc0', frame) + segment('\xc4', dcTable) + segment('\xc4', acTable) +
         segment('\xda', scan) + bits.finish(1) + "\xff\xd9"s;
}

}  // namespace ptycho
