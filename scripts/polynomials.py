#!/usr/bin/python3
"""Derives the polynomial coefficients and constants of src/FuncGrad/Arithmetic (needs python3-mpmath).

Each polynomial is the minimax fit of its function on the reduced interval, found with Remez' exchange algorithm in 60-digit
arithmetic and then rounded to the element type. Printed: name, log2 of the largest relative error after rounding,
coefficients from the lowest power on. Remez 1934; Muller, Elementary Functions, 3rd ed. 2016, chapter 3.
"""
import struct
from mpmath import atan, cos, cosh, exp, log, lu_solve, matrix, mp, mpf, pi, sin, sinh, sqrt, tanh

mp.dps = 60
TINY = mpf(10) ** -14


def rounded(value, bits):
    return mpf(float(value)) if bits == 53 else mpf(struct.unpack("f", struct.pack("f", float(value)))[0])


def truncated(value, bits):
    mantissa, exponent = mp.frexp(value)
    return mp.ldexp(mp.floor(mp.ldexp(mantissa, bits)), exponent - bits)


def nodes(low, high, count):
    return [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (count - 1)) for i in range(count)]


def value(coefficients, x):
    return sum(c * x ** j for j, c in enumerate(coefficients))


def remez(function, weight, low, high, degree):
    """Minimises max |weight(x)·(function(x) - p(x))| over polynomials p of this degree."""
    size = degree + 2
    points, grid = nodes(low, high, size), nodes(low, high, 60 * size)
    samples = [(function(x), weight(x)) for x in grid]
    for _ in range(8):
        system, right = matrix(size, size), matrix(size, 1)
        for i, x in enumerate(points):
            w = weight(x)
            for j in range(degree + 1):
                system[i, j] = w * x ** j
            system[i, degree + 1] = (-1) ** i
            right[i] = w * function(x)
        coefficients = list(lu_solve(system, right))[: degree + 1]
        errors = [w * (f - value(coefficients, x)) for x, (f, w) in zip(grid, samples)]
        extrema = []
        for i, e in enumerate(errors):
            if not extrema or (e > 0) != (errors[extrema[-1]] > 0):
                extrema.append(i)
            elif abs(e) > abs(errors[extrema[-1]]):
                extrema[-1] = i
        while len(extrema) > size:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < size:
            break
        points = [grid[i] for i in extrema]
        sizes = [abs(errors[i]) for i in extrema]
        if max(sizes) < min(sizes) * mpf("1.01"):
            break
    return coefficients


def fit(name, function, weight, low, high, degree, bits):
    low, high = mpf(low), mpf(high)
    coefficients = [rounded(c, bits) for c in remez(function, weight, low, high, degree)]
    error = max(abs(weight(x) * (function(x) - value(coefficients, x))) for x in nodes(low, high, 500))
    print(f"{name} (2^{float(log(error, 2)):.1f}): " + ", ".join(literal(c, bits) for c in coefficients))


def literal(c, bits):
    if bits == 53:
        return repr(float(c))
    for digits in range(6, 12):
        text = f"{float(c):.{digits}g}"
        if rounded(mpf(text), 24) == c:
            return text + "f"
    raise ValueError(c)


def of_square(numerator, power):
    """z -> numerator(x) / x^power with x = sqrt(z), for odd and even remainders."""
    return lambda z: numerator(sqrt(z)) / sqrt(z) ** power


def series(full, *leading):
    return lambda x: full(x) - sum(c * x ** p for p, c in leading)


