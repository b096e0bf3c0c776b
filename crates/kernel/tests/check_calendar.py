#!/usr/bin/env python3
"""Compares every day of the shipped calendars with the data package `chinesecalendar` (development only).

Run by hand or in CI; needs Python 3.11. Exits 0 when all days agree, 1 on any difference, 2 when it cannot compare.
"""

import datetime
import pathlib
import sys
import tomllib

try:
    import chinese_calendar
except ImportError:
    print("this check needs the data package: pip install chinesecalendar", file=sys.stderr)
    sys.exit(2)

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "catalog" / "calendars"
DAY = datetime.timedelta(days=1)


def days(first, last):
    while first <= last:
        yield first
        first += DAY


def shipped():
    """The years on file, and whether each day that a notice names is worked."""
    years, named = set(), {}
    for path in sorted(FOLDER.glob("*.toml")):
        calendar = tomllib.loads(path.read_text(encoding="utf-8"))
        years.add(calendar["year"])
        for holiday in calendar["holiday"]:
            off = days(*(datetime.date.fromisoformat(holiday[end]) for end in ("from", "to")))
            named.update((day, False) for day in off)
            named.update((datetime.date.fromisoformat(day), True) for day in holiday.get("make_up", []))
    return sorted(years), named


def main():
    years, named = shipped()
    if not years:
        print(f"no calendars in {FOLDER}", file=sys.stderr)
        return 2
    compared = differences = 0
    for year in years:
        for day in days(datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
            ours = named.get(day, day.weekday() < 5)
            try:
                theirs = chinese_calendar.is_workday(day)
            except NotImplementedError:
                print(f"{year}: the installed package does not know this year; update it", file=sys.stderr)
                return 2
            compared += 1
            if ours != theirs:
                differences += 1
                print(f"{day}: here {'worked' if ours else 'off'}, in the package {'worked' if theirs else 'off'}")
    print(f"{compared} days of {', '.join(map(str, years))} compared, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
