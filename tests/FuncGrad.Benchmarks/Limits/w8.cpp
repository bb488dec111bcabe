// W8 by hand: 65,536 trainings of a 16-16-1 tanh network on one sample (no biases, squared error, 500 steps), double; one training per lane, two threads.
// The gradient of a layer is the outer product of its input and an error: update and next product are one pass over the weights.
#include "bench.hpp"
#include <immintrin.h>

constexpr int S = 16, G = 256, STEPS = 500;
#ifdef __AVX512F__
typedef double D __attribute__((vector_size(64)));
static inline D nearest(D x) { return _mm512_roundscale_pd(x, 8); }
static inline D clamp(D x) { return _mm512_max_pd(_mm512_set1_pd(-19.1), _mm512_min_pd(_mm512_set1_pd(19.1), x)); }
static inline D two_to(D n) { return _mm512_castsi512_pd(_mm512_slli_epi64(_mm512_castpd_si512(n + (6755399441055744.0 + 1023)), 52)); }
#else
typedef double D __attribute__((vector_size(32)));
static inline D nearest(D x) { return _mm256_round_pd(x, 8); }
static inline D clamp(D x) { return _mm256_max_pd(_mm256_set1_pd(-19.1), _mm256_min_pd(_mm256_set1_pd(19.1), x)); }
static inline D two_to(D n) { return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(n + (6755399441055744.0 + 1023)), 52)); }
#endif
constexpr int L = sizeof(D) / sizeof(double);

#include "tanh.hpp"

struct Net {
    D w0[S][S], w1[S], h[S], out;                             // weights [unit][input]
    double x[S], t;

    void start(const double* w, const double* v) {
        for (int j = 0; j < S; j++) {
            w1[j] = D{} + v[j];
            for (int i = 0; i < S; i++) w0[j][i] = D{} + w[j * S + i];
        }
        step(D{}, D{});
    }
    // Updates by the gradient at the last activations, and goes on to the next: a sum of four parts for each unit.
    void step(D lr0, D lr1) {
        const D e = (out - t) * 2.0;
        D next = D{};
        for (int j = 0; j < S; j++) {
            const D dz = lr0 * (e * w1[j] * (1.0 - h[j] * h[j]));
            D z[4] = {};
            for (int i = 0; i < S; i += 4)
                for (int k = 0; k < 4; k++) {
                    w0[j][i + k] -= dz * x[i + k];
                    z[k] += w0[j][i + k] * x[i + k];
                }
            w1[j] -= lr1 * (e * h[j]);
            h[j] = tanh_v((z[0] + z[1]) + (z[2] + z[3]));
            next += w1[j] * h[j];
        }
        out = next;
    }
};

int main() {
    double w[S * S], v[S], x[S];
    const double s3 = std::sqrt(3.0);
    auto u = [&](int seed, int i) { return (uniform(seed, i) * 2 - 1) * s3; };
    for (int i = 0; i < S * S; i++) w[i] = u(3, i);
    for (int i = 0; i < S; i++) x[i] = u(1, i) / 4, v[i] = u(4, i) / 4;
    const double t = u(2, 0);
    std::vector<double> loss(G * G);
    auto lr = [](int i) { return std::pow(10.0, -3 + 3.0 * i / (G - 1)); };
    bench("W8", "limit-cpp", double(G) * G * STEPS, "steps/s", L == 8 ? "lanes of 512 bits, own tanh, 2 threads" : "lanes of 256 bits, own tanh, 2 threads", [&] {
        std::atomic<int> next{0};
        two_threads([&](int) {
            alignas(64) static thread_local Net net;
            for (int i = 0; i < S; i++) net.x[i] = x[i];
            net.t = t;
            for (int b; (b = next.fetch_add(1)) < G * G / L;) {
                D l1 = D{};
                for (int k = 0; k < L; k++) l1[k] = lr((b * L + k) % G);
                const D l0 = D{} + lr(b * L / G);
                net.h[0] = net.out = D{};
                net.start(w, v);
                for (int s = 0; s < STEPS; s++) net.step(l0, l1);
                for (int k = 0; k < L; k++) loss[b * L + k] = (net.out[k] - t) * (net.out[k] - t);
            }
        });
        double best = 1e300, good = 0;
        for (double l : loss) { best = std::min(best, l == l ? l : best); good += l < 1e-6; }
        return text("best %.4g, %.0f below 1e-6", best, good);
    });
}
