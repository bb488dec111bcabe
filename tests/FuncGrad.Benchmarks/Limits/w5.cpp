// W5 by hand: 65,536 trainings of a 16-16-1 tanh network (no biases, 16 samples, mean squared error, 100 steps); one training per lane, two threads.
// Workload, data and its tanh are those of the limit in wider registers; what differs is that 16 registers hold tiles of 2 x 4 sums, where 32 hold 16.
#include "bench.hpp"
#include <cstring>
#include <immintrin.h>

constexpr int S = 16, G = 256, STEPS = 100;                   // inputs = width = samples; learning rates along one axis of the grid
typedef float F __attribute__((vector_size(32)));
typedef double D __attribute__((vector_size(32)));
template <class T> struct Of;
template <> struct Of<float> { typedef F V; };
template <> struct Of<double> { typedef D V; };

static inline F nearest(F x) { return _mm256_round_ps(x, 8); }
static inline D nearest(D x) { return _mm256_round_pd(x, 8); }
static inline F clamp(F x) { return _mm256_max_ps(_mm256_set1_ps(-9.1f), _mm256_min_ps(_mm256_set1_ps(9.1f), x)); }
static inline D clamp(D x) { return _mm256_max_pd(_mm256_set1_pd(-19.1), _mm256_min_pd(_mm256_set1_pd(19.1), x)); }
static inline F two_to(F n) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23)); }
static inline D two_to(D n) {                                 // n + 1.5 * 2^52 has n in its low bits
    const __m256i bits = _mm256_castpd_si256(n + (6755399441055744.0 + 1023));
    return _mm256_castsi256_pd(_mm256_slli_epi64(bits, 52));
}

static inline F ratio(F a, F b) {                             // reciprocal estimate (12 bits) and one Newton step
    F r = _mm256_rcp_ps(b);
    r = r * (2.0f - b * r);
    return a * r;
}

static inline F tanh_v(F x) {                                 // e / (e + 2) with e = exp(2x) - 1 = 2^k p + (2^k - 1), p = exp(r) - 1
    const F y = clamp(x) * 2.0f, k = nearest(y * 1.44269504f);
    const F r = y - k * 0.693359375f + k * 2.12194440e-4f;
    F q = r * (1 / 5040.f) + 1 / 720.f;
    q = q * r + 1 / 120.f, q = q * r + 1 / 24.f, q = q * r + 1 / 6.f, q = q * r + 0.5f;
    const F p = q * (r * r) + r, s = two_to(k), e = s * p + (s - 1.0f);
    return ratio(e, e + 2.0f);
}

#include "tanh.hpp"

struct Data { double x[S][S], t[S], w0[S][S], w1[S]; };        // x[input][sample] / 4
static Data make() {
    Data d;
    const double s3 = std::sqrt(3.0);
    auto u = [&](int seed, int i) { return (uniform(seed, i) * 2 - 1) * s3; };
    for (int i = 0; i < S * S; i++) d.x[i / S][i % S] = u(1, i) / 4, d.w0[i / S][i % S] = u(3, i);
    for (int i = 0; i < S; i++) d.t[i] = u(2, i), d.w1[i] = u(4, i);
    return d;
}

