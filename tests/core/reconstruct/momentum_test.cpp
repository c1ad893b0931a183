#include "core/reconstruct/momentum.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {
namespace {

void addNoise(Complex* values, std::size_t count, std::uint64_t stream) {
  const CounterRandom random(5, stream);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] += Complex(static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1)));
  }
}

Estimate noisy() {
  Estimate estimate;
  estimate.object = ComplexImage(9, 11);
  estimate.probe = ComplexStack(2, 6, 6);
  addNoise(estimate.object.data(), estimate.object.size(), 1);
  addNoise(estimate.probe.data(), estimate.probe.size(), 2);
  return estimate;
}

/// What an engine does between two steps of the momentum.
void update(Estimate& estimate, std::uint64_t stream) {
  addNoise(estimate.object.data(), estimate.object.size(), stream);
  addNoise(estimate.probe.data(), estimate.probe.size(), stream + 100);
}

StageSpec stage() { return parseChain("mpie:9:momentum=0.5").value().front(); }

/// Two estimates in motion; then one of them is changed, and both go on without a push of their own.
struct Pair {
  Pair() {
    for (std::uint64_t k = 0; k < 3; ++k) {
      update(plain, 10 + k);
      update(changed, 10 + k);
      EXPECT_TRUE(ofPlain.advance(4, true, plain));
      EXPECT_TRUE(ofChanged.advance(4, true, changed));
    }
  }
  void goOn(const EstimateChange& change) {
    ofChanged.follow(changed, change);
    (void)ofPlain.advance(4, true, plain);
    (void)ofChanged.advance(4, true, changed);
  }
  Estimate plain = noisy();
  Estimate changed = noisy();
  Momentum ofPlain{stage(), 4, plain};
  Momentum ofChanged{stage(), 4, changed};
};

TEST(Momentum, movesWithWhatItBelongsTo) {
  Pair pair;
  ASSERT_EQ(pair.plain, pair.changed);
  EstimateChange change;
  change.roll_rows = 2;
  change.roll_cols = -3;
  const auto rolled = [&](const auto& values, std::size_t image, std::size_t r, std::size_t c) {
    return values[image * 36 + (r + 6 - 2) % 6 * 6 + (c + 3) % 6];
  };
  const Estimate before = pair.changed;
  for (std::size_t m = 0; m < 2; ++m) {
    for (std::size_t r = 0; r < 6; ++r) {
      for (std::size_t c = 0; c < 6; ++c) pair.changed.probe.image(m)[r * 6 + c] = rolled(before.probe.data(), m, r, c);
    }
  }
  for (std::size_t r = 0; r < 9; ++r) {
    for (std::size_t c = 0; c < 11; ++c) pair.changed.object(r, c) = before.object((r + 9 - 2) % 9, (c + 3) % 11);
  }
  pair.goOn(change);
  EXPECT_NE(pair.plain.object, before.object);
  for (std::size_t r = 0; r < 9; ++r) {
    for (std::size_t c = 0; c < 11; ++c) {
      EXPECT_LT(std::abs(pair.changed.object(r, c) - pair.plain.object((r + 9 - 2) % 9, (c + 3) % 11)), 1e-5);
    }
  }
  for (std::size_t m = 0; m < 2; ++m) {
    for (std::size_t r = 0; r < 6; ++r) {
      for (std::size_t c = 0; c < 6; ++c) {
        EXPECT_LT(std::abs(pair.changed.probe.image(m)[r * 6 + c] - rolled(pair.plain.probe.data(), m, r, c)), 1e-5);
      }
    }
  }
}

TEST(Momentum, mixesAndScalesWithWhatItBelongsTo) {
  Pair pair;
  EstimateChange change;
  change.probe_factor = 2;
  change.mixing = Image<Complex>(2, 2);
  change.mixing(0, 1) = change.mixing(1, 0) = Complex(0, 1);
  const auto changed = [](const Estimate& from) {
    Estimate to = from;
    for (auto& value : to.object) value /= 2.0F;
    for (std::size_t m = 0; m < 2; ++m) {
      for (std::size_t i = 0; i < 36; ++i) to.probe.image(m)[i] = Complex(0, 2) * from.probe.image(1 - m)[i];
    }
    return to;
  };
  pair.changed = changed(pair.changed);
  pair.goOn(change);
  const Estimate expected = changed(pair.plain);
  for (std::size_t i = 0; i < expected.object.size(); ++i) {
    EXPECT_LT(std::abs(pair.changed.object[i] - expected.object[i]), 1e-4);
  }
  for (std::size_t i = 0; i < expected.probe.size(); ++i) {
    EXPECT_LT(std::abs(pair.changed.probe.data()[i] - expected.probe.data()[i]), 1e-4);
  }
}

}  // namespace
}  // namespace ptycho
