"""`flask` commands for operators and authors.

Starting the app is no command here but `python -m tracker.serve`, because it must work before there is a key.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock, companions, health, jobs, reading, roadmap
from tracker.accounts import NAME_LENGTH, User, complaint, forget_again, hashed, unlock
from tracker.config import Settings
from tracker.extensions import db
from tracker.library import Catalogue, ContentError, Guide, GuideAnswer, GuideRating, aliases, downloads, load_catalogue
from tracker.words import plural

guides = AppGroup("guides", help="The guides.")
users = AppGroup("users", help="The people who have an account.")
queue = AppGroup("jobs", help="Letters and other slow work.")


def init_app(app: Flask) -> None:
    app.cli.add_command(guides)
    app.cli.add_command(users)
    app.cli.add_command(queue)
    app.cli.add_command(doctor)


@guides.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check the guides (or those in FOLDER), and that nobody's progress would be lost."""
    settings: Settings = current_app.extensions["settings"]
    try:
        catalogue = load_catalogue(folder or settings.content_path)
    except ContentError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"{len(error.problems)} to mend.") from error
    lost = _lost_progress(catalogue)
    for line in lost:
        click.echo(line, err=True)
    if lost:
        raise click.ClickException(
            "People have progress on these ids. Bring them back, or say in changes.yaml where they went."
        )
    for guide in catalogue.guides:
        click.echo(
            f"{guide.id}: {len(guide.sections)} sections, {guide.words:,} words, "
            f"{len(guide.milestones)} milestones. All well."
        )


@guides.command("aliases")
@click.argument("old_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def list_aliases(old_folder: Path, folder: Path | None) -> None:
    """Say which passages of a guide's older version (OLD_FOLDER) became which, ready to paste into changes.yaml.

    FOLDER is the present version; by default the folder of that name among the guides that are served.
    """
    settings: Settings = current_app.extensions["settings"]
    folder = folder or settings.content_path / old_folder.resolve().name
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}; name the present version's as well.")
    compared = aliases.compare(aliases.load_version(old_folder), aliases.load_version(folder))
    for line in compared.lines():
        click.echo(line)
    if not compared.aliases:
        click.echo("# Nothing to declare.")
    if compared.lost:
        click.echo(f"Without a clear successor: {plural(len(compared.lost), 'passage')}.", err=True)
        click.echo("Their readers are led to about where it stood, with a notice.", err=True)
    for passage in compared.lost:
        click.echo(f"  {passage.section}, {passage.block.id}: {aliases.beginning(passage)}", err=True)


@guides.command("answers")
def answers() -> None:
    """What members say of each guide: stars, whether it helped, and their comments. Nobody is named."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    averages, given = GuideRating.averages(), GuideAnswer.all_given()
    present = [guide.id for guide in catalogue.guides]
    for guide_id in [*present, *sorted({*averages, *(of for of, _ in given)} - {*present})]:
        count, average = averages.get(guide_id, (0, 0.0))
        said = [answer for of, answer in given if of == guide_id]
        helped = sum(answer.helpful for answer in said)
        stars = f"{average:.1f} stars ({plural(count, 'rating')})" if count else "no ratings"
        click.echo(f"{guide_id}: {stars}, helpful: {helped:,} yes, {len(said) - helped:,} no")
        for answer in said:
            if answer.comment:
                comment = answer.comment.replace("\n", "\n    ")
                click.echo(f"  {answer.at:%Y-%m-%d} {'yes' if answer.helpful else 'no'}: {comment}")


@guides.command("downloads")
@click.option("--while", "pid", type=int, hidden=True, help="End when this process has ended.")
def make_downloads(pid: int | None) -> None:
    """Make the files that guides are downloaded as, where the present edition has none."""
    if pid is not None:
        companions.end_with(pid, lambda: os._exit(0))
    missing_pdfs = ""
    for guide in current_app.extensions["catalogue"].guides:
        for form, label in downloads.FORMATS.items():
            there = downloads.kept(guide, form)
            try:
                size = downloads.said_size((there or downloads.make(guide, form)).stat().st_size)
            except downloads.NoTypesetter as error:
                missing_pdfs = str(error)
                continue
            click.echo(f"{guide.id}: {label}, {size}, {'kept' if there else 'made'}.")
    if missing_pdfs:
        raise click.ClickException(missing_pdfs)


def _lost_progress(catalogue: Catalogue) -> list[str]:
    """Ids in the database that the content neither has nor declares."""
    try:
        current, head = health.revisions()
    except SQLAlchemyError:
        click.echo("There is no database here yet, so nobody's progress is compared.", err=True)
        return []
    if current != head:
        click.echo("The database isn't migrated, so its progress is not compared.", err=True)
        return []
    lines = []
    for kind, in_use, known in (
        ("milestone", roadmap.ids_in_use(), lambda guide: {*guide.by_id, *guide.changes.milestones}),
        ("section", reading.ids_in_use(), lambda guide: {*guide.section_by_id, *guide.changes.sections}),
    ):
        lines += _unknown(catalogue, kind, in_use, known)
    for guide_id, milestone_id, criterion in sorted(roadmap.criteria_in_use()):
        guide = catalogue.get(guide_id)
        if guide and _is_lost(guide, milestone_id, criterion):
            lines.append(f"{guide_id}: criterion {milestone_id}/{criterion} is ticked by somebody and no longer exists")
    return lines


def _is_lost(guide: Guide, milestone_id: str, criterion: str) -> bool:
    """Whether no milestone that took over from this one has the criterion, or declares where it went."""
    heirs = [
        guide.by_id[heir] for heir in guide.changes.milestones.get(milestone_id, (milestone_id,)) if heir in guide.by_id
    ]
    return bool(heirs) and not any(
        criterion in heir.criterion_ids or (heir.id, criterion) in guide.changes.criteria for heir in heirs
    )


def _unknown(
    catalogue: Catalogue, kind: str, in_use: set[tuple[str, str]], known: Callable[[Guide], set[str]]
) -> list[str]:
    lines = []
    for guide_id, item_id in sorted(in_use):
        guide = catalogue.get(guide_id)
        if guide is None or not (item_id in known(guide) or roadmap.is_own(item_id)):
            lines.append(f"{guide_id}: {kind} {item_id} has somebody's progress and no longer exists")
    return lines


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what runs here, and what is wrong with it (exit code 1)."""
    facts, troubles = health.examine()
    for line in facts:
        click.echo(line)
    for line in troubles:
        click.echo(f"! {line}", err=True)
    click.echo("All well." if not troubles else f"{len(troubles)} to mend.")
    sys.exit(1 if troubles else 0)


