"""The Bayes bench in a notebook: findings are present, absent or not asked, and the probability follows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import traitlets

from spinelab.content import fact, references
from spinelab.content.facts import plain
from spinelab.content.widgets import ELEMENTS, ScriptedWidget
from spinelab.disease import arguments, likelihood
from spinelab.disease.findings import percent
from spinelab.disease.likelihood import PostTest, Table
from spinelab.disease.tables import cites_html, doubt_html, table_html

CROWD = 1000
_LOWEST, _HIGHEST = 0.01, 0.99


class BayesBench(ScriptedWidget):
    """A bench for one patient with chronic back pain: what do the findings make of the probability of axSpA?

    `pre_test` (0.01 to 0.99), `asked` (finding: True for present, False for absent) and `setting` are what is chosen;
    they can be set and observed. Anything else raises ValueError and changes nothing. The view works the result out
    from the same figures, so that it also answers while the kernel is busy.
    """

    shared = (ELEMENTS,)
    script = Path(__file__).with_name("bench.js")
    style = Path(__file__).with_name("bench.css")

    scene = traitlets.Dict(read_only=True).tag(sync=True)
    pre_test = traitlets.Float(0.05).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    setting = traitlets.Unicode("clinic").tag(sync=True)

    def __init__(self, start: PostTest, asked: dict[str, bool]) -> None:
        self._known = likelihood.table()
        super().__init__(pre_test=start.pre_test, asked=asked, setting=start.setting.id)
        self.start = start
        self.set_trait("scene", _scene(self._known))

    @property
    def post_test(self) -> PostTest:
        """The result of what is chosen now."""
        present = [feature for feature, there in self.asked.items() if there]
        absent = [feature for feature, there in self.asked.items() if not there]
        return likelihood.post_test(self.pre_test, present, absent, self.setting)

    @traitlets.validate("pre_test")
    def _check_pre_test(self, proposal: dict[str, Any]) -> float:
        return arguments.number("pre_test", proposal["value"], _LOWEST, _HIGHEST)

    @traitlets.validate("asked")
    def _check_asked(self, proposal: dict[str, Any]) -> dict[str, bool]:
        asked = proposal["value"]
        arguments.names("asked", list(asked), self._known.features)
        return {feature: arguments.yes_no(f"asked[{feature!r}]", there) for feature, there in asked.items()}

    @traitlets.validate("setting")
    def _check_setting(self, proposal: dict[str, Any]) -> str:
        return self._known.setting(proposal["value"]).id

    def __repr__(self) -> str:
        digest = hashlib.blake2s(to_html(self.start).encode(), digest_size=4).hexdigest()
        start = self.start
        return f"BayesBench({percent(start.pre_test)} to {percent(start)}, {start.setting.name}, {digest})"

    def fallback(self) -> dict[str, str]:
        """The state that it starts with."""
        return {"text/html": to_html(self.start)}


def bayes_bench(
    pre_test: float = 0.05, present: Iterable[str] = (), absent: Iterable[str] = (), setting: str = "clinic"
) -> BayesBench:
    """A bench that starts with these findings. Raises ValueError as `likelihood.post_test` does."""
    known = likelihood.table().features
    here, missing = arguments.names("present", present, known), arguments.names("absent", absent, known)
    before = arguments.number("pre_test", pre_test, _LOWEST, _HIGHEST)
    start = likelihood.post_test(before, here, missing, setting)
    return BayesBench(start, dict.fromkeys(here, True) | dict.fromkeys(missing, False))


def to_html(start: PostTest) -> str:
    """The bench as it shows without a kernel: the result at the start, the people behind it, and all ratios."""
    known = likelihood.table()
    ill = round(CROWD * start.pre_test)
    found = [_people(ill * start.of_the_ill), _people((CROWD - ill) * start.of_the_others)]
    people = (
        f"<p>Behind it, {CROWD} people like this one:</p><ul>"
        f"<li>{ill} have axial spondyloarthritis; {found[0]} of them have just these findings</li>"
        f"<li>{CROWD - ill} do not; {found[1]} of them have just these findings</li></ul>"
    )
    return start.to_html() + (people if start.present or start.absent else "") + _ratios_html(known)


def _people(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"


def _ratios_html(known: Table) -> str:
    works = references()
    heads = ("Finding", *(escape(f"In {setting.name}: present / absent") for setting in known.settings.values()))
    rows = []
    for feature in known.features:
        cells = [escape(known.names[feature])]
        for setting in known.settings:
            found = known.published.get((feature, setting))
            if found is None:
                cells.append("no ratio")
                continue
            doubt = doubt_html(found.status, certain=("verified", "derived"))
            pair = " / ".join(likelihood.ratio_text(found.ratio(present)) for present in (True, False))
            cells.append(f"{pair} {cites_html(found.sources, works)}{doubt}")
        rows.append(cells)
    return table_html("Likelihood ratios for axial spondyloarthritis", heads, rows)


def _scene(known: Table) -> dict[str, Any]:
    """Everything the view needs: shares and ready sentences, from the same figures as `likelihood`."""
    threshold = fact("axspa-diagnosis-threshold")
    return {
        "crowd": CROWD,
        "threshold": [threshold.value, f"{plain(threshold.value)} %: called definite ({', '.join(threshold.sources)})"],
        "settings": [
            {
                "id": setting.id,
                "name": setting.name,
                "others": setting.others,
                "range": known.range_of(setting),
                "outside": likelihood.outside_warning(setting),
            }
            for setting in known.settings.values()
        ],
        "findings": [_finding(known, feature) for feature in known.features],
        "together": [[sorted(pair.features), pair.warning] for pair in known.together],
    }


def _finding(known: Table, feature: str) -> dict[str, Any]:
    published: dict[str, dict[str, Any]] = {}
    for setting in known.settings.values():
        found = known.published.get((feature, setting.id))
        if found is None:
            published[setting.id] = {"leftOut": likelihood.left_out_warning(known.names[feature], setting)}
            continue
        doubt = "" if found.status in ("verified", "derived") else likelihood.status_warning(found)
        published[setting.id] = {
            "ill": [found.share(True, False), found.share(True, True)],
            "others": [found.share(False, False), found.share(False, True)],
            "ratios": [likelihood.ratio_text(found.ratio(present)) for present in (False, True)],
            "source": ", ".join(found.sources),
            "doubt": doubt,
        }
    late = likelihood.late_warning(known.names[feature]) if feature in known.late else ""
    return {"id": feature, "name": known.names[feature], "late": late, "published": published}
