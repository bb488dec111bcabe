// W2 by hand: Adam on the Rosenbrock function of two variables, 10,000 steps of one trial; the two coordinates share a register.
#include "registers.hpp"
#include <immintrin.h>

typedef double Pair __attribute__((vector_size(16)));

static Pair adam(Pair x, int steps, double rate, double beta1, double beta2, double epsilon) {
    Pair m = {}, v = {};
    double power1 = 1, power2 = 1;
    for (int s = 0; s < steps; s++) {
        power1 *= beta1, power2 *= beta2;
        const double r = x[1] - x[0] * x[0];
        const Pair gradient = {-400 * x[0] * r - 2 * (1 - x[0]), 200 * r};
        m = beta1 * m + (1 - beta1) * gradient;
        v = beta2 * v + (1 - beta2) * gradient * gradient;
        x -= (rate / (1 - power1)) * m / ((Pair)_mm_sqrt_pd(v * (1 / (1 - power2))) + epsilon);
    }
    return x;
}

int main() {
    bench("W2", "limit-cpp", 10000, "steps/s", "one run, 1 thread", [] {
        Pair x = {-1.2, 1};
        asm volatile("" : "+x"(x));
        const Pair end = adam(x, 10000, 1e-3, 0.9, 0.999, 1e-8);
        const double point[2] = {end[0], end[1]};
        return text("%.17g", rosen(point, 2));
    });
}