template <class T> struct Net {
    typedef typename Of<T>::V V;
    V w0[S][S], w1[S], h[S][S], out[S];                       // weights [unit][input], hidden activations [unit][sample], outputs
    T x[S][S], xt[S][S], t[S];

    explicit Net(const Data& d) {
        for (int i = 0; i < S; i++) for (int s = 0; s < S; s++) x[i][s] = T(d.x[i][s]), xt[s][i] = x[i][s];
        for (int s = 0; s < S; s++) t[s] = T(d.t[s]);
    }
    void init(const Data& d) {
        for (int j = 0; j < S; j++) {
            w1[j] = V{} + T(d.w1[j]);
            for (int i = 0; i < S; i++) w0[j][i] = V{} + T(d.w0[j][i]);
        }
    }
    void forward() {
        for (int s = 0; s < S; s++) out[s] = V{};
        for (int j = 0; j < S; j += 2)
            for (int s = 0; s < S; s += 4) {
                V z[2][4] = {};
                for (int i = 0; i < S; i++)
                    for (int k = 0; k < 4; k++) z[0][k] += w0[j][i] * x[i][s + k], z[1][k] += w0[j + 1][i] * x[i][s + k];
                for (int u = 0; u < 2; u++)
                    for (int k = 0; k < 4; k++) h[j + u][s + k] = tanh_v(z[u][k]), out[s + k] += w1[j + u] * h[j + u][s + k];
            }
    }
    void step(V lr0, V lr1) {
        forward();
        V e[S], dz[2][S];
        for (int s = 0; s < S; s++) e[s] = (out[s] * T(0.25) - t[s]) * T(2.0 / S / 4);   // dL/dout / 4
        for (int j = 0; j < S; j += 2) {
            for (int u = 0; u < 2; u++) {
                V g[4] = {};
                const V w = w1[j + u];
                for (int s = 0; s < S; s++) {
                    const V a = h[j + u][s];
                    g[s % 4] += e[s] * a;
                    dz[u][s] = e[s] * w * (T(1) - a * a);
                }
                w1[j + u] = w - lr1 * ((g[0] + g[1]) + (g[2] + g[3]));
            }
            for (int i = 0; i < S; i += 4) {
                V a[2][4] = {};
                for (int s = 0; s < S; s++)
                    for (int k = 0; k < 4; k++) a[0][k] += dz[0][s] * xt[s][i + k], a[1][k] += dz[1][s] * xt[s][i + k];
                for (int u = 0; u < 2; u++)
                    for (int k = 0; k < 4; k++) w0[j + u][i + k] -= lr0 * a[u][k];
            }
        }
    }
    V loss() {
        forward();
        V l = V{};
        for (int s = 0; s < S; s++) { const V e = out[s] * T(0.25) - t[s]; l += e * e; }
        return l * T(1.0 / S);
    }
};

template <class T> static void run(const char* workload) {
    constexpr int L = 32 / sizeof(T);
    typedef typename Of<T>::V V;
    const Data d = make();
    std::vector<T> loss(G * G);
    auto lr = [](int i) { return T(std::pow(10.0, -2 + 5.0 * i / (G - 1))); };
    bench(workload, "limit-cpp", G * G, "trainings/s", "lanes of 256 bits, own tanh, 2 threads", [&] {
        std::atomic<int> next{0};
        two_threads([&](int) {
            alignas(64) static thread_local char room[sizeof(Net<T>)];
            Net<T>& net = *new (room) Net<T>(d);
            for (int b; (b = next.fetch_add(1)) < G * G / L;) {
                V l1 = V{};
                for (int k = 0; k < L; k++) l1[k] = lr((b * L + k) % G);
                const V l0 = V{} + lr(b * L / G);
                net.init(d);
                for (int s = 0; s < STEPS; s++) net.step(l0, l1);
                const V l = net.loss();
                for (int k = 0; k < L; k++) loss[b * L + k] = l[k];
            }
        });
        double best = 1e300, good = 0;
        for (T l : loss) { best = std::min<double>(best, l == l ? l : best); good += l < 0.5; }
        return text("best %.4g, %.0f below 0.5", best, good);
    });
}

int main() {
    double worst32 = 0, worst64 = 0;                          // relative error of the two tanh
    for (int i = 0; i < 400000; i++) {
        const double x = std::pow(10.0, -6 + 7.5 * i / 400000) * (i % 2 ? 1 : -1);
        const float xf = float(x);
        worst32 = std::max(worst32, std::fabs(tanh_v(F{} + xf)[0] / std::tanh(double(xf)) - 1));
        worst64 = std::max(worst64, std::fabs(tanh_v(D{} + x)[0] / std::tanh(x) - 1));
    }
    fprintf(stderr, "tanh relative error: float %.2g, double %.2g\n", worst32, worst64);
    run<float>("W5-f32");
    run<double>("W5-f64");
}
