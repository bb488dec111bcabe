// N4 limit: what two threads reach with multiply-adds alone, billions of operations a second; registers as wide as the compiler's target has.
#include "bench.hpp"

#ifdef __AVX512F__
constexpr int Bytes = 64;
#else
constexpr int Bytes = 32;
#endif

template <class T> static double chains(long steps) {
    typedef T V __attribute__((vector_size(Bytes)));
    constexpr int N = Bytes == 64 ? 16 : 12;                  // enough chains for two units of latency 4, few enough for the registers
    V sum[N], a = V{} + T(0.999999), b = V{} + T(1e-6);
    for (int i = 0; i < N; i++) sum[i] = V{} + T(i);
    for (long s = 0; s < steps; s++)
        for (int i = 0; i < N; i++) {
            sum[i] = sum[i] * a + b;
            asm volatile("" : "+v"(sum[i]));                  // each is computed, one after the other
        }
    double all = 0;
    for (int i = 0; i < N; i++) all += sum[i][0];
    return all;
}

template <class T> static void peak(const char* workload) {
    constexpr long steps = 500000, each = (Bytes == 64 ? 16 : 12) * (Bytes / sizeof(T)) * 2;
    bench(workload, "limit-cpp", 2e-9 * steps * each, "GFLOP/s", "multiply-adds in registers, 2 threads", [] {
        double sums[2];
        two_threads([&](int me) { sums[me] = chains<T>(steps); });
        return text("%.6g", sums[0]);
    }, 40, 0.02);
}

int main() {
    peak<float>("N4-f32");
    peak<double>("N4-f64");
}
