// Registers of 32 bytes: the limits of this folder stand in for those of the peers where the processor has no AVX-512.
#pragma once
#include "bench.hpp"
#include <cstring>

typedef double Register __attribute__((vector_size(32)));
constexpr long Lanes = 4;

static inline Register all(double number) { return Register{} + number; }
static inline Register load(const double* from) { Register r; memcpy(&r, from, sizeof r); return r; }
static inline void store(double* to, Register r) { memcpy(to, &r, sizeof r); }
