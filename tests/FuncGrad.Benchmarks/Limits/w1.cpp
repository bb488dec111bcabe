// W1 by hand: x0^2 + x1^2 by central differences, 100 steps; descents in the lanes of several registers, so that their chains overlap; two threads.
#include "registers.hpp"

template <int K> static void descend(double* state, int steps, double rate, double h) {
    Register x[K], y[K];
    for (int k = 0; k < K; k++) x[k] = load(state + 8 * k), y[k] = load(state + 8 * k + 4);
    for (int s = 0; s < steps; s++)
        for (int k = 0; k < K; k++) {
            const Register up = x[k] + h, down = x[k] - h, above = y[k] + h, below = y[k] - h, xx = x[k] * x[k], yy = y[k] * y[k];
            x[k] -= rate * (((up * up + yy) - (down * down + yy)) / (2 * h));
            y[k] -= rate * (((xx + above * above) - (xx + below * below)) / (2 * h));
        }
    for (int k = 0; k < K; k++) store(state + 8 * k, x[k]), store(state + 8 * k + 4, y[k]);
}

template <int K> static void measure() {
    constexpr int blocks = 4096;
    bench("W1", "limit-cpp-lanes-2t", 2.0 * blocks * K * Lanes, "runs/s", "lanes of 256 bits, 2 threads", [] {
        double end[2];
        two_threads([&](int thread) {
            alignas(64) double state[8 * K];
            for (int block = 0; block < blocks; block++) {
                for (int k = 0; k < K; k++) store(state + 8 * k, all(-3)), store(state + 8 * k + 4, all(4));
                asm volatile("" : : "r"(state) : "memory");
                descend<K>(state, 100, 0.1, 1e-4);
                asm volatile("" : : "r"(state) : "memory");
            }
            end[thread] = state[0];
        });
        return text("%.3e", end[0]);
    });
}

int main() { measure<2>(), measure<3>(), measure<4>(); }
