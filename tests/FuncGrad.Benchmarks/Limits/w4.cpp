// W4 by hand: momentum on Himmelblau's function, 1000 learning rates x 1000 momenta, 200 steps; trials in the lanes of several registers, two threads.
#include "registers.hpp"

constexpr long G = 1000;

template <int K> static void block(double rate, const double* momentum, double* xs, double* ys) {
    Register m[K], x[K], y[K], vx[K] = {}, vy[K] = {};
    for (int k = 0; k < K; k++) m[k] = load(momentum + k * Lanes), x[k] = y[k] = all(0.5);
    const double scale = -2 * rate;                           // both partial derivatives have the factor 2
    for (int s = 0; s < 200; s++)
        for (int k = 0; k < K; k++) {
            const Register a = x[k] * x[k] + (y[k] - 11), b = y[k] * y[k] + (x[k] - 7);
            vx[k] = m[k] * vx[k] + scale * ((x[k] + x[k]) * a + b);
            vy[k] = m[k] * vy[k] + scale * ((y[k] + y[k]) * b + a);
            x[k] += vx[k];
            y[k] += vy[k];
        }
    for (int k = 0; k < K; k++) store(xs + k * Lanes, x[k]), store(ys + k * Lanes, y[k]);
}

template <int K> static void measure() {
    constexpr long B = Lanes * K, row = (G + B - 1) / B * B;
    std::vector<double> rates(G), momenta(row), x(G * row), y(G * row);
    for (long i = 0; i < G; i++) rates[i] = pow(10.0, -4.0 + 4.0 * i / (G - 1)), momenta[i] = 0.99 * i / (G - 1);
    bench("W4", "limit-cpp", double(G) * G, "trials/s", "lanes of 256 bits, 2 threads", [&] {
        std::atomic<long> next{0};
        two_threads([&](int) {
            for (long i; (i = next.fetch_add(1)) < G;)
                for (long j = 0; j < row; j += B) block<K>(rates[i], &momenta[j], &x[i * row + j], &y[i * row + j]);
        });
        long alive = 0;
        for (long i = 0; i < G; i++)
            for (long j = 0; j < G; j++) alive += std::abs(x[i * row + j]) <= 1e6 && std::abs(y[i * row + j]) <= 1e6;
        return text("%.0f alive", alive);
    });
}

int main() { measure<2>(), measure<4>(), measure<8>(); }
