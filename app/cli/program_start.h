#pragma once

#include <string>
#include <vector>

namespace ptycho::cli {

/// Whether a call needs networks: trainings, predictions and evaluations, `info network`, and reconstructions that
/// start from a network, also when only the specification or the run that they name says so.
[[nodiscard]] bool needsNetworks(const std::vector<std::string>& arguments);

/// Loading LibTorch takes most of a second, so networks are in a program of their own beside this one,
/// ptychodesk-cli-networks, with the same verbs: a call that needs it goes on there, in the same process. And OpenMP's
/// run-time reads its waiting policy before main(); its default spins, which on a computer that does other work as well
/// (a window, another run) made iterations four times slower than sleeping does, so the program starts itself again with
/// the policy set, unless the user has set one.
/// Returns when this is the program to go on with.
/// @return false when the program with networks is needed and cannot be started; the reason has been printed
[[nodiscard]] bool startRightProgram(char** argv, const std::vector<std::string>& arguments);

}  // namespace ptycho::cli
