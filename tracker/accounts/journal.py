"""What happened to accounts, a line each in the log: event, result, reason, whose, from where. No secret, no text."""

import logging

from flask import has_request_context, request

log = logging.getLogger("tracker.accounts")


def note(event: str, result: str, *, user_id: int | None = None, reason: str = "") -> None:
    """`event`: what was tried, such as sign-in; `result`: ok, refused or limited; `reason`: why, in a word or two."""
    facts = {"event": event, "result": result, "reason": reason.replace(" ", "-"), "user": user_id}
    facts["address"] = request.remote_addr if has_request_context() else None
    level = logging.INFO if result == "ok" else logging.WARNING
    log.log(
        level, "account %s", " ".join(f"{name}={value}" for name, value in facts.items() if value not in (None, ""))
    )
