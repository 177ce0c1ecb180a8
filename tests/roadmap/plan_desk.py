"""Somebody at the pages of their plan: answers, previews, takes it, with what the pages' own forms carry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from tests.pages import Element, Page
from tests.people import Client

HOURS = (2, 2, 2, 2, 2, 0, 0)
ANSWERS = {"start": "2026-11-30", **{f"hours-{day}": str(hours) for day, hours in enumerate(HOURS)}}
"""Ten hours a week from a Monday on, nothing else said."""


@dataclass(frozen=True)
class PlanDesk:
    client: Client
    guide_id: str = "ai-engineer"

    @property
    def path(self) -> str:
        return f"/roadmap/{self.guide_id}/plan"

    def page(self, more: str = "") -> Page:
        return self.client.page(f"{self.path}{more}")

    def preview(self, **answers: Any) -> Page:
        """With these answers; `code`: the status it must come with."""
        code = answers.pop("code", 200)
        query = urlencode({**ANSWERS, **answers}, doseq=True)
        return self.client.page(f"{self.path}/preview?{query}", code)

    def take_form(self, **answers: Any) -> dict[str, object]:
        """What the preview's form would send."""
        return fields(self.preview(**answers).form(f"{self.path}/take"))

    def take(self, **answers: Any) -> Page:
        """Preview and take it, hold it to have worked, and follow to the plan. `mark`: what to mark as already had."""
        mark = answers.pop("mark", [])
        form = self.take_form(**answers)
        answer = self.post("take", **form, mark=mark)
        assert (answer.status_code, answer.location) == (303, self.path), answer.text[:2000]
        return self.page()

    def choice(self, kind: str) -> dict[str, object]:
        """What the form of one of the three ways would send."""
        section = self.page("/choices").one("section", aria_labelledby=f"{kind}-title")
        return {**fields(section.one("form")), "kind": kind}

    def post(self, action: str, **form: object) -> TestResponse:
        """With an op_id of its own unless given."""
        return self.client.post(f"{self.path}/{action}", **{"op_id": secrets.token_urlsafe(8), **form})

    @property
    def plans(self) -> list[str]:
        """The list of plans, the one that counts first."""
        lists = self.page().one("section", aria_labelledby="plans-title").all("ol")
        return [line.text for line in lists[0].all("li")]

    @property
    def days_off(self) -> list[Element]:
        return [item for item in self.page().one("section", aria_labelledby="breaks").all("li") if item.all("form")]


def fields(form: Element) -> dict[str, object]:
    """The hidden fields, a list for a name that comes more than once."""
    found: dict[str, list[str]] = {}
    for field in form.all("input", type_="hidden"):
        if field["name"] == "csrf_token":  # every browser has its own
            continue
        found.setdefault(field["name"], []).append(field.get("value"))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def filled(page: Page) -> Mapping[str, str]:
    """The answers that a start page is filled in with: texts, and ticks as name=value."""
    form = page.one("form", class_="answers")
    texts = {one["name"]: one.get("value") for one in form.all("input") if one.get("type") in {"", "date"}}
    ticks = {f"{one['name']}={one.get('value')}": "on" for one in form.all("input") if "checked" in one.attributes}
    return texts | ticks