def main():
    half = log(2) / 2 * mpf("1.00001")
    for degree, bits in ((8, 53), (3, 24)):
        fit(f"exp(r) = 1 + r + r^2/2 + r^3 p(r), {bits} bits",
            lambda r: (exp(r) - 1 - r - r * r / 2) / r ** 3 if abs(r) > TINY else mpf(1) / 6,
            lambda r: abs(r) ** 3 / exp(r), -half, half, degree, bits)
    fit("power: exp(r) = 1 + r + r^2/2 + r^3/6 + r^4 p(r)",
        lambda r: (exp(r) - 1 - r - r * r / 2 - r ** 3 / 6) / r ** 4 if abs(r) > TINY else mpf(1) / 24,
        lambda r: r ** 4 / exp(r), -half, half, 9, 53)
    reach = mpf("0.7401") * log(2) / 2
    for degree, bits in ((6, 53), (2, 24)):
        fit(f"tanh(u) = u + u^3 p(u^2), {bits} bits", of_square(series(tanh, (1, 1)), 3),
            lambda z: z ** mpf(1.5) / tanh(sqrt(z)), TINY, reach ** 2, degree, bits)
    two_atanh = lambda s: log((1 + s) / (1 - s))
    reach = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
    fit("log((1+s)/(1-s)) = 2 s + s^3 p(s^2)", of_square(series(two_atanh, (1, 2)), 3),
        lambda z: z ** mpf(1.5) / two_atanh(sqrt(z)), TINY, reach, 6, 53)
    fit("power: log((1+s)/(1-s)) / 2 = s + s^3/3 + s^5/5 + s^7 p(s^2)",
        of_square(series(lambda s: two_atanh(s) / 2, (1, 1), (3, mpf(1) / 3), (5, mpf(1) / 5)), 7),
        lambda z: 2 * z ** mpf(3.5) / two_atanh(sqrt(z)), mpf(10) ** -6, reach, 9, 53)
    fit("log(1+f) = f - f^2/2 + f^3 p(f), 24 bits",
        lambda f: (log(1 + f) - f + f * f / 2) / f ** 3 if abs(f) > TINY else mpf(1) / 3,
        lambda f: abs(f ** 3 / log(1 + f)) if f else mpf(0), sqrt(mpf(1) / 2) - 1, sqrt(2) - 1, 8, 24)
    quarter = pi / 4 * mpf("1.000001")
    fit("sin(r) = r + r^3 p(r^2)", of_square(series(sin, (1, 1)), 3),
        lambda z: z ** mpf(1.5) / sin(sqrt(z)), TINY, quarter ** 2, 5, 53)
    fit("cos(r) = 1 - r^2/2 + r^4 p(r^2)", of_square(series(cos, (0, 1), (2, mpf(-1) / 2)), 4),
        lambda z: z ** 2 / cos(sqrt(z)), mpf(10) ** -10, quarter ** 2, 5, 53)
    fit("sinh(r) = r + r^3 p(r^2)", of_square(series(sinh, (1, 1)), 3),
        lambda z: z ** mpf(1.5) / sinh(sqrt(z)), TINY, half ** 2, 4, 53)
    fit("cosh(r) = 1 + r^2/2 + r^4 p(r^2)", of_square(series(cosh, (0, 1), (2, mpf(1) / 2)), 4),
        lambda z: z ** 2 / cosh(sqrt(z)), mpf(10) ** -10, half ** 2, 4, 53)
    fit("atan(t) = t + t^3 p(t^2)", of_square(series(atan, (1, 1)), 3),
        lambda z: z ** mpf(1.5) / atan(sqrt(z)), TINY, (sqrt(2) - 1) ** 2, 10, 53)
    constants()


def constants():
    for name, number, parts in (("ln 2", log(2), (42, 53)), ("ln 2, float", log(2), (14, 24)),
                                ("pi/2", pi / 2, (53, 53, 53)), ("pi/4", pi / 4, (53, 53)),
                                ("1/3", mpf(1) / 3, (53, 53)), ("1/5", mpf(1) / 5, (53, 53)), ("1/6", mpf(1) / 6, (53, 53)),
                                ("1/ln 2", 1 / log(2), (53,)), ("2/ln 2", 2 / log(2), (53,)), ("2/pi", 2 / pi, (53,)),
                                ("tan(pi/8)", sqrt(2) - 1, (53,)), ("tan(3 pi/8)", sqrt(2) + 1, (53,))):
        rest, texts = number, []
        for bits in parts:
            part = rounded(rest, bits) if bits in (24, 53) else truncated(rest, bits)
            rest -= part
            texts.append(repr(float(part)))
        print(f"{name}: {' + '.join(texts)}")
    mp.prec = 1400
    bits = int(mp.floor(mp.ldexp(2 / pi, 64 * 19)))
    print("2/pi in words of 64 bits:", ", ".join(f"0x{bits >> 64 * (18 - i) & (1 << 64) - 1:016X}" for i in range(19)))


main()
