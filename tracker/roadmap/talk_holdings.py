"""What was said on a person's milestones, for them to take along and read. It is two people's, so nobody imports it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tracker.accounts import File, Reader
from tracker.library import catalogue
from tracker.roadmap.models import everything_said
from tracker.words import exact_moment

DEEDS = {
    "said": "wrote",
    "asked": "asked for a review",
    "approved": "approved it",
    "returned": "returned it",
    "discussed": "wants to talk about it",
    "settled": "said that there is nothing to do",
    "closed": "closed after four weeks without an answer",
}


def threads(user_id: int, connection: Any, reader: Reader) -> Iterator[File]:
    """One file a guide."""
    for guide_id, group in groupby(everything_said(user_id, connection), key=lambda one: one.guide_id):
        posts = list(group)
        yield File(
            f"threads/{guide_id}.md",
            _written(guide_id, posts, reader),
            "What you and your coaches said on your milestones, oldest first; it is not imported anywhere",
            len(posts),
        )


def _written(guide_id: str, posts: list[Any], reader: Reader) -> str:
    """Quoted line by line, so that nothing somebody wrote can be taken for a heading of this file."""
    guide = catalogue().get(guide_id)
    pieces = [f"# What was said: {guide.title if guide else guide_id}"]
    for milestone_id, group in groupby(posts, key=lambda one: one.milestone_id):
        milestone = guide.present(milestone_id) if guide else None
        pieces.append(f"## {milestone.title if milestone else milestone_id}")
        for post in group:
            who = {"mentee": reader.name, "coach": post.coach or "A coach of before", "nobody": "Nobody"}[post.side]
            pieces.append(f"**{who}** {DEEDS[post.kind]}, {exact_moment(post.created_at, reader.time_zone)}:")
            text = "deleted" if post.removed_at else post.text
            pieces.append("\n".join(f"> {line}".rstrip() for line in text.splitlines()) or ">")
    return "\n\n".join(pieces) + "\n"
