#include "core/evaluate/evaluation_spec.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr std::int64_t kLargest = 1'000'000'000;
constexpr std::size_t kMost = 1'000'000;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

Result<std::int64_t> imageNumber(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = -1;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status == std::errc() && end == text.data() + text.size() && number >= 0 && number <= kLargest) return number;
  return badInput(fmt::format("has \"{}\", which is no number of an image; write numbers and ranges, as in 3,7,12-15.",
                              text), "images");
}

}  // namespace

const FieldList<EvaluationSpec>& EvaluationSpec::fields() {
  using S = EvaluationSpec;
  static const FieldList<S> list{
      field("first", "First image", "", 0, 1e9, "First image of the folder by order of names, or generated picture",
            &S::first),
      field("count", "Images", "", 0, 1e7, "Number of images; 0: all of the folder", &S::count),
      choiceField("keep", "Keep estimates", {"none", "all", "worst", "best", "random"},
                  "Which estimates are kept beside the table, judged by amplitude + phase NRMSE", &S::keep),
      field("keep_count", "Kept estimates", "", 1, 1e7, "Of each method, for worst, best and random", &S::keep_count),
      field("seed", "Seed", "", 0, 9007199254740992.0, "Of the random choice of estimates", &S::seed),
      field("images", "Only these images",
            "Numbers and ranges, as in 3,7,12-15; then first and count are not used", &S::images)};
  return list;
}

Result<std::vector<std::int64_t>> imageNumbers(std::string_view text) {
  std::vector<std::int64_t> images;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = trimmed(text.substr(0, comma));
    const std::size_t dash = part.find('-');
    PTYCHO_TRY(const std::int64_t first, imageNumber(part.substr(0, dash)));
    std::int64_t last = first;
    if (dash != std::string_view::npos) {
      PTYCHO_TRY(last, imageNumber(part.substr(dash + 1)));
    }
    if (last < first) return badInput(fmt::format("has {}-{}; write the smaller number first.", first, last), "images");
    if (static_cast<std::uint64_t>(last - first) + images.size() >= kMost) {
      return badInput(fmt::format("names more than {} images; name fewer, or use first and count.", kMost), "images");
    }
    for (std::int64_t image = first; image <= last; ++image) images.push_back(image);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  std::ranges::sort(images);
  images.erase(std::unique(images.begin(), images.end()), images.end());
  return images;
}

std::string imageNumbersText(std::vector<std::int64_t> images) {
  std::ranges::sort(images);
  images.erase(std::unique(images.begin(), images.end()), images.end());
  std::string text;
  for (std::size_t k = 0; k < images.size();) {
    std::size_t last = k;
    while (last + 1 < images.size() && images[last + 1] == images[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ",", images[k]);
    if (last > k) text += fmt::format("{}{}", last == k + 1 ? "," : "-", images[last]);
    k = last + 1;
  }
  return text;
}

Result<void> setKept(EvaluationSpec& spec, std::string_view text) {
  const std::size_t colon = text.find(':');
  PTYCHO_CHECK(assignFieldText(spec, "keep", text.substr(0, colon)));
  if (colon == std::string_view::npos) return {};
  if (spec.keep == KeepEstimates::None || spec.keep == KeepEstimates::All) {
    return badInput("takes no number; numbers belong to worst, best and random, as in worst:8.",
                    "keep \"" + std::string(text) + "\"");
  }
  return assignFieldText(spec, "keep_count", text.substr(colon + 1));
}

}  // namespace ptycho
