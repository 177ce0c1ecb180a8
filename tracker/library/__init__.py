"""Guides as objects, the pages that list and search them, what members say of them, and the files to take along."""

from tracker.library import aliases, downloads, feedback  # noqa: F401  two register their routes on the blueprint
from tracker.library.articles import Article, Block, Section, minutes_to_read
from tracker.library.downloads import Offer, offers
from tracker.library.holdings import HOLDINGS
from tracker.library.loader import load_catalogue, load_guide
from tracker.library.milestones import OWN_PREFIX
from tracker.library.models import Answer, GuideAnswer, GuideDownload, GuideRating, Opinions, opinions
from tracker.library.outline import (
    Catalogue,
    Criterion,
    Guide,
    Milestone,
    Phase,
    Skip,
    Track,
)
from tracker.library.pages import blueprint, catalogue, guide_or_404, milestone_or_404
from tracker.library.problems import ContentError, Problem
from tracker.library.profiles import Cut, Profile, Weight

__all__ = [
    "HOLDINGS",
    "OWN_PREFIX",
    "Answer",
    "Article",
    "Block",
    "Catalogue",
    "ContentError",
    "Criterion",
    "Cut",
    "Guide",
    "GuideAnswer",
    "GuideDownload",
    "GuideRating",
    "Milestone",
    "Offer",
    "Opinions",
    "Phase",
    "Problem",
    "Profile",
    "Section",
    "Skip",
    "Track",
    "Weight",
    "aliases",
    "blueprint",
    "catalogue",
    "downloads",
    "guide_or_404",
    "load_catalogue",
    "load_guide",
    "milestone_or_404",
    "minutes_to_read",
    "offers",
    "opinions",
]
