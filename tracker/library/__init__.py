"""Guides as objects, and the pages that list and search them."""

from tracker.library.articles import Article, Block, Section
from tracker.library.loader import load_catalogue, load_guide
from tracker.library.models import GuideAnswer, GuideDownload, GuideRating
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

__all__ = [
    "Article",
    "Block",
    "Catalogue",
    "ContentError",
    "Criterion",
    "Guide",
    "GuideAnswer",
    "GuideDownload",
    "GuideRating",
    "Milestone",
    "Phase",
    "Problem",
    "Section",
    "Skip",
    "Track",
    "blueprint",
    "catalogue",
    "guide_or_404",
    "load_catalogue",
    "load_guide",
    "milestone_or_404",
]
