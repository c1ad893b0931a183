#include "core/network/data_term.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/network/scan_physics.h"
#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using test::randomNumbers;
using torch::Tensor;

DataTermPtr dataOf(const ScanBatch& batch) { return c10::make_intrusive<DataTerm>(batch); }

/// An object that is wrong everywhere, in the range.
Tensor wrongObject(const ScanBatch& batch, torch::ScalarType type = torch::kComplexFloat) {
  const Tensor channels = randomNumbers({batch.objects, 2, batch.rows, batch.cols}, 21);
  return test::plainObject(channels, batch.range).to(type);
}

Tensor randomDirection(const Tensor& like, std::uint64_t seed) {
  const Tensor parts = randomNumbers({like.size(0), like.size(1), like.size(2), 2}, seed).to(torch::kDouble) - 0.5;
  return torch::view_as_complex(parts).to(like.scalar_type());
}

double innerProduct(const Tensor& a, const Tensor& b) {
  const Tensor product = torch::view_as_real(a.to(torch::kComplexDouble) * b.to(torch::kComplexDouble).conj());
  return product.select(-1, 0).sum().item().toDouble();
}

TEST(DataTerm, lossVanishesForTheTruth) {
  const auto [batch, truth] = test::simulatedBatch({2});
  EXPECT_LT(diffractionLoss(truth, batch).item().toDouble(), 1e-12);
  EXPECT_GT(diffractionLoss(truth * 0.9, batch).item().toDouble(), 1e-4);
}

TEST(DataTerm, updateVanishesForTheTruth) {
  const auto [batch, truth] = test::simulatedBatch({2});
  const Tensor object = test::plainObject(truth, batch.range).to(torch::kComplexFloat);
  EXPECT_LT(dataUpdate(object, dataOf(batch)).abs().max().item().toDouble(), 1e-3);
}

TEST(DataTerm, illuminationAndPreconditionerAreSumsOfLight) {
  const ScanBatch batch = test::simulatedBatch().batch;
  const auto data = dataOf(batch);
  Tensor sum = torch::zeros({batch.rows, batch.cols});
  for (const Position& at : batch.positions) {
    sum.narrow(0, std::lround(at.row), 16).narrow(1, std::lround(at.col), 16) += batch.probe.abs().square();
  }
  const Tensor brightest = sum.max();
  EXPECT_LT(test::distance(data->illumination[0][0], sum / brightest), 1e-6);
  const std::int64_t reached = batch.cols - 3;
  EXPECT_LT(test::distance(data->preconditioner.narrow(1, 0, reached),
                           1 / (sum + 1e-3 * brightest).narrow(1, 0, reached)),
            1e-6);
  EXPECT_EQ(data->preconditioner.narrow(1, reached, 3).abs().max().item().toDouble(), 0);
}

TEST(DataTerm, bothWaysOfTransformingAgree) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const auto data = dataOf(batch);
  const Tensor object = wrongObject(batch);
  const Tensor exact = object.to(torch::kComplexDouble);
  const double loss = dataLossByTorch(exact, *data).item().toDouble();
  EXPECT_NEAR(dataLoss(object, data).item().toDouble(), loss, 1e-6 * loss);
  EXPECT_LT(test::distance(dataUpdate(object, data), dataUpdateByTorch(exact, *data)), 1e-5);
}

TEST(DataTerm, bothWaysHaveTheSameGradients) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const auto data = dataOf(batch);
  const Tensor object = wrongObject(batch).requires_grad_();
  const Tensor exact = wrongObject(batch, torch::kComplexDouble).requires_grad_();
  dataLoss(object, data).backward();
  dataLossByTorch(exact, *data).backward();
  EXPECT_LT(test::distance(object.grad(), exact.grad()), 1e-5);
  const Tensor weights = randomDirection(object, 22);
  object.mutable_grad() = Tensor();
  exact.mutable_grad() = Tensor();
  torch::view_as_real(dataUpdate(object, data) * weights).sum().backward();
  torch::view_as_real(dataUpdateByTorch(exact, *data) * weights).sum().backward();
  EXPECT_LT(test::distance(object.grad(), exact.grad()), 1e-4);
}

