#pragma once

/// Put before a hot loop's function: compiled for AVX-512, AVX2 and the baseline, chosen when the program starts.
/// Within one machine the choice never changes, so results stay bit-identical from run to run.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PTYCHO_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PTYCHO_SIMD
#endif
