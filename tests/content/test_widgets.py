"""The base of our widgets speaks to anywidget's page part as anywidget itself does."""

import importlib
import re
from pathlib import Path

import anywidget
import ipywidgets
import pytest

import spinelab
from spinelab.content.widgets import THEME, ScriptedWidget
from spinelab.disease.widgets import Comparison, comparison


def class_of(name: str) -> type[ScriptedWidget]:
    """A widget by its room and name, as `anatomy.widgets.Explorer`."""
    module, _, widget = f"spinelab.{name}".rpartition(".")
    found: type[ScriptedWidget] = getattr(importlib.import_module(module), widget)
    return found


def test_the_names_and_the_version_are_those_of_the_installed_anywidget() -> None:
    ours, theirs = comparison(), anywidget.AnyWidget()
    for trait in (
        "model_name",
        "model_module",
        "model_module_version",
        "view_name",
        "view_module",
        "view_module_version",
    ):
        assert getattr(ours, f"_{trait}") == getattr(theirs, f"_{trait}")
    assert {"_esm", "_css", "_anywidget_id"} <= set(ours.get_state())


def test_a_widget_carries_its_script_style_and_fallback() -> None:
    widget = comparison()
    assert widget._esm == Comparison.page_part(".js")
    assert widget._esm.endswith(Comparison.script.read_text(encoding="utf-8"))
    assert widget._css == Comparison.page_part(".css")
    assert widget._css.startswith(THEME.read_text(encoding="utf-8"))
    assert widget._css.endswith(Comparison.style.read_text(encoding="utf-8"))
    bundle = widget._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert bundle["text/plain"] == repr(widget)
    assert bundle["text/html"].startswith("<")
    assert isinstance(ipywidgets.VBox([widget]).children[0], ScriptedWidget)


@pytest.mark.parametrize(
    "name",
    [
        "anatomy.widgets.Explorer",
        "disease.widgets.BayesBench",
        "disease.widgets.Comparison",
        "imaging.widgets.Measurement",
        "treatment.widgets.Explorer",
    ],
)
def test_the_maker_of_elements_comes_along_once(name: str) -> None:
    script = class_of(name).page_part(".js")
    assert " make(" in script
    assert script.count("const make = ") == 1


def test_a_widget_without_a_fallback_is_a_defect() -> None:
    class Bare(ScriptedWidget):
        script, style = Comparison.script, Comparison.style

    with pytest.raises(NotImplementedError):
        Bare()._repr_mimebundle_()


@pytest.mark.parametrize(
    "name",
    [
        "anatomy.widgets.Explorer",
        "anatomy.widgets.SlipDiagram",
        "imaging.widgets.Measurement",
        "imaging.widgets.ReadingRoom",
        "imaging.widgets.SectionViewer",
    ],
)
def test_what_python_can_set_is_followed_or_set_by_the_page(name: str) -> None:
    widget = class_of(name)
    traits, script = widget.class_traits(sync=True), widget.page_part(".js")
    free = {name for name in traits if not traits[name].read_only} - set(ScriptedWidget.class_traits(sync=True))
    assert free
    assert {name for name in free if f"change:{name}" not in script and f'set("{name}"' not in script} == set()


def test_the_theme_has_no_weight_against_any_style() -> None:
    text = re.sub(r"/\*.*?\*/", "", THEME.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", text)]
    assert heads
    assert [head for head in heads if not re.fullmatch(r"(:where\([^()]*\)\s*)+", head)] == []


def test_every_style_keeps_to_its_own_widget() -> None:
    """A page holds the styles of all open notebooks at once, so two widgets with one name would dress each other."""
    owner: dict[str, Path] = {}
    for path in sorted(Path(spinelab.__file__).parent.rglob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        heads = [head.strip() for head in re.findall(r"([^{}]+)\{", text)]
        selectors = [head for head in heads if not head.startswith("@")]
        names = {name for head in selectors for name in re.findall(r"\.(spinelab-\w+)", head)}
        assert names, path
        assert [head for head in selectors if ".spinelab-" not in head] == [], path
        for name in names:
            assert owner.setdefault(name, path) == path, name
