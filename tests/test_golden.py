"""Whole outputs, kept as they are: what articles give, and what a small project's site looks like."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from golden import compare_trees

from timeline.project import Project, build, pull

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
ARTICLES = sorted(p.stem for p in (HERE / "golden/articles").glob("*.txt"))


def pulled(tmp_path: Path, article: Path) -> Path:
    """Pull one article with this repository's actors and periods; give the folder of proposals."""
    shutil.copytree(REPOSITORY / "content/actors", tmp_path / "content/actors")
    shutil.copy(REPOSITORY / "content/periods.yaml", tmp_path / "content/periods.yaml")
    (tmp_path / "seeds").mkdir()
    for path in (article, article.with_suffix(".yaml")):
        shutil.copy(path, tmp_path / "seeds")
    pull(Project(tmp_path))
    (tmp_path / "content/events").mkdir(exist_ok=True)
    return tmp_path / "content/events"


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_gives_these_proposals(tmp_path: Path, name: str, update_golden: bool) -> None:
    compare_trees(pulled(tmp_path, HERE / f"golden/articles/{name}.txt"), HERE / f"golden/articles/{name}", update=update_golden)


def test_the_seed_gives_these_proposals(tmp_path: Path, update_golden: bool) -> None:
    seed = REPOSITORY / "seeds/000_27719627e6950b3b.txt"
    compare_trees(pulled(tmp_path, seed), HERE / "golden/articles/seed", update=update_golden)


def test_a_small_project_has_this_site(tmp_path: Path, update_golden: bool) -> None:
    root = tmp_path / "project"
    shutil.copytree(HERE / "golden/project", root)
    build(root, pull_first=False, base_url="https://example.org/harbour/")
    compare_trees(root / "site", HERE / "golden/site", update=update_golden)