@queue.command("list")
def list_jobs() -> None:
    """What waits, and what was given up on: number, kind, how often it was tried, when it is due, what went wrong."""
    for state in ("dead", "waiting"):
        for job in jobs.Job.of_state(state):
            when = f"{job.ended_at or job.due_at:%Y-%m-%d %H:%M} UTC"
            click.echo("\t".join((str(job.id), state, job.kind, plural(job.tries, "try", "tries"), when, job.problem)))


@queue.command("retry")
@click.argument("number", type=int)
def retry_job(number: int) -> None:
    """Try a dead job again, from the start."""
    if not jobs.revive(number):
        raise click.ClickException(f"There is no dead job {number}; `flask jobs list` shows those there are.")
    db.session.commit()
    click.echo("It is tried again now.")


@queue.command("forget")
@click.argument("number", type=int)
def forget_job(number: int) -> None:
    """Throw a dead job away."""
    if not jobs.forget(number):
        raise click.ClickException(f"There is no dead job {number}; `flask jobs list` shows those there are.")
    db.session.commit()
    click.echo("It is gone.")


@users.command("list")
def list_users() -> None:
    """Every account: number, address, name, since when."""
    for user in User.everyone():
        mark = " (disabled)" if user.disabled_at else ""
        click.echo(f"{user.id}\t{user.email}\t{user.name}\t{user.created_at:%Y-%m-%d}{mark}")


@users.command("make")
@click.argument("email")
@click.option("--name", default="", help="What to call them; by default the part before the @.")
@click.option("--time-zone", default="UTC", help="Such as Europe/Berlin.")
def make_user(email: str, name: str, time_zone: str) -> None:
    """Make an account; the password is read from standard input."""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        raise click.ClickException("This is no complete e-mail address. It looks like name@example.org.") from error
    if time_zone not in clock.ZONES:
        raise click.ClickException(f"There is no time zone “{time_zone}”; write one like Europe/Berlin.")
    name = (name or email.partition("@")[0])[:NAME_LENGTH]
    user = User.sign_up(name=name, email=email, password_hash=hashed(_password(name, email)), time_zone=time_zone)
    if user is None:
        raise click.ClickException("There is an account with this address already.")
    db.session.commit()
    click.echo(f"Made {user.email}.")


@users.command("disable")
@click.argument("email")
def disable_user(email: str) -> None:
    """Disable an account and end its sessions."""
    _user(email).disable()
    db.session.commit()
    click.echo("Disabled. Every session has ended.")


@users.command("confirm")
@click.argument("email")
def confirm_address(email: str) -> None:
    """Say that an address is its owner's, where no letter could show it. Coaching asks for that; make sure first."""
    user = _user(email)
    user.confirm()
    db.session.commit()
    click.echo(f"{user.email} is confirmed.")


@users.command("password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set a password, read from standard input; ends every session."""
    user = _user(email)
    user.change_password(_password(user.name, user.email))
    db.session.commit()
    click.echo("Password set. Every session has ended.")


@users.command("unlock")
@click.argument("email")
def unlock_user(email: str) -> None:
    """Remove the second step of somebody who has lost it; ends every session. Make sure first that it is them."""
    if not unlock(_user(email)):
        raise click.ClickException("This account has no second step.")
    db.session.commit()
    click.echo("The second step is removed, and every session has ended. A letter tells them.")


@users.command("forget-again")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def forget_users_again(file: Path | None) -> None:
    """After restoring a backup: delete the accounts again that were deleted since. FILE: another ledger of them."""
    again, begun = forget_again(file)
    click.echo(f"Deleted again: {plural(again, 'account')}.")
    if begun:
        click.echo(f"Left: {plural(begun, 'account')} whose deletion was begun and of which no end is known.", err=True)


def _user(email: str) -> User:
    user = User.by_email(email)
    if user is None:
        raise click.ClickException("There is no account with this address.")
    return user


def _password(name: str, email: str) -> str:
    password = sys.stdin.readline().rstrip("\n")
    sentence = complaint(password, name=name, email=email)
    if sentence:
        raise click.ClickException(sentence)
    return password
