"""The 3-D view: what is sent, what can be picked, and its view in a browser."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from spinelab import anatomy
from spinelab.anatomy import scene
from spinelab.anatomy.bone import levels
from spinelab.anatomy.structures import structures
from spinelab.anatomy.widgets import Explorer
from spinelab.content import references
from spinelab.content.faults import InputTypeError

CHROMIUM = Path("/usr/bin/chromium")
WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SENT = (
    *("parts", "poses", "structures", "note", "alt", "side", "picked", "picture", "picture_wanted"),
    *("course", "stage"),
)


@pytest.mark.parametrize("level", levels())
def test_every_structure_of_a_bone_is_explained(level: str) -> None:
    known = structures()
    assert [name for name in (level, *anatomy.vertebra(level).structures) if name not in known] == []


def test_explanations_are_one_short_sentence_with_sources() -> None:
    works = references()
    for entry in set(structures().values()):
        assert entry.says.endswith(".")
        assert len(entry.says) < 140
        assert entry.sources
        assert all(key in works for key in entry.sources)


def test_soft_tissues_are_explained_by_their_kind() -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"))
    assert explorer.structures["disc C5-C6"]["says"] == structures()["disc"].says


def test_the_neck_costs_less_than_one_and_a_half_megabytes() -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"))
    words = json.dumps([explorer.parts, explorer.poses, explorer.structures])
    assert 300_000 < len(explorer.geometry) + len(words) < 1_500_000
    assert len(explorer._esm) < 40_000


def test_the_page_gets_the_surface_within_a_hundredth_of_a_millimetre() -> None:
    bone = anatomy.vertebra("C2").moved(np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]]), np.array([3, 4, 5.0]))
    (part,) = scene.parts(bone)
    about, rows, triangles = scene.packed(part)
    sent = np.frombuffer(rows, "<u2").reshape(-1, 4)
    turn, shift = np.array(scene.pose(part)[:9]).reshape(3, 3), np.array(scene.pose(part)[9:])
    stands = (np.array(about["low"]) + sent[:, :3] * np.array(about["step"])) @ turn.T + shift
    assert np.abs(stands - bone.vertices).max() < 0.01
    assert (sent[:, 3] == bone.structure_of).all()
    assert (np.frombuffer(triangles, "<u2").reshape(-1, 3) == bone.triangles).all()


def test_the_hard_palate_is_a_part_of_its_own() -> None:
    neck = anatomy.spine("cervical")
    skull, palate = scene.parts(neck)[:2]
    assert (skull.name, palate.name) == ("occiput", "hard palate")
    assert "hard palate" not in skull.structures
    assert len(skull.triangles) + len(palate.triangles) == len(neck.bones["occiput"].triangles)
    assert (
        skull.vertices[skull.structure_of == skull.structures.index("clivus")][:, 1].max() < palate.vertices[:, 1].min()
    )


def test_holes_are_where_nothing_is_and_bodies_where_they_are() -> None:
    about, _, _ = scene.packed(scene.parts(anatomy.vertebra("C4"))[0])
    right, left = about["holes"]["transverse foramen"]
    assert right[0] == pytest.approx(-left[0], abs=0.5)
    assert abs(about["body"][0]) < 0.5
    assert about["holes"]["vertebral canal"][0][1] < about["body"][1] - 10


def test_stages_are_looked_at_where_the_disease_acts() -> None:
    course = anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis").course
    assert [stage["look_at"] for stage in course["stages"]] == [["C1", "C2"]] * 5 + [["C1", "C5"]]


def test_a_bone_that_only_moved_is_sent_as_a_pose() -> None:
    spine = anatomy.spine("cervical")
    explorer = anatomy.explore(spine)
    geometry = explorer.geometry
    atlas = spine.bones["C1"].moved(np.eye(3), np.array([0, 6.0, 0]))
    explorer.show(replace(spine, bones={**spine.bones, "C1": atlas}))
    assert "C1" not in explorer.shapes
    assert explorer.poses["C1"][10] == pytest.approx(spine.bones["C1"].shift[1] + 6)
    assert explorer.geometry is geometry


def test_a_bone_that_changed_is_sent_as_new_vertices() -> None:
    spine = anatomy.spine("cervical")
    explorer = anatomy.explore(spine)
    axis = spine.bones["C2"]
    thinner = replace(axis, vertices=(axis.vertices * np.float32([0.9, 1, 1])).astype(np.float32))
    explorer.show(replace(spine, bones={**spine.bones, "C2": thinner}))
    assert "C2" in explorer.shapes
    assert "C5" not in explorer.shapes
    with pytest.raises(ValueError, match="other bones"):
        explorer.show(anatomy.spine("lumbar"))


def test_what_is_picked_must_be_there() -> None:
    explorer = anatomy.explore(anatomy.vertebra("C2"))
    explorer.picked = "C2/dens"
    with pytest.raises(ValueError, match="no ‘C2/dent’ in this view; did you mean ‘C2/dens’"):
        explorer.picked = "C2/dent"
    assert explorer.picked == "C2/dens"
    explorer.picked = ""


def test_what_another_state_has_more_is_sent_when_it_comes() -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"))
    known = [about["name"] for about in explorer.parts]
    assert "pannus" not in known
    explorer.show(anatomy.spine("cervical", pannus_mm=3))
    assert [about["name"] for about in explorer.parts] == [*known, "pannus"]
    explorer.picked = "pannus"
    explorer.show(anatomy.spine("cervical"))
    assert "pannus" not in explorer.poses
    assert explorer.picked == ""
    with pytest.raises(ValueError, match="there is no ‘pannus’ in this view"):
        explorer.picked = "pannus"


@pytest.fixture(scope="module")
def bamboo() -> Explorer:
    return anatomy.explore(anatomy.spine("lumbar"), disease="ankylosing spondylitis")


def test_a_slider_sends_geometry_once_and_then_what_changed(bamboo: Explorer) -> None:
    geometry, parts = bamboo.geometry, bamboo.parts
    bamboo.stage = "healthy"
    assert bamboo.shapes == {}
    healthy = set(bamboo.poses)
    bamboo.stage = "bamboo spine"
    grown = set(bamboo.poses) - healthy
    assert any("fused" in name for name in grown)
    assert any("syndesmophyte" in name for name in grown)
    assert grown <= {about["name"] for about in parts}
    assert {"L3", "sacrum"} <= set(bamboo.shapes)
    assert bamboo.geometry is geometry
    assert bamboo.parts is parts


def test_each_stage_stands_as_the_spine_in_that_state() -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis")
    made = {part.name: part for part in scene.parts(anatomy.spine("cervical"))}
    state = {"pannus_mm": 3, "atlantoaxial_slip_mm": 4}
    explorer.stage = "atlas 4 mm forward"
    for part in scene.parts(anatomy.spine("cervical", **state)):
        assert explorer.poses[part.name] == scene.pose(part)
        shape = explorer.shapes.get(part.name)
        if shape is None and part.name in made:
            assert np.abs(made[part.name].vertices - part.vertices).max() < 0.01
        elif shape is not None:
            sent = np.frombuffer(shape["place"], "<u2").reshape(-1, 4)[:, :3] * np.array(shape["step"]) + shape["low"]
            assert np.abs(sent - part.vertices).max() < 0.01


def test_the_stage_is_observable_and_must_be_there(bamboo: Explorer) -> None:
    bamboo.stage = "healthy"
    seen: list[str] = []
    bamboo.observe(lambda change: seen.append(change["new"]), "stage")
    bamboo.stage = "syndesmophytes"
    with pytest.raises(ValueError, match="no stage ‘bamboo’; did you mean ‘bamboo spine’"):
        bamboo.stage = "bamboo"
    with pytest.raises(ValueError, match="no stage ‘3’"):
        bamboo.stage = 3
    assert seen == ["syndesmophytes"]
    assert bamboo.stage == "syndesmophytes"
    with pytest.raises(ValueError, match="follows no disease"):
        anatomy.explore(anatomy.vertebra("C2")).stage = "healthy"
    with pytest.raises(ValueError, match="follows ankylosing spondylitis; set its ‘stage’"):
        bamboo.show(anatomy.spine("lumbar"))
    with pytest.raises(InputTypeError, match="in a spine, not in a bone"):
        anatomy.explore(anatomy.vertebra("C2"), disease="rheumatoid arthritis")


def test_words_and_picture_tell_the_stage(bamboo: Explorer) -> None:
    bamboo.stage = "healthy"
    shown = bamboo._repr_mimebundle_()
    assert "ankylosing spondylitis, stage 1 of 5: healthy. " in shown["text/html"]
    assert "ankylosing spondylitis in 5 stages" in shown["text/plain"]
    bamboo.stage = "bamboo spine"
    assert "stage 5 of 5: bamboo spine. " in bamboo.alt
    bamboo.stage = "syndesmophytes"
    assert bamboo._repr_mimebundle_()["image/png"] != shown["image/png"]
    assert [stage["name"] for stage in bamboo.course["stages"]][::4] == ["healthy", "bamboo spine"]


def test_each_step_of_the_slider_changes_what_is_seen(bamboo: Explorer) -> None:
    """The two panels of a still show both states from one place, so that only what is ill differs."""
    changed = []
    for one, other in pairwise(stage["name"] for stage in bamboo.course["stages"]):
        bamboo.stage = one
        with Image.open(io.BytesIO(bamboo._picture(other).png)) as still:
            left, right = (
                np.asarray(still.convert("RGB").crop((x, 28, x + 376, 428)), int) for x in (0, still.width - 376)
            )
        changed.append(int((np.abs(left - right).max(axis=2) > 8).sum()))
    assert min(changed) > 300, changed


def test_only_bones_and_spines_are_shown() -> None:
    with pytest.raises(InputTypeError, match="a str is neither a bone nor a spine"):
        anatomy.explore("C2")


def test_before_a_kernel_runs_the_view_is_a_picture_with_words() -> None:
    shown = anatomy.explore(anatomy.vertebra("C2"))._repr_mimebundle_()
    again = anatomy.explore(anatomy.vertebra("C2"))._repr_mimebundle_()
    assert shown["text/plain"] == "Explorer(C2, 8000 triangles)"
    assert "named structures: " in shown["text/html"]
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
    assert shown["image/png"] == again["image/png"]
    assert len(ipywidgets.VBox([anatomy.explore(anatomy.vertebra("C3"))]).children) == 1


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.is_file():
        pytest.skip("the view is tested in Chromium")
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    browser = chromium.launch(executable_path=str(CHROMIUM), args=WEBGL)
    yield browser.new_page(viewport={"width": 800, "height": 900})
    browser.close()


def show(page: Any, explorer: Explorer) -> Any:
    """Render the view with a small stand-in for the widget model."""
    module = "data:text/javascript;base64," + base64.b64encode(explorer._esm.encode()).decode()
    page.set_content("<main></main>")
    page.add_style_tag(content=explorer._css)
    page.evaluate(
        """async ([module, state, geometry]) => {
            state.geometry = new DataView(Uint8Array.from(atob(geometry), (c) => c.charCodeAt(0)).buffer);
            state.shapes = {};
            const listeners = {};
            window.model = {
                get: (key) => state[key],
                set: (key, value) => { state[key] = value; (listeners["change:" + key] ?? []).forEach((f) => f()); },
                save_changes: () => {},
                on: (name, f) => { (listeners[name] ??= []).push(f); },
                off: (name, f) => { listeners[name] = (listeners[name] ?? []).filter((g) => g !== f); },
            };
            const view = (await import(module)).default;
            window.stop = view.render({ model: window.model, el: document.querySelector("main") });
        }""",
        [module, {key: getattr(explorer, key) for key in SENT}, base64.b64encode(explorer.geometry).decode()],
    )
    return page.locator(".spinelab-bones")


def settled(page: Any) -> int:
    """How often the view has drawn, after a rest in which nothing changed and the labels came."""
    view, before = page.locator(".spinelab-bones"), None
    while True:
        page.wait_for_timeout(300)
        labelled = view.locator(".labels text").count() > 0 or not view.get_by_label("labels").is_checked()
        if labelled and before == (before := view.get_attribute("data-draws")):
            return int(before)


def test_it_draws_only_when_something_changes(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("C1")))
    first = settled(page)
    assert 1 <= first <= 4
    assert settled(page) == first
    view.locator("canvas").press("ArrowLeft")
    assert settled(page) == first + 1
    view.locator("canvas").press("q")
    assert settled(page) == first + 1


def test_labels_name_what_is_seen_and_can_be_hidden(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("C1")))
    settled(page)
    words = view.locator(".labels text").all_text_contents()
    assert {"anterior arch", "posterior arch", "superior articular facet"} <= set(words)
    view.get_by_role("button", name="below").click()
    settled(page)
    assert "superior articular facet" not in view.locator(".labels text").all_text_contents()
    view.get_by_label("labels").uncheck()
    settled(page)
    assert view.locator(".labels text").count() == 0


def test_a_click_picks_and_the_live_region_tells(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical")))
    settled(page)
    view.locator("canvas").click(position={"x": 10, "y": 10})
    assert page.evaluate("window.model.get('picked')") == ""
    settled(page)
    dot = view.locator("svg circle").nth(labels(view).index("C4"))
    at = {"x": float(dot.get_attribute("cx")), "y": float(dot.get_attribute("cy"))}
    view.locator("canvas").click(position=at)
    picked = page.evaluate("window.model.get('picked')")
    assert picked.startswith("C4/")
    name = picked.split("/")[1]
    assert view.get_by_role("status").text_content() == f"{name} (C4). {structures()[name].says}"
    assert view.get_by_label("Structure").input_value() == name


def test_a_pose_set_in_python_moves_the_bone(page: Any) -> None:
    spine = anatomy.spine("cervical")
    explorer = anatomy.explore(spine)
    view = show(page, explorer)
    before = settled(page)
    moved = spine.bones["C6"].moved(np.eye(3), np.array([0, 12.0, 0]))
    explorer.show(replace(spine, bones={**spine.bones, "C6": moved}))
    dots = {name: view.locator("svg circle").nth(i).get_attribute("cx") for i, name in enumerate(labels(view))}
    page.evaluate("poses => window.model.set('poses', poses)", explorer.poses)
    assert settled(page) == before + 1
    after = {name: view.locator("svg circle").nth(i).get_attribute("cx") for i, name in enumerate(labels(view))}
    assert float(after["C6"]) < float(dots["C6"]) - 20  # seen from the left, forward is left
    assert float(after["C3"]) == pytest.approx(float(dots["C3"]), abs=3)


def test_the_slider_goes_through_a_disease_by_keyboard(page: Any) -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis")
    view = show(page, explorer)
    stages = explorer.course["stages"]
    slider = view.get_by_role("slider", name="Rheumatoid arthritis, stage")
    assert slider.get_attribute("aria-valuetext") == "1 of 6: healthy"
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == f"2 of 6: {stages[1]['name']}"
    slider.press("End")
    assert page.evaluate("window.model.get('stage')") == stages[-1]["name"]
    words = f"{stages[-1]['measured']}. {stages[-1]['says']}"
    assert view.get_by_role("status").text_content() == f"{stages[-1]['name']}. {words}"
    assert words in view.locator(".seen").text_content()
    page.evaluate("name => window.model.set('stage', name)", stages[2]["name"])
    assert slider.input_value() == "2"


def test_what_is_seen_through_is_not_in_the_way(page: Any, bamboo: Explorer) -> None:
    bamboo.stage = "healthy"
    view = show(page, bamboo)
    settled(page)
    assert "left ilium" not in labels(view)
    dot = view.locator("svg circle").nth(labels(view).index("sacrum"))
    at = {"x": float(dot.get_attribute("cx")), "y": float(dot.get_attribute("cy"))}
    view.locator("canvas").click(position=at)
    assert page.evaluate("window.model.get('picked')").startswith("sacrum/")
    view.get_by_role("combobox", name="what").select_option("ilium_left")
    assert view.get_by_label("how much").input_value() == "85"


def test_a_part_that_is_not_there_is_neither_drawn_nor_offered(page: Any) -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"))
    view = show(page, explorer)
    settled(page)
    assert "C5" in labels(view)
    page.evaluate("poses => window.model.set('poses', poses)", {k: v for k, v in explorer.poses.items() if k != "C5"})
    settled(page)
    assert "C5" not in labels(view)
    assert view.get_by_label("Bone").locator("option[value=C5]").is_disabled()
    assert view.get_by_label("Bone").locator("option[value=C4]").is_enabled()


def test_a_cut_is_closed_and_belongs_to_the_bone_as_a_whole(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis"))
    assert view.get_by_label("Cut").input_value() == "left"
    settled(page)
    dot = view.locator("svg circle").nth(labels(view).index("C3"))
    at = {"x": float(dot.get_attribute("cx")), "y": float(dot.get_attribute("cy"))}
    view.locator("canvas").click(position=at)
    assert page.evaluate("window.model.get('picked')") == "C3"
    view.get_by_label("Cut").select_option("")
    settled(page)
    view.locator("canvas").click(position=at)
    assert page.evaluate("window.model.get('picked')") != "C3"


def test_a_cut_through_one_bone_keeps_the_labels_of_the_rest(page: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    view = show(page, anatomy.explore(anatomy.vertebra("L4")))
    view.get_by_role("button", name="left").click()
    view.get_by_label("Cut").select_option("left")
    settled(page)
    assert "pedicle" in labels(view)
    assert set(labels(view)) <= set(anatomy.vertebra("L4").structures)
    assert errors == []


def test_what_is_picked_does_not_take_the_names_of_the_rest(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis"))
    view.get_by_role("combobox", name="Bone", exact=True).select_option("C2")
    settled(page)
    assert {"C1", "C2", "cord"} <= set(labels(view))
    assert set(anatomy.vertebra("C2").structures) & set(labels(view))


def test_a_hole_is_named_in_its_opening(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("T6")))
    settled(page)
    page.locator("canvas").click(position=dot(view, "vertebral canal"))
    assert page.evaluate("window.model.get('picked')") == ""
    view.get_by_role("button", name="left").click()
    settled(page)
    assert "vertebral canal" not in labels(view)


def test_a_bone_of_a_column_is_named_at_its_body(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis"))
    view.get_by_role("button", name="Show all").click()
    settled(page)
    assert "hard palate" in labels(view)
    for level in ("C2", "C3", "C4", "C5"):
        assert dot(view, level)["x"] < dot(view, "cord")["x"]  # seen from the left, the body is before the cord


def test_it_says_where_left_and_front_are(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical")))
    settled(page)

    def at(name: str) -> tuple[float, float]:
        word = view.locator(".compass text", has_text=name)
        return float(word.get_attribute("x") or 0), float(word.get_attribute("y") or 0)

    assert at("front")[0] < -10 < 10 < at("behind")[0]  # seen from the left
    assert at("above")[1] < -10
    assert view.locator(".compass text", has_text="left").count() == 0
    view.get_by_role("button", name="front").click()
    settled(page)
    assert at("right")[0] < -10 < 10 < at("left")[0]


def apart(view: Any) -> float:
    """How far the dots of C1 and C3 stand apart on the stage, in pixels."""
    return abs(dot(view, "C1")["y"] - dot(view, "C3")["y"])


def test_zoom_by_button_by_key_anywhere_and_kept_at_another_side(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.spine("cervical")))
    settled(page)
    whole = apart(view)
    view.get_by_role("button", name="Zoom in").click()
    settled(page)
    near = apart(view)
    assert near == pytest.approx(1.2 * whole, rel=0.08)
    view.get_by_role("combobox", name="Bone", exact=True).press("+")
    settled(page)
    assert apart(view) == pytest.approx(1.44 * whole, rel=0.08)
    view.get_by_role("button", name="right").click()
    settled(page)
    assert apart(view) == pytest.approx(1.44 * whole, rel=0.08)
    view.get_by_role("button", name="Zoom out").press("Enter")
    settled(page)
    assert apart(view) == pytest.approx(near, rel=0.08)
    view.get_by_role("button", name="Show all").click()
    settled(page)
    assert apart(view) == pytest.approx(whole, rel=0.08)


def test_a_disease_opens_where_it_acts(page: Any) -> None:
    explorer = anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis")
    view = show(page, explorer)
    settled(page)
    assert {"C1", "C2"} <= set(labels(view))
    assert "T1" not in labels(view)
    slider = view.get_by_role("slider", name="Rheumatoid arthritis, stage")
    view.get_by_role("button", name="Zoom in").click()
    settled(page)
    near = dot(view, "C2")
    slider.press("ArrowRight")
    settled(page)
    assert dot(view, "C2") == pytest.approx(near, abs=3)
    slider.press("End")
    settled(page)
    assert "C4" in labels(view)


@pytest.mark.parametrize("size", [(1190, 768), (468, 700)])
def test_all_that_is_needed_is_seen_at_once(page: Any, size: tuple[int, int]) -> None:
    """In what JupyterLab leaves of a window of 1366 x 768, and of one of 900 x 700 with the list of files open."""
    page = page.context.browser.new_page(viewport={"width": size[0], "height": size[1]})
    below = size[1] - 121  # the bars of JupyterLab
    view = show(page, anatomy.explore(anatomy.spine("cervical"), disease="rheumatoid arthritis"))
    settled(page)
    view.get_by_role("combobox", name="Bone", exact=True).select_option("C2")
    view.get_by_role("slider", name="Rheumatoid arthritis, stage").press("End")
    slider, stage, reading = (view.locator(what).bounding_box() for what in (".course", ".stage", ".picked"))
    assert max(box["y"] + box["height"] for box in (slider, stage, reading)) < below
    assert slider["y"] >= 0
    if size[0] > 800:
        assert slider["x"] > stage["x"] + stage["width"]
    else:
        assert 0 <= stage["y"] - slider["y"] - slider["height"] < 10
        assert 0 <= reading["y"] - stage["y"] - stage["height"] < 10
    page.close()


def dot(view: Any, name: str) -> dict[str, float]:
    """Where the label of this name points, in pixels of the stage."""
    circle = view.locator(".labels circle").nth(labels(view).index(name))
    return {"x": float(circle.get_attribute("cx")), "y": float(circle.get_attribute("cy"))}


def test_slivers_get_no_label(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("L4")))
    view.get_by_role("button", name="front").click()
    settled(page)
    assert "vertebral body" in labels(view)
    assert "accessory process" not in labels(view)
    view.get_by_role("button", name="behind").click()
    settled(page)
    assert "accessory process" in labels(view)


def labels(view: Any) -> list[str]:
    return [text.strip() for text in view.locator(".labels text").all_text_contents()]


def test_its_context_is_given_back(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("C1")))
    settled(page)
    lost = "document.querySelector('canvas').getContext('webgl2').isContextLost()"
    assert page.evaluate(lost) is False
    page.evaluate("window.stop()")
    assert page.evaluate(lost) is True
    assert view.locator(".notice").is_hidden()


def test_a_view_that_was_taken_away_draws_no_more(page: Any) -> None:
    view = show(page, anatomy.explore(anatomy.vertebra("C1")))
    drawn = settled(page)
    assert view.locator(".compass text").count() > 0
    page.evaluate(
        "document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    view.get_by_role("alert").wait_for()
    view.get_by_label("Structure").select_option("anterior arch")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert int(view.get_attribute("data-draws")) == drawn
    assert view.locator(".compass text").count() == 0


def test_without_webgl_there_is_a_notice_a_picture_and_the_lists(chromium: Any) -> None:
    browser = chromium.launch(
        executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-3d-apis"]
    )
    page = browser.new_page()
    explorer = anatomy.explore(anatomy.vertebra("C2"))
    view = show(page, explorer)
    assert "WebGL2 is off or missing" in view.get_by_role("alert").text_content()
    assert page.evaluate("window.model.get('picture_wanted')") is True
    explorer.picture_wanted = True
    for picture in ("data:,the stage before", explorer.picture):
        page.evaluate("picture => window.model.set('picture', picture)", picture)
    assert view.get_by_role("img").count() == 1, "a new picture takes the place of the one before"
    assert view.get_by_role("img", name="Model of C2 in three dimensions").get_attribute("src") == explorer.picture
    assert view.get_by_role("img").evaluate("node => node.naturalWidth") > 300
    view.get_by_label("Structure").select_option("dens")
    assert structures()["dens"].says in view.locator(".text").text_content()
    browser.close()
