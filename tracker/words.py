"""Dates and numbers as people say them: the filters that templates use."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from markupsafe import Markup

from tracker import clock


def said_day(day: date) -> str:
    """22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def said_days(first: date, last: date, today: date) -> str:
    """12–19 March; 28 February – 3 March; years only where one isn't this year."""
    years = {first.year, last.year} != {today.year}
    end = said_day(last) if years else f"{last.day} {last:%B}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    begin = said_day(first) if first.year != last.year else f"{first.day} {first:%B}"
    return f"{begin} – {end}"


def said_minutes(minutes: float) -> str:
    """45 min; 2 h; 1 h 30."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest:02d}" if rest else f"{hours:,} h"


def said_moment(moment: datetime, zone: str, now: datetime) -> str:
    """Today 21:40; yesterday 21:40; 3 November 21:40; 3 November 2025."""
    there, today = moment.astimezone(ZoneInfo(zone)), clock.local_day(now, zone)
    days = (today - there.date()).days
    if days == 0:
        return f"today {there:%H:%M}"
    if days == 1:
        return f"yesterday {there:%H:%M}"
    if there.year == today.year:
        return f"{there.day} {there:%B %H:%M}"
    return said_day(there.date())


def said_date(moment: datetime, zone: str, now: datetime) -> str:
    """Today; yesterday; 3 November; 3 November 2025: where the time of day says nothing."""
    day, today = clock.local_day(moment, zone), clock.local_day(now, zone)
    near = {0: "today", 1: "yesterday"}.get((today - day).days)
    return near or (f"{day.day} {day:%B}" if day.year == today.year else said_day(day))


def exact_moment(moment: datetime, zone: str) -> str:
    """25 November 2026 at 21:40 (Europe/Berlin): for letters, which are read whenever."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{said_day(there.date())} at {there:%H:%M} ({zone.replace('_', ' ')})"


def day_element(day: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), said_day(day))


def weekday_element(day: date) -> Markup:
    """Friday 4 December: for days that are near."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        day.isoformat(), said_day(day), f"{day:%A} {day.day} {day:%B}"
    )


def moment_element(moment: datetime) -> Markup:
    """The moment in the zone of the person who reads, with the exact time for machines and on hover."""
    zone = current_user.time_zone if current_user.is_authenticated else "UTC"
    there = moment.astimezone(ZoneInfo(zone))
    exact = f"{there:%Y-%m-%d %H:%M:%S} {zone}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        there.isoformat(timespec="seconds"), exact, said_moment(moment, zone, clock.now())
    )


def date_element(moment: datetime) -> Markup:
    """The day of a moment where the person is who reads: 15 December."""
    zone = current_user.time_zone if current_user.is_authenticated else "UTC"
    there = moment.astimezone(ZoneInfo(zone))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        there.isoformat(timespec="seconds"), f"{there:%Y-%m-%d %H:%M:%S} {zone}", said_date(moment, zone, clock.now())
    )


def time_of_day(moment: datetime) -> str:
    """14:02, in the zone of the person who reads."""
    zone = current_user.time_zone if current_user.is_authenticated else "UTC"
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def plural(number: int, word: str, many: str | None = None) -> str:
    """1 hour, 2 hours."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day_element,
        weekday=weekday_element,
        moment=moment_element,
        date=date_element,
        time_of_day=time_of_day,
        plural=plural,
        said_minutes=said_minutes,
    )
    app.jinja_env.globals["said_days"] = said_days
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
