"""All tables and SQL of coaching."""

from tracker.coaching.models.cohorts import COHORT_NAME, Cohort, CohortMember
from tracker.coaching.models.desk import (
    GROUP_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    WHY_LENGTH,
    CoachNote,
    FlagAnswer,
    GroupMember,
)
from tracker.coaching.models.grants import INVITED_FOR, LASTS, Grants, Offers, end_overdue, invitation
from tracker.coaching.models.meetings import ACTION_LENGTH, PLACE_LENGTH, TEXT_LENGTH, Action, Meeting
from tracker.coaching.models.notes import CoachNotes, StaleNote, edition_of, noted_by
from tracker.coaching.models.sights import Grant, Sight, Sights, coaches_of
from tracker.coaching.models.views import (
    LOOKS,
    Block,
    Looked,
    View,
    last_look,
    log_of,
    looks_lately,
    note_look,
    sight_and_looks,
)

__all__ = [
    "ACTION_LENGTH",
    "COHORT_NAME",
    "GROUP_LENGTH",
    "INVITED_FOR",
    "LASTS",
    "LOOKS",
    "NOTE_LENGTH",
    "PLACE_LENGTH",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "WHY_LENGTH",
    "Action",
    "Block",
    "CoachNote",
    "CoachNotes",
    "Cohort",
    "CohortMember",
    "FlagAnswer",
    "Grant",
    "Grants",
    "GroupMember",
    "Looked",
    "Meeting",
    "Offers",
    "Sight",
    "Sights",
    "StaleNote",
    "View",
    "coaches_of",
    "edition_of",
    "end_overdue",
    "invitation",
    "last_look",
    "log_of",
    "looks_lately",
    "note_look",
    "noted_by",
    "sight_and_looks",
]
