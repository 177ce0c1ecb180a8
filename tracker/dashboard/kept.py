"""What Milepost keeps of people, in words: every cookie, what the browser itself stores, and every table. Pure.

The privacy page shows these lists, and a test compares them with what is really there: what is new must be described.
"""

from tracker.dashboard import kept_coaching
from tracker.dashboard.keeping import (
    NOBODYS,
    OPENS_NOTHING,
    OPERATOR,
    Cookie,
    Stored,
    Table,
)

COOKIES = (
    Cookie(
        "SESSION_COOKIE_NAME",
        "Guards the forms against being sent from other sites, carries a notice to the next page, and, once you sign "
        "in, a random number that stands for your session. Everybody has it. Your name and address aren't in it. When "
        "you follow a link from one of our letters, the link's random number waits there until you have used it; when "
        "you go to another site to sign in there, that you went, for ten minutes.",
        "until you close the browser; 180 days if you ask to stay signed in.",
    ),
    Cookie(
        "BROWSER_COOKIE_NAME",
        "A random number that says you have signed in with this browser before: so you get a letter when somebody "
        "signs in with another one, and nobody who guesses at your password can keep you out here. It signs nobody in.",
        "400 days after you last signed in here.",
    ),
    Cookie(
        "THEME_COOKIE_NAME",
        "Light or dark. It is set only when you press one of the three buttons.",
        "a year.",
    ),
)

BROWSER = (
    Stored(
        "device",
        "A random number, so that the server knows which of your devices stopped where.",
        "until you clear it.",
    ),
    Stored("sequence", "A counter that keeps what you did in order.", "until you clear it."),
    Stored(
        "reader",
        "A mark for the account whose reading this browser remembers, so that it is never shown to somebody else.",
        "until you sign out.",
    ),
    Stored("state:", "Your place and your finished sections, as this browser last knew them.", "until you sign out."),
    Stored(
        "outbox:",
        "What you read or finished and could not be sent yet, such as on a train.",
        "until it is sent, or you sign out; if your session ended before, at most 30 days.",
    ),
    Stored(
        "time:",
        "How many seconds you read in a section. It never leaves the browser.",
        "until the section is finished, you sign out, or you clear it.",
    ),
    Stored(
        "guest:",
        "Without an account: your place and finished sections. When you sign in you choose whether to import them.",
        "until seven days after you imported them, as that can be undone; until you sign out after importing them, say "
        "that they aren't yours, or clear them.",
    ),
    Stored(
        "tab:",
        "That you chose to stay where you are, and that you were told you are offline, so that neither comes again on "
        "every page.",
        "until you close the tab.",
    ),
)

CACHES = (
    Stored(
        "milepost-guide:",
        "Pages of guides that you opened or keep offline, as somebody signed out sees them: nothing about you is "
        "in them.",
        "until the guide changes, or you remove the offline copy.",
    ),
    Stored(
        "milepost-shell:",
        "The page that says you are offline, with its style and your choice of light or dark.",
        "until a newer version takes its place, or you clear it.",
    ),
)

