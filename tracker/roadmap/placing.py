"""Puts work on days: which minutes of which milestone on which day. The heart of the scheduler. Pure and deterministic.

Two clocks. **Study** goes by hours: a window that opens in week w of a guide drawn for 10 hours a week opens once the
person's days have held (w − 1) × 10 hours, so date = start + window × (10 ÷ weekly hours), and breaks shift it. What
the **market** dates keeps real weeks: its hours are dealt out evenly over the weeks of its window, and the guide's
weeks lie between one such milestone and the next. The first begins once its window opens by hours, and with few hours
a week so late that these real weeks end with the study. What needs such a milestone goes by this clock too. Days in
breaks are days of neither clock: a break moves all that follows by its length.

Three queues serve each day, in this order, until its hours are used:
1. *dated by hand*: from its day on it comes first;
2. *the line*: in the order of the guide's windows, everything up to the first market-bound milestone, then what is
   market-bound and what leads to it. Nothing here overtakes: where the head must wait, the line waits;
3. *the rest* uses what the line leaves: begun before new, then in the order of the windows.

As the line is served strictly in order and the rest only fills gaps, more hours on any day never make the plan end
later, whatever the milestones (without hand-set dates). A test holds this. A milestone may begin on the day on which
what it needs ends.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.roadmap.queues import Piece, Task, queues
from tracker.roadmap.setup import Setup

WEEK = 7


@dataclass(frozen=True)
class Frame:
    """What tasks are placed into. At most `builds` are open at once in the rest.

    The guide's weeks end before week `week_after`; by hours they end once the days have held `minutes`.
    """

    setup: Setup
    today: date
    builds: int
    week_after: int
    minutes: int


def place(tasks: Sequence[Task], frame: Frame) -> dict[str, dict[date, int]]:
    """The minutes of each open task by day, none before `today`.

    Needs that are no task here count as met. Raises ValueError where tasks need each other in a circle.
    """
    return _Placing(tasks, frame).run()


class _Placing:
    """The days gone through so far. Days are counted from the start, at 0, and those in breaks are not counted."""

    def __init__(self, tasks: Sequence[Task], frame: Frame) -> None:
        self.tasks = {task.id: task for task in tasks}
        self.frame = frame
        self.setup = frame.setup
        self.dates: list[date] = []
        """The date of each day counted so far."""
        self.queues = queues(tasks)
        self.today = max(0, self._day(frame.today))
        self.opened = self._openings([frame.minutes, *(task.opens for task in tasks)])
        self.first = {task.id: self._first_by_hand(task) for task in tasks if task.dated}
        self.left = {task_id: sum(piece.left for piece in pieces) for task_id, pieces in self.queues.pieces.items()}
        self.done = {task.id for task in tasks if task.ended is not None or not self.left[task.id]}
        self.begun = {task.id for task in tasks if task.worked}
        self.days: dict[str, dict[int, int]] = {}
        self.base: dict[str, int] = {}
        """The day from which the weeks of something market-bound count, once it has begun."""
        self._look_back()

    def run(self) -> dict[str, dict[date, int]]:
        line = [piece for piece in self.queues.line if piece.left and piece.task.id not in self.done]
        by_hand = [task_id for task_id in self.queues.by_hand if task_id not in self.done]
        by_hand.sort(key=lambda task_id: self.first[task_id])
        rest = [task_id for task_id in self.queues.rest if task_id not in self.done]
        at, day = 0, self.today
        while by_hand or rest or at < len(line):
            left = self._capacity(day)
            if left and by_hand:
                left = self._serve(by_hand, day, left)
            while left and at < len(line) and self._ready(line[at], day):
                left = self._work(line[at], day, left)
                at += not line[at].left
            if left and rest:
                self._serve(sorted(rest, key=lambda task_id: task_id not in self.begun), day, left)
            by_hand = [task_id for task_id in by_hand if task_id not in self.done]
            rest = [task_id for task_id in rest if task_id not in self.done]
            day += 1
        return {
            task_id: {self.dates[day]: minutes for day, minutes in sorted(days.items())}
            for task_id, days in self.days.items()
        }

    def _date(self, day: int) -> date:
        while len(self.dates) <= day:
            following = self.dates[-1] + timedelta(days=1) if self.dates else self.setup.start
            while self.setup.on_break(following):
                following += timedelta(days=1)
            self.dates.append(following)
        return self.dates[day]

    def _day(self, on: date) -> int:
        """The number of this date, or of the next one outside a break; negative before the start."""
        if on < self.setup.start:
            return (on - self.setup.start).days
        while not self.dates or self.dates[-1] < on:
            self._date(len(self.dates))
        return bisect_left(self.dates, on)

    def _capacity(self, day: int) -> int:
        return self.setup.minutes_on(self._date(day))

    def _openings(self, waits: Iterable[int]) -> dict[int, int]:
        """For each number of minutes, the first day by whose end the days have held more."""
        found: dict[int, int] = {}
        day, held = 0, self._capacity(0)
        for wait in sorted(set(waits)):
            while held <= wait:
                day += 1
                held += self._capacity(day)
            found[wait] = day
        return found

    def _first_by_hand(self, task: Task) -> int:
        """The day set by hand; with an end alone, the latest day from which the hours suffice."""
        if task.start is not None:
            return self._day(task.start)
        day = self._day(task.end or self.setup.start)
        wanted = task.minutes - task.worked
        while day > self.today and wanted > self._capacity(day):
            wanted -= self._capacity(day)
            day -= 1
        return day

    def _look_back(self) -> None:
        """Where the weeks of what has begun, or is finished, count from."""
        for task_id in self.queues.market:
            task = self.tasks[task_id]
            begun = task.begun
            if begun is None and task.ended is not None and task.weeks:
                begun = task.ended - timedelta(weeks=task.weeks[1] - task.weeks[0])
            if begun is not None:
                self._begin(task_id, self._day(begun))
            elif task.worked:
                self.base[task_id] = self._opens(task_id)

    def _begin(self, task_id: str, day: int) -> None:
        """Weeks count from the day on which it opened, from its first work if that came before or over a week later."""
        self.base[task_id] = max(min(self._opens(task_id), day), day - WEEK)

    def _opens(self, task_id: str) -> int:
        """The day on which a task may begin, as far as its clock is concerned."""
        if task_id in self.first:
            return self.first[task_id]
        day = self.opened[self.tasks[task_id].opens]
        week = self.queues.market.get(task_id)
        if week is None:
            return day
        with_study = self.opened[self.frame.minutes] - WEEK * (self.frame.week_after - week)
        earlier = [
            base + WEEK * (week - self.queues.market[other])
            for other, base in self.base.items()
            if self.queues.market[other] <= week and other != task_id
        ]
        return max([with_study, *(earlier or [day])])

    def _ready(self, piece: Piece, day: int) -> bool:
        task = piece.task
        if any(need in self.tasks and need not in self.done for need in task.needs):
            return False
        opens = self.base.get(task.id) if piece.week else None
        return day >= (self._opens(task.id) if opens is None else opens) + WEEK * piece.week

    def _serve(self, task_ids: Iterable[str], day: int, left: int) -> int:
        """Work on whatever is ready, in this order; the minutes that are left over."""
        for task_id in task_ids:
            task = self.tasks[task_id]
            if (
                task.build
                and task_id not in self.begun | self.first.keys()
                and self._open_builds() >= self.frame.builds
            ):
                continue
            for piece in self.queues.pieces[task_id]:
                if piece.left and left and self._ready(piece, day):
                    left = self._work(piece, day, left)
            if not left:
                break
        return left

    def _open_builds(self) -> int:
        """Without what the market dates: that goes on for weeks beside everything else."""
        return sum(self.tasks[one].build for one in self.begun - self.done if one not in self.queues.market)

    def _work(self, piece: Piece, day: int, left: int) -> int:
        task_id = piece.task.id
        minutes = min(left, piece.left)
        if task_id not in self.begun:
            self.begun.add(task_id)
            if task_id in self.queues.market and task_id not in self.base:
                self._begin(task_id, day)
        days = self.days.setdefault(task_id, {})
        days[day] = days.get(day, 0) + minutes
        piece.left -= minutes
        self.left[task_id] -= minutes
        if not self.left[task_id]:
            self.done.add(task_id)
        return left - minutes
