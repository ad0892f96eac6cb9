# SPDX-License-Identifier: MIT
"""Decimal numbers as the exchange prints them, kept as scaled integers."""


SHAPES = [(10 ** n, f"%d.%0{n}d") for n in range(40)]


def fixed(value, digits):
    """VALUE / 10^DIGITS with exactly that many places."""
    if not digits:
        return str(value)
    unit, shape = SHAPES[digits]
    text = shape % divmod(abs(value), unit)
    return text if value >= 0 else "-" + text


def scaled(text, digits):
    """The integer that fixed() would print as TEXT."""
    whole, _, part = text.partition(".")
    if len(part) > digits:
        raise ValueError(f"'{text}' has more than {digits} places")
    return int(whole + part.ljust(digits, "0"))


def stripped(text):
    """TEXT without the zeros at its end, as some files print it."""
    return text.rstrip("0").rstrip(".") if "." in text else text
