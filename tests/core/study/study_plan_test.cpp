#include "core/study/study_plan.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/study/study_estimate.h"
#include "core/study/study_presets.h"

namespace ptycho {
namespace {

const StudyResources kTwoCores{2, "cpu", true};

StudyPlan planned(const StudySpec& spec, const StudyResources& resources = kTwoCores) {
  auto plan = planStudy(spec, resources);
  EXPECT_TRUE(plan) << (plan ? "" : plan.error().text());
  return plan ? *plan : StudyPlan{};
}

const StudyChild& childOf(const StudyPlan& plan, const std::string& id) {
  const auto found = std::ranges::find(plan.children, id, &StudyChild::id);
  if (found == plan.children.end()) throw std::runtime_error("no child " + id);
  return *found;
}

std::string after(const StudyChild& child, const std::string& option) {
  const auto at = std::ranges::find(child.arguments, option);
  return at == child.arguments.end() ? std::string() : *(at + 1);
}

TEST(StudyPlan, ofTheReferenceStudyHasAllItsRuns) {
  const StudyPlan plan = planned(findStudyPreset("reference").value());
  EXPECT_EQ(std::ranges::count_if(plan.children, &StudyChild::isTraining), 9);
  EXPECT_EQ(plan.children.size(), 9U + 3 * 7);
  EXPECT_EQ(plan.rows.size(), 3U * 8);
  const StudyChild& hybrid = childOf(plan, "evaluate-hybrid-40-test");
  EXPECT_EQ(after(hybrid, "--network"), "train-ptychonet-mse-40");
  EXPECT_EQ(after(hybrid, "--preset"), "best-40");
  EXPECT_EQ(after(hybrid, "--method"), "hybrid");
  EXPECT_EQ(after(hybrid, "--count"), "500");
  EXPECT_EQ(after(hybrid, "--keep"), "worst:10");
  EXPECT_EQ(after(childOf(plan, "evaluate-study-gd-10-20-test"), "--preset"), "study-gd-10");
  EXPECT_EQ(after(childOf(plan, "evaluate-ptychonet-dse-60-test"), "--method"), "network");
  EXPECT_EQ(after(childOf(plan, "evaluate-flat-chain-60-test"), "--method"), "flat-chain");
}

TEST(StudyPlan, putsWhatIsNeededFirst) {
  StudySpec spec = findStudyPreset("reference").value();
  spec.seeds = {1, 2, 3};
  const StudyPlan plan = planned(spec);
  std::set<std::string> before, ids;
  for (const StudyChild& child : plan.children) {
    EXPECT_TRUE(ids.insert(child.id).second) << child.id;
    for (const std::string& id : child.after) EXPECT_TRUE(before.contains(id)) << child.id << " after " << id;
    before.insert(child.id);
  }
  EXPECT_TRUE(ids.contains("train-ptychonet-plus-60-seed3"));
  EXPECT_TRUE(ids.contains("evaluate-ptychonet-plus-60-seed3-test"));
  EXPECT_TRUE(ids.contains("evaluate-flat-chain-60-test"));  // once: it has no seed
  const auto row = std::ranges::find_if(plan.rows, [](const StudyRow& candidate) {
    return candidate.method.name == "hybrid" && candidate.step_px == 60;
  });
  EXPECT_EQ(row->runs.size(), 3U);
}

TEST(StudyPlan, tellsTrainingsEverythingInAFile) {
  StudySpec spec = findStudyPreset("tiny").value();
  spec.budget.photos = "/photos/train";
  spec.simulation.scan.grid = 5;
  spec.seeds = {7};
  const StudyPlan plan = planned(spec);
  const auto file = std::ranges::find(plan.files, std::string("specs/train-unrolled-60.json"), &StudyFile::path);
  ASSERT_NE(file, plan.files.end());
  EXPECT_EQ(after(childOf(plan, "train-unrolled-60"), "--spec"), file->path);
  const auto training = trainingSpecFromJson(file->content);
  ASSERT_TRUE(training);
  EXPECT_EQ(training->network.base_channels, 8);
  EXPECT_EQ(training->network.unrolled_steps, 4);
  EXPECT_EQ(training->simulation.scan.grid, 5);
  EXPECT_EQ(training->simulation.scan.step_px, 60);
  EXPECT_EQ(training->simulation.object.path, "/photos/train");
  EXPECT_EQ(training->loop.seed, 7U);
  EXPECT_EQ(training->loop.device, "cpu");
  EXPECT_EQ(training->loop.budget_minutes, 2);
}

TEST(StudyPlan, keepsTheBudgetOfTheStudy) {
  StudySpec spec = findStudyPreset("laptop").value();
  const StudyTraining& training = spec.trainings.front();
  spec.budget.minutes = 5;
  EXPECT_EQ(trainingOf(spec, training, 60, 1)->loop.budget_minutes, 5);
  EXPECT_EQ(trainingOf(spec, training, 60, 1)->optimiser.cosine_over, CosineOver::Time);
  EXPECT_LT(trainingEstimate_s(trainingOf(spec, training, 60, 1).value(), kTwoCores), 400);
  spec.budget.minutes = 0;
  spec.budget.steps = 12;
  EXPECT_EQ(trainingOf(spec, training, 60, 1)->loop.steps, 12);
  EXPECT_EQ(trainingOf(spec, training, 60, 1)->loop.budget_minutes, 0);
  EXPECT_EQ(trainingOf(spec, training, 60, 1)->optimiser.cosine_over, CosineOver::Steps);
}

TEST(StudyPlan, withoutNetworksLeavesOutWhatNeedsThem) {
  const StudyPlan plan = planned(findStudyPreset("tiny").value(), {2, "cpu", false});
  ASSERT_EQ(plan.children.size(), 1U);
  EXPECT_EQ(plan.children[0].id, "evaluate-flat-chain-60-test");
  EXPECT_EQ(plan.left_out.size(), 4U);
  EXPECT_EQ(plan.left_out[0].find("ptychonet-mse is left out"), 0U);
  ASSERT_EQ(plan.rows.size(), 2U);
  EXPECT_EQ(plan.rows[1].method.name, "flat");
  EXPECT_EQ(plan.rows[1].runs, std::vector<std::string>{"evaluate-flat-chain-60-test"});
}

TEST(StudyPlan, tinyTakesTenMinutesOnTwoCores) {
  double seconds = 0;
  for (const StudyChild& child : planned(findStudyPreset("tiny").value()).children) seconds += child.estimate_s;
  EXPECT_GT(seconds, 240);
  EXPECT_LT(seconds, 600);
  EXPECT_EQ(estimateText(seconds).find(" min"), estimateText(seconds).size() - 4);
}

TEST(StudyPlan, refusesWhatCannotBeRun) {
  const auto refused = [](const char* preset, auto&& change) {
    StudySpec spec = findStudyPreset(preset).value();
    change(spec);
    const auto plan = planStudy(spec, kTwoCores);
    return plan ? std::string() : plan.error().text();
  };
  EXPECT_NE(refused("reference", [](StudySpec& spec) { spec.steps_px = {50}; }).find("reference-50-mse"),
            std::string::npos);
  EXPECT_NE(refused("tiny", [](StudySpec& spec) { spec.methods[4].chain = "dmm:3"; }).find("method flat-chain"),
            std::string::npos);
  EXPECT_NE(refused("tiny", [](StudySpec& spec) { spec.trainings[0].overrides = {{"loop", {{"step", 3}}}}; })
                .find("training ptychonet-mse: overrides"),
            std::string::npos);
  EXPECT_NE(refused("tiny", [](StudySpec& spec) { spec.methods.erase(spec.methods.begin(), spec.methods.end() - 1); })
                .find("flat picture"),
            std::string::npos);
}

}  // namespace
}  // namespace ptycho
