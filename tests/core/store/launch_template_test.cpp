#include <fstream>

#include <gtest/gtest.h>

#include "core/store/launch_template.h"
#include "core/store/scheduler_job.h"
#include "core/store/shell_text.h"
#include "tests/core/store/temporary_root.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

LaunchTemplate simple() {
  LaunchTemplate given = slurmTemplate();
  given.script = "#!/bin/sh\n#JOB {{queue}}\nexec {{command}} # {{name}}\n";
  given.variables = {{"queue", "Queue", "", "short"}};
  return given;
}

}  // namespace

TEST(LaunchTemplate, SlurmIsAWholeTemplate) {
  const auto read = launchTemplateFromJson(launchTemplateToJson(slurmTemplate()));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->variables.size(), 4U);
  const auto script =
      fillScript(*read, {{"command", "ptychodesk-cli train"}, {"folder", "/runs/a b"}, {"name", "x"}});
  ASSERT_TRUE(script) << script.error().text();
  EXPECT_NE(script->find("--partition=gpu\n"), std::string::npos);
  EXPECT_NE(script->find("exec ptychodesk-cli train\n"), std::string::npos);
  EXPECT_NE(script->find("--output='/runs/a b'/scheduler.log"), std::string::npos);
}

TEST(LaunchTemplate, ValuesCannotBecomeCommands) {
  const TemplateValues values{{"command", "c"}, {"name", "$(touch /tmp/x); 'y'"}, {"queue", "a b"}};
  EXPECT_EQ(fillScript(simple(), values).value(),
            "#!/bin/sh\n#JOB 'a b'\nexec c # '$(touch /tmp/x); '\\''y'\\'''\n");
  EXPECT_FALSE(fillScript(simple(), {{"command", "c"}, {"name", "x"}, {"queue", "short\nrm -rf /"}}));
}

TEST(LaunchTemplate, CommandsAreArgumentsAndSeeNoShell) {
  LaunchTemplate given = simple();
  given.submit = {"submit", "-q{{queue}}", "{{script}}"};
  const auto filled = fillCommand(given, given.submit, {{"script", "/a b/$x.sh"}});
  EXPECT_EQ(filled.value(), (std::vector<std::string>{"submit", "-qshort", "/a b/$x.sh"}));
}

TEST(LaunchTemplate, WhatIsMissingIsNamed) {
  Json json = launchTemplateToJson(simple());
  json["script"] = "echo {{comand}} {{command}}";
  EXPECT_NE(launchTemplateFromJson(json).error().text().find("{{comand}}"), std::string::npos);
  json = launchTemplateToJson(simple());
  json["query"] = "squeue";
  EXPECT_NE(launchTemplateFromJson(json).error().text().find("query"), std::string::npos);
  json = launchTemplateToJson(simple());
  json["id_pattern"] = "[0-9";
  EXPECT_NE(launchTemplateFromJson(json).error().text().find("id_pattern"), std::string::npos);
  json["schema"] = 99;
  EXPECT_FALSE(launchTemplateFromJson(json));
}

TEST(LaunchTemplate, IsReadFromAFolder) {
  const test::TemporaryRoot root;
  std::ofstream(root.path() / "mine.json") << jsonText(launchTemplateToJson(simple()));
  std::ofstream(root.path() / "broken.json") << "{";
  std::vector<std::string> problems;
  EXPECT_EQ(readLaunchTemplates(root.path(), problems).size(), 1U);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(problems.front().find("broken.json"), std::string::npos);
}

TEST(LaunchTemplate, FindsTheJobsId) {
  EXPECT_EQ(jobIdIn(simple(), "Submitted batch job 4711\n").value(), "4711");
  EXPECT_EQ(jobIdIn(simple(), "4711.server;cluster\n").value(), "4711.server");
  EXPECT_FALSE(jobIdIn(simple(), "no such partition\n"));
}

TEST(LaunchTemplate, UnderstandsWhatTheSchedulerSays) {
  const auto answer = [](int code, const char* text) { return schedulerAnswer(simple(), code, text); };
  EXPECT_EQ(answer(0, "PENDING Resources\n").state, SchedulerState::Pending);
  EXPECT_EQ(answer(0, "PENDING Resources\n").reason, "Resources");
  EXPECT_EQ(answer(0, "RUNNING None\n").state, SchedulerState::Running);
  EXPECT_EQ(answer(0, "TIMEOUT None\n").state, SchedulerState::Ended);
  EXPECT_EQ(answer(0, "TIMEOUT None\n").reason, "TIMEOUT None");
  EXPECT_EQ(answer(0, "\n").state, SchedulerState::Ended);
  EXPECT_EQ(answer(0, "SPECIAL_EXIT\n").state, SchedulerState::Unknown);
  EXPECT_EQ(answer(1, "slurm_load_jobs error: Invalid job id specified\n").state, SchedulerState::Ended);
  EXPECT_EQ(answer(1, "Unable to contact controller\n").state, SchedulerState::Unknown);
  EXPECT_EQ(answer(1, "Unable to contact controller\n").reason, "Unable to contact controller");
}

TEST(SchedulerJob, ASilentSchedulerIsUnknownSinceItsLastAnswer) {
  SchedulerJob job{"slurm", "7", SchedulerState::Pending, {}, "12:00", {}, {}, {}, {}};
  job = afterAnswer(job, {SchedulerState::Pending, "Priority"}, "12:01");
  EXPECT_TRUE(job.unknown_since.empty());
  job = afterAnswer(job, {SchedulerState::Unknown, "no route"}, "12:02");
  job = afterAnswer(job, {SchedulerState::Unknown, "no route"}, "12:03");
  EXPECT_EQ(job.unknown_since, "12:01");
  EXPECT_EQ(job.state, SchedulerState::Pending) << "what was known stays";
  job = afterAnswer(job, {SchedulerState::Running, {}}, "12:04");
  EXPECT_TRUE(job.unknown_since.empty());
}

TEST(SchedulerJob, IsFoundAgainInTheRunFolder) {
  const test::TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  EXPECT_FALSE(readSchedulerJob(folder));
  const SchedulerJob job{"slurm", "7", SchedulerState::Running, "None", "12:00", "12:05", {}, "12:06", {}};
  ASSERT_TRUE(writeSchedulerJob(folder, job));
  EXPECT_EQ(readSchedulerJob(folder), job);
}

TEST(ShellText, QuotesWhatNeedsIt) {
  EXPECT_EQ(shellWords({"p", "it's", "", "a=b", "$HOME"}), "p 'it'\\''s' '' a=b '$HOME'");
}

}  // namespace ptycho
