"""All tables and SQL of coaching."""

from tracker.coaching.models.behind import Behind, behind, everyone_behind
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
from tracker.coaching.models.grants import (
    INVITED_FOR,
    REFUSED_FOR,
    REMIND,
    Grants,
    Offers,
    end_overdue,
    end_soon,
    invitation,
    of_either,
    sound_coach,
)
from tracker.coaching.models.meetings import ACTION_LENGTH, PLACE_LENGTH, TEXT_LENGTH, Action, Meeting
from tracker.coaching.models.notes import CoachNotes, StaleNote, edition_of, noted_by
from tracker.coaching.models.sights import LASTS, Grant, Sight, Sights, coaches_of, sight_of_self
from tracker.coaching.models.views import LOOKS, Block, Looked, View, last_look, log_of, looks_lately, note_look

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
    "REFUSED_FOR",
    "REMIND",
    "TEXT_LENGTH",
    "WHY_LENGTH",
    "Action",
    "Behind",
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
    "behind",
    "coaches_of",
    "edition_of",
    "end_overdue",
    "end_soon",
    "everyone_behind",
    "invitation",
    "last_look",
    "log_of",
    "looks_lately",
    "note_look",
    "noted_by",
    "of_either",
    "sight_of_self",
    "sound_coach",
]