TEST(DataTerm, gradientOfTheLossMatchesFiniteDifferences) {
  const auto [batch, truth] = test::simulatedBatch({2});
  const auto data = dataOf(batch);
  const Tensor channels = randomNumbers(truth.sizes(), 23).requires_grad_();
  diffractionLoss(channels, batch).backward();
  const Tensor direction = (randomNumbers(truth.sizes(), 24) - 0.5).to(torch::kDouble);
  const double slope = (channels.grad() * direction).sum().item().toDouble();
  const auto lossAt = [&](double h) {
    const Tensor moved = channels.detach().to(torch::kDouble) + h * direction;
    return dataLossByTorch(test::plainObject(moved, batch.range), *data).item().toDouble();
  };
  EXPECT_NEAR(slope, (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5, 1e-5 * std::abs(slope));
}

TEST(DataTerm, derivativeOfTheUpdateMatchesFiniteDifferences) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const auto data = dataOf(batch);
  data->steepest = 1e6;
  const Tensor object = wrongObject(batch).requires_grad_();
  const Tensor weights = randomDirection(object, 25);
  const Tensor direction = randomDirection(object, 26).to(torch::kComplexDouble);
  dataUpdate(object, data).backward(weights);
  const double slope = innerProduct(object.grad(), direction);
  const Tensor exact = object.detach().to(torch::kComplexDouble);
  const auto valueAt = [&](double h) {
    return innerProduct(dataUpdateByTorch(exact + h * direction, *data), weights);
  };
  EXPECT_NEAR(slope, (valueAt(1e-6) - valueAt(-1e-6)) / 2e-6, 1e-4 * std::abs(slope));
}

TEST(DataTerm, steepDerivativesAreHeld) {
  const auto [batch, truth] = test::simulatedBatch();
  const auto normWith = [&, scan = batch](double steepest) {
    const auto data = dataOf(scan);
    data->steepest = steepest;
    // Next to nothing everywhere: M/|F| is about 1000.
    const Tensor object = (wrongObject(scan) * 1e-3).requires_grad_();
    dataUpdate(object, data).backward(randomDirection(object, 31));
    return object.grad().norm().item().toDouble();
  };
  EXPECT_GT(normWith(1e6), 20 * normWith(2));
}

TEST(DataTerm, derivativeIsSelfAdjointBeforeThePreconditioner) {
  const ScanBatch batch = test::simulatedBatch().batch;
  const auto data = dataOf(batch);
  data->preconditioner.fill_(1);
  const auto derivative = [&](const Tensor& direction) {
    const Tensor object = wrongObject(batch).requires_grad_();
    dataUpdate(object, data).backward(direction);
    return object.grad();
  };
  const Tensor a = randomDirection(wrongObject(batch), 27);
  const Tensor b = randomDirection(wrongObject(batch), 28);
  EXPECT_NEAR(innerProduct(derivative(a), b), innerProduct(a, derivative(b)), 1e-5);
}

TEST(DataTerm, unmeasuredPixelsCountForNothing) {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.magnitudes.select(2, 3).fill_(-1);
  const Tensor object = wrongObject(batch);
  const Tensor exact = object.to(torch::kComplexDouble);
  const auto data = dataOf(batch);
  EXPECT_NEAR(dataLoss(object, data).item().toDouble(), dataLossByTorch(exact, *data).item().toDouble(), 1e-6);
  EXPECT_LT(test::distance(dataUpdate(object, data), dataUpdateByTorch(exact, *data)), 1e-5);
  batch.magnitudes.fill_(-1);
  const Tensor watched = wrongObject(batch).requires_grad_();
  const Tensor update = dataUpdate(watched, dataOf(batch));
  EXPECT_EQ(update.abs().max().item().toDouble(), 0);
  update.backward(randomDirection(watched, 29));
  EXPECT_EQ(watched.grad().abs().max().item().toDouble(), 0);
}

TEST(DataTerm, anEmptyObjectGivesFiniteNumbers) {
  const ScanBatch batch = test::simulatedBatch().batch;
  const Tensor channels = torch::zeros({1, 2, batch.rows, batch.cols}).requires_grad_();
  const Tensor object = objectFromChannels(channels, batch.range);
  const Tensor update = dataUpdate(object, dataOf(batch));
  (torch::view_as_real(update).square().sum() + dataLoss(object, dataOf(batch))).backward();
  EXPECT_TRUE(channels.grad().isfinite().all().item().toBool());
}

TEST(DataTerm, threadsChangeNoBit) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const int before = torch::get_num_threads();
  const auto results = [&](int threads) {
    torch::set_num_threads(threads);
    const Tensor object = wrongObject(batch).requires_grad_();
    const Tensor update = dataUpdate(object, dataOf(batch));
    update.backward(randomDirection(object, 30));
    return std::vector<Tensor>{update.detach(), object.grad(), dataLoss(object.detach(), dataOf(batch))};
  };
  const auto one = results(1);
  const auto three = results(3);
  torch::set_num_threads(before);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(torch::equal(one[i], three[i])) << i;
}

}  // namespace
}  // namespace ptycho
