#!/usr/bin/env python3
"""Writes elementary.csv beside this script: exact values of log, exp, pow, sin and cos.

A line is function,x,y,nearest,rest: the bits of the arguments (y for pow only) and of the Double that is
nearest to the exact value, all in hexadecimal, and what that leaves, in units of its last place. Needs
mpmath 1.3; it works with 120 digits, or with as many more as a large angle needs.
"""
import math
import pathlib
import random
import struct

from mpmath import mp, mpf

HERE = pathlib.Path(__file__).parent
LARGEST = struct.unpack("<d", struct.pack("<Q", 0x7FEFFFFFFFFFFFFF))[0]
chance = random.Random(20261)


def bits(value):
    return f"{struct.unpack('<Q', struct.pack('<d', value))[0]:016x}"


def nearest(exact):
    """The nearest Double, ties to even, and the rest in units of its last place."""
    if exact == 0:
        return 0.0, 0.0
    exponent = max(int(mp.floor(mp.log(abs(exact), 2))) - 52, -1074)
    scaled = exact / mpf(2) ** exponent
    whole = int(mp.nint(scaled))
    rest = scaled - whole
    if abs(whole).bit_length() + exponent > 1024:
        return math.copysign(math.inf, exact), 0.0
    return math.ldexp(whole, exponent), float(rest)


def around(value, count):
    """So many Doubles on both sides of one."""
    for step in range(-count, count + 1):
        at = struct.unpack("<q", struct.pack("<d", value))[0] + step
        yield struct.unpack("<d", struct.pack("<q", at))[0]


def any_double(low=-1074, high=1023):
    return chance.uniform(1, 2) * 2.0 ** chance.randint(low, high)


def logarithms():
    yield from around(1.0, 200)
    for power in range(2, 53):
        for sign in (1, -1):
            yield 1 + sign * chance.uniform(1, 2) * 2.0**-power
    for row in range(128):
        yield from around(1 + row / 128, 2)
    yield from around(math.sqrt(2), 20)
    yield from (5e-324, 1e-323, 2.0**-1022, LARGEST, 1e-300, 1e300, 10.0, math.e, 0.5, 2.0, 0.1)
    for _ in range(300):
        yield chance.uniform(0.5, 2)
        yield 1 + chance.gauss(0, 0.02)
        yield abs(any_double())


def exponentials():
    yield from around(0.0625, 20)
    yield from around(1.0, 20)
    yield from around(709.782712893384, 20)
    yield from around(-745.1332191019412, 20)
    yield from around(-708.3964185322641, 20)
    for power in range(1, 70):
        for sign in (1, -1):
            yield sign * chance.uniform(1, 2) * 2.0**-power
    for step in range(-300, 300):
        yield step * math.log(2) / 64 + math.log(2) / 128
    for _ in range(350):
        yield chance.uniform(-745, 710)
        yield chance.uniform(-1, 1)
        yield chance.uniform(-745, -707)


def powers():
    for exponent in (252, 1 / 252, 0.2, 1 / 5.0, 0.5, -0.5, 1 / 3, 2, 3, -1, 12, 365.25, 1e5, 1e9):
        for _ in range(60):
            yield 1 + chance.gauss(0, min(0.3, 300 / exponent if exponent > 1000 else 0.3)), exponent
    for _ in range(500):
        base = abs(any_double())
        yield base, chance.uniform(-1, 1) * 744 / math.log(base)
    for _ in range(300):
        base = 1 + chance.uniform(-1, 1) * 2.0 ** -chance.randint(1, 52)
        if base != 1:
            yield base, chance.uniform(-1, 1) * 744 / math.log(base)
    for _ in range(200):
        yield chance.uniform(0, 10), float(chance.randint(-300, 300))
        yield -chance.uniform(0, 10), float(chance.randint(-300, 300))


def angles():
    yield from (math.pi / 4, math.pi / 2, math.pi, 1e22, LARGEST, 5e-324, 2.0**-27, 2.0**-26, 1e-8)
    # As near to a multiple of π/2 as any Double is.
    yield from (5.3190648518356156e255, 6381956970095103.0 * 2.0**797)
    for _ in range(400):
        multiple = chance.randint(1, 70_000)
        yield from around(float(multiple * mp.pi / 2), 0)
        yield from around(float(multiple * mp.pi / 4), 0)
        yield chance.uniform(-10, 10)
        yield chance.uniform(-1e5, 1e5)
    for power in range(1, 30):
        yield chance.uniform(1, 2) * 2.0**-power
    for _ in range(300):
        yield any_double(10, 1023) * chance.choice((1, -1))


def main():
    mp.dps = 120
    lines = ["function,x,y,nearest,rest"]

    def add(function, x, y, exact):
        rounded, rest = nearest(exact)
        lines.append(f"{function},{bits(x)},{bits(y) if y is not None else ''},"
                     f"{bits(rounded)},{rest:.6g}")

    for x in logarithms():
        if 0 < x < math.inf:
            add("log", x, None, mp.log(mpf(x)))
    for x in exponentials():
        add("exp", x, None, mp.exp(mpf(x)))
    for x, y in powers():
        if x != 0 and math.isfinite(y):
            add("pow", x, y, mp.power(mpf(abs(x)), mpf(y)) * (-1 if x < 0 and y % 2 else 1))
    mp.dps = 500
    for x in angles():
        add("sin", x, None, mp.sin(mpf(x)))
        add("cos", x, None, mp.cos(mpf(x)))
    (HERE / "elementary.csv").write_text("\n".join(lines) + "\n")


main()
