// W3 by hand: gradient descent on the chained Rosenbrock function, each step one pass in place, neighbours by moves between registers; n = 1000 on one
// thread, n = 1,000,000 on two.
#include "registers.hpp"

constexpr double rate = 1e-4;

static inline Register before(Register last, Register here) { return __builtin_shufflevector(last, here, 3, 4, 5, 6); }
static inline Register behind(Register here, Register next) { return __builtin_shufflevector(here, next, 1, 2, 3, 4); }

// x' = x (1 - 202 rate - 400 rate (x^2 - x+)) + 2 rate + 200 rate x-^2, and another formula at either end of the chain.
static void step(double* x, long n, double left, double right, bool begins, bool ends) {
    const double first = x[0], second = x[1], last = x[n - 1], lastButOne = x[n - 2];
    Register here = load(x), squareBefore = all(left * left);
    for (long i = 0; i < n; i += Lanes) {
        const Register next = i + Lanes < n ? load(x + i + Lanes) : all(right), square = here * here;
        const Register b = (400 * rate) * (square - behind(here, next)) + 202 * rate, c = (200 * rate) * before(squareBefore, square) + 2 * rate;
        store(x + i, (here - b * here) + c);
        squareBefore = square;
        here = next;
    }
    if (begins) x[0] = first - rate * (400 * first * (first * first - second) - 2 * (1 - first));
    if (ends) x[n - 1] = last - rate * 200 * (last - lastButOne * lastButOne);
}

static void start(double* x, long n) {
    for (long i = 0; i < n; i++) x[i] = i % 2 ? 1.0 : -1.2;
}

int main() {
    Aligned<double> few(1000);
    bench("W3-n1000", "limit-cpp", 200, "steps/s", "in place, 1 thread", [&] {
        start(few, 1000);
        for (int s = 0; s < 200; s++) step(few, 1000, 0, 0, true, true);
        return text("%.10g", rosen(few, 1000));
    });
    const long n = 1000000, half = n / 2;
    Aligned<double> x(n), origin(n);
    start(origin, n);
    bench("W3-n1000000", "limit-cpp", 50, "steps/s", "in place, 2 threads", [&] {
        Spin2 spin;
        two_threads([&](int thread) {
            double* part = x + thread * half;
            memcpy(part, origin + thread * half, half * sizeof(double));
            for (int s = 0; s < 50; s++) {
                spin.meet();                                  // both parts are at step s
                const double left = thread ? part[-1] : 0, right = thread ? 0 : part[half];
                spin.meet();                                  // both have read their neighbour
                step(part, half, left, right, thread == 0, thread == 1);
            }
        });
        return text("%.10g", rosen(x, n));
    });
}
