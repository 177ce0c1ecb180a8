"""Addresses of meetings, cohorts and the inbox. What the two sides of a grant do there is told in other files."""

from tests.address import MEMBERS, Address, read, write

NO_GRANT = "0" * 24
COACH = f"/coach/mentees/{NO_GRANT}/meetings"
MENTEE = f"/coaching/grants/{NO_GRANT}/meetings"
A_COHORT = f"/coach/cohorts/{NO_GRANT}"
COHORT = {"name": "Autumn", "starts_on": "2026-11-30", "ends_on": "2027-06-30"}
WHEN = {"op_id": "an-op-id", "day": "2026-12-01", "time": "18:00", "minutes": "45", "version": "1"}


def _missing(endpoint: str, path: str) -> Address:
    """Of a grant that nobody has."""
    return read(endpoint, path, MEMBERS, path, code=404)


def _unwritten(endpoint: str, path: str, **form: str) -> Address:
    return write(endpoint, path, MEMBERS, path, **form)


def _of_a_side(base: str, side: str) -> tuple[Address, ...]:
    one = f"{base}/{NO_GRANT}"
    return (
        _missing(f"coaching.{side}meetings", base),
        _unwritten(f"coaching.{side}set_meeting", base, **WHEN),
        _missing(f"coaching.{side}meeting", one),
        _unwritten(f"coaching.{side}change_meeting", one, **WHEN),
        _unwritten(f"coaching.{side}cancel_meeting", f"{one}/cancel"),
        _unwritten(f"coaching.{side}agree", f"{one}/actions", op_id="an-op-id", text="Write to Lena"),
        _unwritten(f"coaching.{side}strike", f"{one}/actions/{NO_GRANT}/strike"),
    )


ADDRESSES: tuple[Address, ...] = (
    read("dashboard.inbox", "/inbox", MEMBERS),
    write("dashboard.open_notice", "/inbox/999999/open", MEMBERS, "/inbox/999999/open", "/inbox/nothing/open"),
    write("dashboard.read_inbox", "/inbox/read", MEMBERS),
    read("reminders.notice_wishes", "/settings/notices", MEMBERS),
    write("reminders.choose_notices", "/settings/notices", MEMBERS, by_mail="meeting"),
    *_of_a_side(COACH, "coach_"),
    *_of_a_side(MENTEE, ""),
    _unwritten("coaching.take_on", f"{MENTEE}/{NO_GRANT}/actions/{NO_GRANT}/take"),
    # For coaches alone: to others they are addresses that there aren't.
    read("coaching.cohorts", "/coach/cohorts", MEMBERS, code=404),
    write("coaching.make_cohort", "/coach/cohorts", MEMBERS, op_id="an-op-id", guide="tiny-guide", **COHORT),
    _missing("coaching.cohort", A_COHORT),
    _missing("coaching.change_cohort", f"{A_COHORT}/change"),
    _unwritten("coaching.save_cohort", f"{A_COHORT}/change", **COHORT),
    _unwritten("coaching.renew_cohort_link", f"{A_COHORT}/link"),
    _unwritten("coaching.close_cohort_link", f"{A_COHORT}/close"),
    _missing("coaching.deleting_cohort", f"{A_COHORT}/delete"),
    _unwritten("coaching.delete_cohort", f"{A_COHORT}/delete"),
    read("coaching.joining", "/coaching/join", MEMBERS, code=410),
    write("coaching.join", "/coaching/join", MEMBERS),
    read("coaching.my_cohorts", "/coaching/cohorts", MEMBERS),
    write("coaching.leave_cohort", f"/coaching/cohorts/{NO_GRANT}/leave", MEMBERS),
)