TABLES = (
    Table(
        "users",
        "Your account",
        "Name, e-mail address, time zone, which guide is on your dashboard, when you signed up, your password as a "
        "hash from which it can't be read, and a random number. That number alone outlives your account, in a list of "
        "deleted ones, so that a restored backup doesn't bring you back.",
        exported="yes, but for the password and that number.",
    ),
    Table(
        "user_sessions",
        "Where you are signed in",
        "For each browser: a hash of the number in its cookie, what the browser calls itself, since when, when it was "
        "last used, and when you last proved there that it's you.",
        "until you sign out or change your password. Else until 12 hours after the last use and 7 days at most; if you "
        "asked to stay signed in, 30 days after it and 180 at most. An ended one goes when somebody next signs in.",
        OPERATOR,
        OPENS_NOTHING,
    ),
    Table(
        "identities",
        "Accounts elsewhere that open yours",
        "Which provider, the number it knows you by, your address there, and when you linked and last used it.",
        "until you unlink it; else as long as your account exists.",
        exported=OPENS_NOTHING,
    ),
    Table(
        "authenticators",
        "Your authenticator app",
        "The key that your app has too, encrypted, since when, and when you last used it.",
        "until you remove it or put another in its place.",
        OPERATOR,
        exported=OPENS_NOTHING,
    ),
    Table(
        "passkeys",
        "Your passkeys",
        "For each: the name you gave it, the public half of its key (the secret one never leaves your device), what "
        "the device calls it and you, how a browser reaches it, how often it was used, since when, and when last.",
        "until you remove it.",
        OPERATOR,
        exported=OPENS_NOTHING,
    ),
    Table(
        "recovery_codes",
        "Your recovery codes",
        "Of each that is left a hash from which it can't be read, and when they were made.",
        "until it is used, you make new ones, or you turn the second step off.",
        OPERATOR,
        exported=OPENS_NOTHING,
    ),
    Table(
        "known_browsers",
        "Browsers you have signed in with",
        "A hash of the number in each one's cookie, and when you last signed in with it.",
        "400 days after you last signed in there.",
        OPERATOR,
        OPENS_NOTHING,
    ),
    Table(
        "tickets",
        "Links we sent you, and steps you are in the middle of",
        "A hash of the link's random number, what it is for, and what it needs to be carried out, encrypted.",
        "until it is used or ends by itself, a day at most.",
        OPERATOR,
        OPENS_NOTHING,
    ),
    Table(
        "jobs",
        "Letters and other work that waits to be done",
        "What is to be done for you, such as a letter with its text, encrypted.",
        "until it is done; that it was done, without what it held, 60 days longer. The letter that says your account "
        "is deleted belongs to no account; nothing of it is left once it is sent, or could not be sent for a day.",
        OPERATOR,
        OPENS_NOTHING,
    ),
    Table(
        "attempts",
        "Tries to sign in",
        "How often somebody tried to sign in, sign up or have a letter sent with an e-mail address or from a network "
        "address, or a code as your second step. All of it is kept as hashes only.",
        "a day; the row goes when somebody next signs in.",
        "nobody; it slows down whoever guesses passwords.",
        NOBODYS,
    ),
    Table(
        "archives",
        "Exports you asked for",
        "When you asked, how far it is, and under which name the file lies on the server. The file holds everything "
        "that is yours.",
        "24 hours after it is made; then row and file are deleted.",
        exported="no, it is one.",
    ),
    Table(
        "imports",
        "Archives you brought",
        "The file until you have decided, and what was in your account before, so that the import can be undone.",
        "24 hours while it waits; seven days after it is imported.",
        exported="no, what it brought is.",
    ),
    Table(
        "reading_states",
        "Where you stopped",
        "For each guide: your place (section, paragraph, and its first words), the furthest you came, when, and on "
        "which kind of device, such as “Firefox on Android”.",
    ),
    Table(
        "reading_operations",
        "How you got there",
        "Each place that was saved, each section finished or reopened, each start over and import, with time, day and "
        "device. How long you read is not sent.",
        who=OPERATOR,
    ),
    Table("finished_sections", "What you have read", "The sections that you finished, with the day."),
    Table(
        "highlights",
        "Your highlights and notes",
        "The passages that you marked and the notes you wrote to them.",
        "until you remove one; it can be brought back for a day, and goes for good with your next change after that.",
    ),
    Table(
        "milestone_states",
        "Where your milestones stand",
        "Status, ticked criteria, evidence and your private note.",
    ),
    Table(
        "milestone_events",
        "The history of your milestones",
        "Each change with its time and day, so that it can be undone; earlier notes and evidence are in it.",
    ),
    Table(
        "plans",
        "Your plans",
        "What you said when setting out or changing the plan: background, target role, hours for each weekday, start, "
        "days off, what you already do at work; and the days that every milestone was given. Earlier plans are kept.",
    ),
    Table("breaks", "Your days off", "First and last day of each break from the plan, and when you told it."),
    Table("plan_offers", "That you want no plan for now", "When you put the offer of a plan away."),
    Table("own_milestones", "Milestones that you added", "What you wrote of each, and its place. Archived ones too."),
    Table("adjustments", "What you changed on milestones", "Which ones you hid, and your hours and dates for others."),
    Table(
        "work_sessions",
        "Hours that you worked",
        "For each entry: day, minutes, milestone, and, where a session was started and stopped, when.",
        "until you remove it; else as long as your account exists.",
    ),
    Table(
        "weekly_letters",
        "That you want the weekly letter",
        "Since when, when the next is due, and when you were asked whether you paused.",
        "until you stop it, in the settings or from a letter.",
    ),
    Table(
        "calendar_feeds",
        "The address of your calendar",
        "The random number in it, encrypted and as a hash, and since when.",
        "until you end it or put another in its place.",
        "you, and whoever runs this server. Whoever knows the address sees your plan.",
        OPENS_NOTHING,
    ),
    Table(
        "guide_ratings",
        "Your ratings",
        "The stars that you gave a guide, and when.",
        "until you remove them; else as long as your account exists.",
        "everybody, as an average and counts without names.",
    ),
    Table(
        "guide_answers",
        "Whether a guide helped you",
        "Your yes or no, your comment, and when.",
        "until you remove it; else as long as your account exists.",
        "you, and whoever looks after the guides, listed without names.",
    ),
    Table(
        "guide_downloads",
        "Downloads",
        "How often each guide was downloaded in each format: a number, and nothing about who did.",
        "for good.",
        "everybody.",
        NOBODYS,
    ),
    *kept_coaching.TABLES,
)
