# SPDX-License-Identifier: MIT
"""What is wrong with data: rows of an answer, lines of a file, zips."""
import io
import re
import struct
import zipfile

DECIMAL = re.compile(r"-?\d+\.\d+")


def exponent(text):
    """The same number in scientific notation: 0.00000084 is 8.4E-7."""
    if not DECIMAL.fullmatch(text):
        return text
    sign, text = ("-", text[1:]) if text[0] == "-" else ("", text)
    whole, _, part = text.partition(".")
    digits = (whole + part).lstrip("0")
    if not digits:
        return "0E-8"
    power = len(digits) - 1 - len(part)
    digits = digits.rstrip("0")
    tail = digits[1:] or "0"
    return f"{sign}{digits[0]}.{tail}E{power}"


def long_decimal(text):
    return text + "0" * (17 - len(text.partition(".")[2]) - 1)


# ROWS OF A REST ANSWER

def _cells(row, change):
    if isinstance(row, dict):
        return {k: change(v) if isinstance(v, str) and DECIMAL.fullmatch(v)
                else v for k, v in row.items()}
    return [change(v) if isinstance(v, str) and DECIMAL.fullmatch(v) else v
            for v in row]


def _revised(row):
    if isinstance(row, list):
        return row[:4] + [row[1]] + row[5:8] + [row[8] + 1] + row[9:]
    return row


def spoil_rows(rule, rows):
    """ROWS of an answer as RULE has them."""
    kind = rule.kind
    if not isinstance(rows, list):
        return dict(rows, aNewMember="x") if kind == "unknown_key" else rows
    half, n = len(rows) // 2, rule.get("rows", 3)
    if kind == "gap":
        return rows[:half] + rows[half + n:]
    if kind == "duplicate":
        return rows[:half] + rows[max(half - 1, 0):]
    if kind == "disorder":
        return rows[half:] + rows[:half]
    if kind == "revised":   # the last but one: the last may still be open
        at = len(rows) + rule.get("row", -2)
        return (rows[:max(at, 0)] + [_revised(row) for row in
                                     rows[max(at, 0):at + 1]]
                + rows[max(at + 1, 0):])
    if kind == "exponent":
        return [_cells(row, exponent) for row in rows]
    if kind == "decimals16":
        return [_cells(row, long_decimal) for row in rows]
    return [dict(row, aNewMember={"x": [1]}) if isinstance(row, dict)
            else row + ["0"] for row in rows]


# LINES OF A FILE

TIMES = {"klines": (0, 6), "premiumIndexKlines": (0, 6), "aggTrades": (5,),
         "trades": (4,), "fundingRate": (0,), "metrics": ()}
AMOUNT = {"klines": 5, "premiumIndexKlines": 4, "aggTrades": 2, "trades": 2,
          "fundingRate": 2, "metrics": 2}


def _columns(lines, columns, change):
    made = []
    for line in lines:
        cells = line.split(",")
        for i in columns:
            cells[i] = change(cells[i])
        made.append(",".join(cells))
    return made


def _unit(dataset, lines, micro):
    def change(text):
        if (len(text) >= 16) == micro:
            return text
        if not micro:
            return text[:-3]
        return text + ("999" if text.endswith("999") else "000")
    return _columns(lines, TIMES[dataset], change)


def _changed_digit(text):
    return text[:-1] + str((int(text[-1]) + 1) % 10)


def _missing(rule, lines):
    n = len(lines)
    if rule.get("part", "middle") == "end":
        return lines[:n - n // 8]
    return lines[:n * 2 // 5] + lines[n * 3 // 5:]


def _some(rule, lines, columns, change):
    """CHANGE in each so many-th of the lines."""
    every = rule.get("every", 100)
    return [_columns([line], columns, change)[0] if i % every == every // 2
            else line for i, line in enumerate(lines)]


def spoil_lines(rule, dataset, lines):
    """LINES of a file, without its header, as RULE has them."""
    kind, n = rule.kind, len(lines)
    if kind in ("ms", "us"):
        return _unit(dataset, lines, kind == "us")
    if kind == "booleans":
        swap = {"true": "True", "false": "False", "True": "true",
                "False": "false"}
        return [re.sub("[Tt]rue|[Ff]alse", lambda m: swap[m[0]], line)
                for line in lines]
    if kind == "stripped":
        return [re.sub(r"(\.\d*?)0+(?=,|$)", lambda m: m[1].rstrip("."), line)
                for line in lines]
    if kind == "exponent_cells":
        return [DECIMAL.sub(lambda m: exponent(m[0]), line) for line in lines]
    if kind == "unsorted":
        return lines[n // 3:] + lines[:n // 3]
    if kind == "doubled":
        return [line for line in lines for _ in range(2)]
    if kind == "interleaved":
        halves = lines[:(n + 1) // 2], lines[(n + 1) // 2:]
        return [half[i] for i in range(len(halves[0])) for half in halves
                if i < len(half)]
    if kind == "zero_qty":
        return _some(rule, lines, [AMOUNT[dataset]], lambda text: "0")
    if kind == "changed":
        return _some(rule, lines, [AMOUNT[dataset]], _changed_digit)
    if kind == "missing":
        return _missing(rule, lines)
    if kind == "blank_cells":
        return _columns(lines, rule.get("columns", [4, 5]), lambda text: "")
    if kind == "rows436":
        return lines + lines[:148]
    if kind == "minus_ids":
        return _columns(lines, [3, 4], lambda text: "-1")
    if kind == "wrong_columns":
        return [line.rpartition(",")[0] for line in lines]
    return lines


# ZIPS

def zip_of(members, date, zip64=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            with made.open(info, "w", force_zip64=zip64) as member:
                for part in data:
                    member.write(part)
    return out.getvalue()


def _bomb(data, size):
    yield from data
    for _ in range(size >> 20):
        yield b"0" * (1 << 20)


def spoil_zip(rules, name, data, date):
    """The zip of DATA (bytes) under NAME as RULES have it."""
    kinds = {rule.kind: rule for rule in rules}
    members = [(name, [data])]
    if "path_traversal" in kinds:
        members = [("../../" + name, [data])]
    if "bomb" in kinds:
        size = kinds["bomb"].get("bytes", 256 << 20)
        members = [(name, _bomb([data], size))]
    if "two_members" in kinds:
        members.append(("more-" + name, [data]))
    made = bytearray(zip_of(members, date, "zip64" in kinds))
    directory = made.rfind(b"PK\1\2")
    if "corrupt_crc" in kinds:
        for at in (14, directory + 16):
            crc, = struct.unpack_from("<I", made, at)
            struct.pack_into("<I", made, at, crc ^ 0xdeadbeef)
    if "corrupt_directory" in kinds:
        made[directory:directory + 4] = b"XX\1\2"
    if "truncated_zip" in kinds:
        del made[len(made) * 2 // 3:]
    return bytes(made)
