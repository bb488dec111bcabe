#!/usr/bin/python3
"""Opens exported tables in a running LibreOffice and compares every cell with the tables they were made from (needs python3-uno).

compare_sheets.py PIPE RESULTS EXPORTED [SEPARATOR LANGUAGE]: the pipe on which soffice listens, two folders, and for CSV the code of the
separator and the language of the numbers (1033 is en-US, 1031 de-DE); without these the exported files are workbooks. A number must be the same double, where LibreOffice keeps it: it reads subnormal
numbers as 0. Text must be the same text, what is not finite an empty cell, and nothing may be a formula.
"""
import csv
import math
import os
import sys
import time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellFlags import FORMULA

DANGEROUS = tuple("=+-@\t\r\n")
SMALLEST_NORMAL = 2.2250738585072014e-308


def desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.2)
    sys.exit("LibreOffice does not answer.")


def sheet(office, path, csv_format):
    """All cells of a file: floats and texts, "" for an empty cell."""
    properties = {"Hidden": True}
    if csv_format:
        separator, language = csv_format
        properties |= {"FilterName": "Text - txt - csv (StarCalc)", "FilterOptions": f"{separator},34,76,1,,{language}"}
    values = tuple(PropertyValue(Name=name, Value=value) for name, value in properties.items())
    document = office.loadComponentFromURL(uno.systemPathToFileUrl(os.path.abspath(path)), "_blank", 0, values)
    first = document.Sheets.getByIndex(0)
    cursor = first.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = first.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
    assert used.queryContentCells(FORMULA).Count == 0, f"{path} holds formulas"
    cells = used.getDataArray()
    document.close(True)
    return cells


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def same(cell, value):
    return isinstance(cell, float) and (cell == value or (cell == 0 and abs(value) < SMALLEST_NORMAL))


def compare(name, expected, found, is_csv):
    counts = {"numbers": 0, "not finite": 0, "texts": 0}
    assert len(found) == len(expected), f"{name}: {len(found)} rows, {len(expected)} expected"
    for r, (row, cells) in enumerate(zip(expected, found)):
        for c, text in enumerate(row):
            value, where = number(text), f"{name}, row {r + 1}, {expected[0][c]}: {cells[c]!r}, written {text!r}"
            if r > 0 and expected[0][c] == "id":
                assert cells[c] == ("#" if is_csv else "") + text, where
            elif value is None:
                assert cells[c] == ("'" if is_csv and text[:1] in DANGEROUS else "") + text, where
            elif math.isfinite(value):
                assert same(cells[c], value), where
            else:
                assert cells[c] == "" and text in cells[len(row)], where
            counts["texts" if value is None else "numbers" if math.isfinite(value) else "not finite"] += 1
    print(f"  {name}: {len(expected) - 1} rows; " + ", ".join(f"{count} {kind}" for kind, count in counts.items()) + ": all right")


def main():
    pipe, results, exported, *csv_format = sys.argv[1:]
    office = desktop(pipe)
    for table in sorted(name for name in os.listdir(results) if name.endswith(".csv")):
        with open(os.path.join(results, table), newline="", encoding="utf-8") as file:
            copy = table if csv_format else table[:-3] + "xlsx"
            compare(copy, list(csv.reader(file)), sheet(office, os.path.join(exported, copy), csv_format), bool(csv_format))


main()
