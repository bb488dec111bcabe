#!/usr/bin/python3
"""Writes tests/FuncGrad.Tests/Arithmetic/reference_values.csv: values of the elementary functions to 50 digits (needs python3-mpmath), and
tests/FuncGrad.Tests/Calculus/derivative_values.csv: their first and second derivatives, nearest doubles (columns: function; x and, for power, y; derivatives; for
power the first by x and by y).

Columns: function; x and, for Pow, y; the value rounded to the nearest double, all three as the 16 hexadecimal digits of their
bits; and (value - rounded value) in units in the last place of the rounded value. The points are the places where such functions
go wrong (neighbours of zeros, of multiples of pi/2, of the ends of the range, subnormals, huge angles) and random ones.
"""
import math
import os
import random
import struct
from mpmath import atan, cos, cosh, exp, log, log1p, mp, mpf, nint, pi, power, sin, sinh, tan, tanh

mp.dps = 50
random.seed(1)
COUNT = 220

# The largest errors that millions of random arguments turned up.
WORST = {
    "Exp": ["-0x1.e9ccc01fd3998p+1", "0x1.523d7c1849dc5p+4", "-0x1.38c9ef935194p+5"],
    "Log": ["0x1.68b317a2d1663p-1", "0x1.6813df7b787dbp-1", "0x1.6714c67a997b2p-1"],
    "Sin": ["0x1.f6319937ec634p+1", "-0x1.93ffb29327ff8p-1", "0x1.e9327c6d98747p+19"],
    "Cos": ["0x1.f6e6e5a7edccp+1", "-0x1.c46a783927e83p+2", "0x1.6c6cbc45dc8dep+5"],
    "Tan": ["-0x1.f0656cc323cbbp+5", "-0x1.5998c03473318p+5"],
    "Sinh": ["0x1.6b7fd939f1db2p-2", "-0x1.805c52e300b88p-2", "0x1.285ac919e01b7p+4"],
    "Cosh": ["0x1.be95f64b7d2cp+0", "-0x1.ef2e120fde5c2p+1", "0x1.25e886232b7b4p+4"],
    "Tanh": ["0x1.e3f1df23c7e4p-2", "0x1.fa6aa463f4d5p-2", "0x1.2475c229c8eb8p+4"],
    "Atan": ["-0x1.b2eb4c03b40a1p-2", "-0x1.b3cbb5d1c32d2p-2"],
    "Sigmoid": ["-0x1.3a21abde58436p+9", "-0x1.2b01a92ffd053p+3", "-0x1.261d5a971366fp+5"],
    "Softplus": ["-0x1.beb55cb37d6acp-1", "-0x1.9d1b24533a364p-1"],
}


def bits(x):
    return struct.pack(">d", x).hex()


def of_bits(n):
    return struct.unpack(">d", struct.pack(">Q", n % (1 << 64)))[0]


def near(x, steps=2):
    """The doubles next to x."""
    n = struct.unpack(">Q", struct.pack(">d", float(x)))[0]
    return [of_bits(n + i) for i in range(-steps, steps + 1)]


def rounded(value):
    """The nearest double and the remainder in units in its last place."""
    if value == 0:
        return 0.0, 0.0
    unit = max(mp.frexp(value)[1] - 53, -1074)
    scaled = mp.ldexp(value, -unit)
    whole = int(nint(scaled))
    try:
        return math.ldexp(whole, unit), float(scaled - whole)
    except OverflowError:
        return math.copysign(math.inf, whole), 0.0


def uniform(low, high):
    return [random.uniform(low, high) for _ in range(COUNT)]


def magnitudes(low, high, signs=(1, -1)):
    """Random numbers whose binary exponent is uniform in [low, high]."""
    return [random.choice(signs) * math.ldexp(random.uniform(1, 2), random.randint(low, high)) for _ in range(COUNT)]


def angles():
    points = [k * float(pi / 2) for k in range(-8, 9) if k] + [k * float(pi / 4) for k in (1, 3, 5, 7)]
    points += [float(random.randrange(1, 1 << random.randint(2, 40)) * pi / 2) for _ in range(60)]
    # Neighbours of 2^30, where the reduction changes, and the double nearest to a multiple of pi/2 (Muller 2016, section 11.3.2).
    points += near(2.0 ** 30) + [math.ldexp(6381956970095103, 797), 2.0 ** 1023, 1.7976931348623157e308]
    return [n for p in points for n in near(p, 1) if math.isfinite(n)] + uniform(-1, 1) + uniform(-20, 20) + magnitudes(-40, 1023) + magnitudes(0, 32)


def arguments(name):
    small = magnitudes(-1074, -20)[:40] + [5e-324, -5e-324, 2.2250738585072014e-308]
    if name in ("Sin", "Cos", "Tan"):
        return angles() + small
    if name == "Log":
        return (uniform(0.5, 2) + magnitudes(-1074, 1023, (1,)) + [1 + m for m in magnitudes(-52, -2)] + uniform(0, 100)
                + near(1, 4) + near(0.5 ** 0.5) + near(2 ** 0.5) + [abs(s) for s in small] + [1.7976931348623157e308])
    if name == "Atan":
        edges = [0.41421356237309503, 2.414213562373095, 1.0, 1e18]
        return uniform(-1, 1) + uniform(-5, 5) + magnitudes(-60, 60) + magnitudes(-1022, 1023) + small + [n for e in edges for n in near(e)]
    ends = {"Exp": [709.782712893384, -708.3964185322641, -745.1332191019411], "Sinh": [710.4758600739439], "Cosh": [710.4758600739439],
            "Tanh": [19.061547465398498, 0.255], "Sigmoid": [-708.4, -745.1, 36.7, 37.4], "Softplus": [-708.4, -745.1, -0.8813735870195431, 36.7]}
    reach = {"Exp": 745, "Sinh": 710, "Cosh": 710, "Tanh": 20, "Sigmoid": 745, "Softplus": 745}[name]
    return uniform(-1, 1) + uniform(-reach, reach) + uniform(-10, 10) + magnitudes(-60, 4) + small + [n for e in ends[name] for n in near(e)]


