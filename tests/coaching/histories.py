"""Half a year of somebody's work made up from a seed: what they did, added, put away, planned, logged and read.

Everything goes through the models, under a clock that is set back and comes forward.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from flask import Flask

from tests.people import Member
from tests.work import always
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.reading import Reading, Step
from tracker.roadmap import (
    Break,
    Evidence,
    Figure,
    OwnMilestone,
    Plans,
    Progress,
    Setup,
    Tailoring,
    Worklog,
    changes,
    gathered,
    make_plan,
    personal,
    work_days,
)
from tracker.roadmap.models import ReviewState
from tracker.roadmap.review import marks

WEEKS = 12
STEPS = 22


class History:
    def __init__(self, member: Member, plain: Guide, seed: int) -> None:
        self.random = Random(seed)
        self.mentee = member.person
        self.plain = plain
        self.guide = plain
        self.count = 0

    def made(self) -> "History":
        """All of it; commits."""
        random, now = self.random, clock.now()
        moments = sorted(now - timedelta(minutes=random.randrange(WEEKS * 7 * 24 * 60)) for _ in range(STEPS))
        with clock.stopped_at(moments[0] - timedelta(hours=1)):
            self._tailor(moments[0])
            if random.random() < 0.8:
                self._plan()
        chosen = [*random.sample(self.guide.milestones[:12], 5), *random.sample(self.guide.milestones, 4)]
        for moment in moments:
            with clock.stopped_at(moment):
                self._step(random.choice(chosen))
        self._read_and_rest()
        self._reviewed()
        db.session.commit()
        return self

    def _op(self) -> str:
        self.count += 1
        return f"op-{self.count}"

    def _tailor(self, first: datetime) -> None:
        tailoring, random = Tailoring(self.mentee, self.plain), self.random
        for number in range(random.randrange(4)):
            track, phase = self.plain.tracks[0].id, self.plain.phases[number % 2].id
            day = (first + timedelta(days=random.randrange(120))).date() if random.random() < 0.5 else None
            one = OwnMilestone("", f"Own {number}", "", (), 3, track, phase, end=day, counted=random.random() < 0.6)
            tailoring.add(self._op(), one)
        for milestone in random.sample(self.plain.milestones, 4):
            hidden, hours = random.random() < 0.5, random.choice([None, 1, 9])
            tailoring.adjust(milestone.id, None, partial(replace, hidden=hidden, hours=hours))
        self.guide = personal(self.mentee, self.plain)

    def _plan(self) -> None:
        today = self.mentee.today()
        setup = Setup(today - timedelta(days=self.random.randrange(9)), (2, 2, 0, 2, 0, 3, self.random.choice([0, 2])))
        every = Progress(self.mentee, self.guide).standings()
        inputs = gathered(self.plain, setup, today, every, work_days(self.mentee, self.guide))
        Plans(self.mentee, self.plain).take(make_plan(inputs), why="set-out", op_id=self._op(), based_on=0)

    def _step(self, milestone: Milestone) -> None:
        random, progress = self.random, Progress(self.mentee, self.guide)
        kind = random.choice(["status"] * 4 + ["criterion"] * 3 + ["evidence", "evidence", "note", "undo", "hours"])
        change = changes.set_status(random.choice(["doing", "done", "done", "blocked", "had", "na"]), overruled=False)
        if kind == "criterion" and milestone.criteria:
            change = changes.set_criterion(random.choice(milestone.criteria).id, met=True, overruled=False)
        elif kind == "evidence":
            change = changes.put_evidence(self._piece(milestone), overruled=False)
        elif kind == "note":
            change = changes.write_note(f"A note, {random.random()}")
        elif kind == "undo" and progress.history(milestone, 1):
            change = changes.undo()
        elif kind == "hours":
            day, minutes = self.mentee.today(), random.randrange(20, 240)
            Worklog(self.mentee).log(self._op(), self.guide, day, minutes, milestone.id)
            return
        progress.change(milestone, self._op(), [], always(change))

    def _piece(self, milestone: Milestone) -> Evidence:
        version = self.count + 1
        if milestone.bar and self.random.random() < 0.7:
            figure = self.random.choice(milestone.bar)
            measured = Figure(figure.id, f"{self.random.randrange(100)}%", 40, self.mentee.today(), "4f2c1e9")
            return Evidence(f"figure-{figure.id}", version, "figure", figure=measured)
        return Evidence("proof", version, "link", url=f"https://example.org/{version}", text=f"Made {version}")

    def _read_and_rest(self) -> None:
        for section in self.random.sample(self.plain.sections, self.random.randrange(len(self.plain.sections))):
            Reading(self.mentee, self.plain).act(Step("finish", section_id=section.id))
        if self.random.random() < 0.5:
            first = self.mentee.today() - timedelta(days=self.random.randrange(1, 40))
            Plans(self.mentee, self.plain).tell_break(Break(first, first + timedelta(days=self.random.randrange(6))))

    def _reviewed(self) -> None:
        """Some of what is done is approved, some of it as it was before."""
        for standing in Progress(self.mentee, self.guide).standings():
            if standing.status == "done" and self.random.random() < 0.6:
                approved = sorted(marks(standing.state.evidence)) if self.random.random() < 0.7 else ["proof:0"]
                row = ReviewState(
                    turn=self.random.choice(["nobody", "coach", "mentee"]),
                    since_at=clock.now(),
                    asked=False,
                    verdict="approved",
                    nudges=0,
                )
                row.user_id, row.guide_id, row.milestone_id = self.mentee.id, self.plain.id, standing.id
                row.approved, row.reviewed_at = approved, clock.now()
                db.session.add(row)


def live(app: Flask, member: Member, guide: Guide, seed: int) -> History:
    with app.app_context():
        return History(member, guide, seed).made()
