// tanh of registers D of double, by functions nearest, clamp and two_to that the includer has for them: e / (e + 2) with e = exp(2x) - 1 = 2^k p + (2^k - 1), p = exp(r) - 1.
#pragma once

static inline D tanh_v(D x) {
    const D y = clamp(x) * 2.0, k = nearest(y * 1.4426950408889634);
    const D r = y - k * 0.693145751953125 - k * 1.42860682030941723212e-6;
    D q = r * (1 / 6227020800.) + 1 / 479001600.;
    q = q * r + 1 / 39916800., q = q * r + 1 / 3628800., q = q * r + 1 / 362880., q = q * r + 1 / 40320.;
    q = q * r + 1 / 5040., q = q * r + 1 / 720., q = q * r + 1 / 120., q = q * r + 1 / 24., q = q * r + 1 / 6.;
    q = q * r + 0.5;
    const D p = q * (r * r) + r, s = two_to(k), e = s * p + (s - 1.0);
    return e / (e + 2.0);
}