def power_arguments():
    """Bases and exponents: decays of optimizers, integers, roots, neighbours of 1, and results over the whole range."""
    points = [(b, float(t)) for b in (0.9, 0.999, 0.99, 0.95, 1.1) for t in range(1, 31)]
    points += [(float(x), float(y)) for x in (2, 3, 10, 0.5, 1.5) for y in (-3, -2, -1, 0.5, 2, 3, 10, 17)]
    for _ in range(4 * COUNT):
        base = random.choice([random.uniform(0, 2), random.uniform(0, 100), 1 + math.ldexp(random.uniform(-1, 1), -random.randint(1, 50)),
                              math.ldexp(random.uniform(1, 2), random.randint(-1074, 1023))])
        size = abs(math.log(base)) or 1.0
        points.append((base, random.choice([random.uniform(-745, 709) / size, random.uniform(-3, 3), float(random.randint(-12, 12))])))
    points += [(-p, float(random.randint(-9, 9))) for p, _ in points[:60]]
    return [(x, y) for x, y in points if x != 0 and abs(y) < 1e300]


FUNCTIONS = {
    "Exp": exp, "Log": log, "Sin": sin, "Cos": cos, "Tan": tan, "Sinh": sinh, "Cosh": cosh, "Tanh": tanh, "Atan": atan,
    "Sigmoid": lambda x: 1 / (1 + exp(-x)), "Softplus": lambda x: log1p(exp(x)) if x < 50 else x + log1p(exp(-x)),
}


def logistic(x):
    return 1 / (1 + exp(-x))


def logistic_slope(x):
    return exp(-abs(x)) / (1 + exp(-abs(x))) ** 2


DERIVATIVES = {
    "exp": ("Exp", exp, exp), "log": ("Log", lambda x: 1 / x, lambda x: -1 / x ** 2), "sin": ("Sin", cos, lambda x: -sin(x)),
    "cos": ("Cos", lambda x: -sin(x), lambda x: -cos(x)), "tan": ("Tan", lambda x: 1 / cos(x) ** 2, lambda x: 2 * tan(x) / cos(x) ** 2),
    "sinh": ("Sinh", cosh, sinh), "cosh": ("Cosh", sinh, cosh), "tanh": ("Tanh", lambda x: 1 / cosh(x) ** 2, lambda x: -2 * tanh(x) / cosh(x) ** 2),
    "atan": ("Atan", lambda x: 1 / (1 + x ** 2), lambda x: -2 * x / (1 + x ** 2) ** 2),
    "sigmoid": ("Sigmoid", logistic_slope, lambda x: -tanh(x / 2) * logistic_slope(x)), "softplus": ("Softplus", logistic, logistic_slope),
    "sqrt": ("Log", lambda x: 1 / (2 * x ** mpf("0.5")), lambda x: -1 / (4 * x * x ** mpf("0.5"))),
}


def derivatives():
    """Every eighth point of the values, and the tails, where the result is a normal number."""
    rows = ["function,x,y,first,second"]
    tails = [s * t for t in (1.3, 1.354, 1.36, 1.9, 1.95, 2, 4, 9.02, 9.5, 18, 18.5, 20, 37, 40, 100, 300, 350, 354, 700) for s in (1, -1)]
    for name, (values, first, second) in DERIVATIVES.items():
        for x in arguments(values)[::8] + (tails if values not in ("Log", "Sin", "Cos", "Tan") else []):
            d = [rounded(f(mpf(x)))[0] for f in (first, second)]
            if math.isfinite(d[0]) and abs(d[0]) > 2.3e-308:
                rows.append(f"{name},{bits(x)},,{bits(d[0])},{bits(d[1])}")
    for x, y in power_arguments()[::8]:
        if x > 0 and y != 0:
            d = [rounded(v)[0] for v in (mpf(y) * power(mpf(x), mpf(y) - 1), power(mpf(x), mpf(y)) * log(mpf(x)))]
            if all(math.isfinite(v) and (abs(v) > 2.3e-308 or v == 0) for v in d):
                rows.append(f"power,{bits(x)},{bits(y)},{bits(d[0])},{bits(d[1])}")
    return rows


def write(rows, *path):
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "FuncGrad.Tests")
    with open(os.path.join(folder, *path), "w", newline="\n", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def main():
    rows = ["function,x,y,value,remainder"]
    for name, function in FUNCTIONS.items():
        for x in arguments(name) + [float.fromhex(x) for x in WORST[name]]:
            value, remainder = rounded(function(mpf(x)))
            rows.append(f"{name},{bits(x)},,{bits(value)},{remainder:.6g}")
    for x, y in power_arguments():
        value, remainder = rounded(power(mpf(x), mpf(y)))
        rows.append(f"Pow,{bits(x)},{bits(y)},{bits(value)},{remainder:.6g}")
    write(rows, "Arithmetic", "reference_values.csv")
    write(derivatives(), "Calculus", "derivative_values.csv")


main()
