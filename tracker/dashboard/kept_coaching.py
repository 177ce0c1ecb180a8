"""What is kept because of coaching, in words for the privacy page; kept.py has all the rest. Pure."""

from tracker.dashboard.keeping import Table

BOTH = "you, the other of the two, and whoever runs this server."
CONSENT = "no, a consent is given anew, by you."
TWO = "no, it belongs to two people; what you wrote there you can copy from its page."

TABLES = (
    Table(
        "coaches",
        "That you coach",
        "The name that mentees see, what you help with, within how many days you answer, and since when.",
        "until you stop coaching.",
        "you, your mentees, whoever you accept an invitation from, and whoever runs this server.",
        "no, becoming a coach takes a confirmed address and a second step in each account.",
    ),
    Table(
        "grants",
        "Whom you let look on, and who lets you",
        "Mentee, coach, guide, what is shown, since when and until when, and when you were told that it ends soon; a "
        "hash of an invitation's link, and the address that it was sent to.",
        "as long as both accounts exist. The address goes when the invitation is accepted or ends, the hash when you "
        "confirm or refuse whoever accepted.",
        BOTH,
        CONSENT,
    ),
    Table(
        "grant_views",
        "What your coaches looked at",
        "Which coach looked at what of yours, from when until when, and how often. Of a coach who left, their name.",
        "a year.",
        "you, and whoever runs this server.",
        "no, it is about what others did.",
    ),
    Table(
        "coach_blocks",
        "Whom you blocked",
        "Coaches from whom you want nothing any more, and since when.",
        "until you lift it.",
        exported="no, it names accounts that there may not be elsewhere.",
    ),
    Table(
        "review_states",
        "Whose turn it is",
        "For each milestone that was talked about: who is to do something next, since when, and the latest review.",
        "as long as your account exists.",
        "you, coaches whom you granted it, and whoever runs this server.",
        "no, a review is worth something only where its coach stands behind it.",
    ),
    Table(
        "milestone_posts",
        "What was said on your milestones",
        "Questions, answers and reviews, with who wrote them and when; a review holds the evidence it was about.",
        "until whoever wrote it deletes it, or either account is deleted. Reviews are never changed.",
        "you, coaches whom you granted it, and whoever runs this server.",
        "no row of it, as it belongs to two people; what was said on your milestones is there to read.",
    ),
    Table(
        "coach_notes",
        "A coach's private note",
        "What a coach wrote for themselves about a mentee, who is told that there is one and since when.",
        "until its coach empties it, or either account is deleted.",
        "the coach who wrote it, and whoever runs this server.",
        "no, it is the coach's and about somebody else.",
    ),
    Table(
        "coach_groups",
        "Groups of a coach",
        "In which groups a coach keeps which mentee.",
        "until the coach changes it, or the grant goes.",
        "the coach, and whoever runs this server.",
        "no, it is about other people's grants.",
    ),
    Table(
        "flag_answers",
        "What a coach said of flags",
        "Which hint that somebody may need a hand was of use or put off, until when, and why.",
        "as long as the grant is kept.",
        "the coach, and whoever runs this server.",
        "no, it is about other people's grants.",
    ),
    Table(
        "meetings",
        "Meetings",
        "When and where, what for, and the notes of it.",
        "as long as the grant is kept.",
        BOTH,
        TWO,
    ),
    Table(
        "meeting_actions",
        "What was agreed in meetings",
        "Each thing to do, and which milestone you made of it.",
        "as long as the meeting is kept.",
        BOTH,
        "no, but a milestone that you made of one is.",
    ),
    Table(
        "cohorts",
        "Cohorts you made",
        "Name, guide, first and last day, and the link by which people join, encrypted.",
        "until you delete it.",
        "whoever is in it sees its name and days; the rest you and whoever runs this server.",
        "no, others are in it.",
    ),
    Table(
        "cohort_members",
        "Cohorts you are in",
        "Which, and since when. Being in one lets nobody see your work.",
        "until you leave.",
        "you, and whoever runs this server. Whoever made it sees how many are in it.",
        "no, it is a place in somebody else's group.",
    ),
    Table(
        "notices",
        "Your inbox",
        "Of what kind a notice is and what it is about, by numbers; when, and when you read it. Its words are made "
        "each time it is shown.",
        "180 days, or until what it is about ends.",
        exported="no, it tells of what is elsewhere here.",
    ),
    Table(
        "notice_wishes",
        "Which notices you get by mail",
        "For each kind whether you want it by mail, where you chose.",
        exported="no, letters that you want elsewhere you choose there.",
    ),
    Table(
        "coach_digests",
        "That you want the digest for coaches",
        "Since when, and when the next is due.",
        "until you choose otherwise.",
        exported="no, letters that you want elsewhere you choose there.",
    ),
)
