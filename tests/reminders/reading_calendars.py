"""A calendar held to the rules of RFC 5545 that its programs are strict about; written apart from what makes it."""

import re
from collections import Counter
from collections.abc import Iterator

from icalendar import Calendar

LONGEST = 75
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "TRANSP")


def faults(text: bytes) -> list[str]:
    return list(_faults(text))


def _faults(text: bytes) -> Iterator[str]:
    if not text.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", text):
        yield "a line does not end in CR LF"
    for line in text.split(b"\r\n"):
        if len(line) > LONGEST:
            yield f"a line has {len(line)} octets: {line!r}"
        line.decode()  # no character is torn apart by folding
    whole = re.sub(rb"\r\n[ \t]", b"", text).decode().split("\r\n")
    if whole[0] != "BEGIN:VCALENDAR" or "VERSION:2.0" not in whole or not any(w.startswith("PRODID:") for w in whole):
        yield "it does not begin as a calendar does"
    events = "\n".join(whole).split("BEGIN:VEVENT")[1:]
    for written in events:
        names = Counter(re.findall(r"^([A-Z-]+)[;:]", written.partition("END:VEVENT")[0], re.MULTILINE))
        if any(names[name] != 1 for name in ONCE):
            yield f"an event lacks something or has it twice: {names}"
    calendar = Calendar.from_ical(text)
    uids = Counter(str(event["uid"]) for event in calendar.walk("VEVENT"))
    if any(count > 1 for count in uids.values()):
        yield f"an UID comes twice: {uids.most_common(1)}"
    for event in calendar.walk():
        if event.errors:
            yield f"the library can't read {event.errors}"
    for event in calendar.walk("VEVENT"):
        if not event.decoded("dtend") > event.decoded("dtstart"):
            yield f"{event['uid']} ends before it begins"
    zones = set(re.findall(r"TZID=([^:;]+)", "\n".join(events)))
    if zones - {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}:
        yield f"a zone of {zones} is not spelt out"
