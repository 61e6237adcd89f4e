"""`hub/kubernetes/values.yaml` against what the chart and the hub accept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator
from jupyterhub.traitlets import ByteSpecification
from traitlets import HasTraits, TraitError

from ..browser.lab_page import ROOT

HUB = ROOT / "hub"
VALUES = yaml.safe_load((HUB / "kubernetes" / "values.yaml").read_text(encoding="utf-8"))
CHART = os.environ.get("SPINELAB_CHART")

NUMBER = (int, float)
SHAPE: dict[str, Any] = {
    "hub": {
        "config": {"JupyterHub": dict, "Authenticator": dict},
        "db": {"type": str},
    },
    "proxy": {"https": {"enabled": bool, "hosts": list, "letsencrypt": {"contactEmail": str}}},
    "singleuser": {
        "image": {"name": str, "tag": str},
        "defaultUrl": str,
        "startTimeout": int,
        "memory": {"guarantee": str, "limit": str},
        "cpu": {"guarantee": NUMBER, "limit": NUMBER},
        "storage": {"capacity": str, "extraVolumes": list, "extraVolumeMounts": list},
        "extraEnv": {"SPINELAB_EXCHANGE": str},
        "extraFiles": {name: {"mountPath": str} for name in ("server", "page", "handin")},
        "networkPolicy": {"enabled": bool, "egressAllowRules": {"nonPrivateIPs": bool}},
    },
    "cull": {"enabled": bool, "timeout": int, "every": int},
    "scheduling": {"userScheduler": {"enabled": bool}},
    "prePuller": {"hook": {"enabled": bool}},
}
"""The keys of the chart 4.4.0 that this file uses, with the types that its schema asks for."""


def misfits(value: Any, shape: Any, place: str = "") -> list[str]:
    """Where a value has a key or a type that the shape does not know."""
    if not isinstance(shape, dict):
        kinds = shape if isinstance(shape, tuple) else (shape,)
        return [] if type(value) in kinds else [f"{place}: {value!r} is not {' or '.join(k.__name__ for k in kinds)}"]
    if not isinstance(value, dict):
        return [f"{place}: {value!r} is not a mapping"]
    unknown = [f"{place}/{key}: the chart has no such key" for key in value.keys() - shape.keys()]
    known = [
        fault for key in value.keys() & shape.keys() for fault in misfits(value[key], shape[key], f"{place}/{key}")
    ]
    return unknown + known


class Memory(HasTraits):
    """What a spawner takes for an amount of memory."""

    amount = ByteSpecification()


def bytes_of(text: str) -> int:
    return int(Memory(amount=text).amount)


def merged(default: Any, own: Any) -> Any:
    """Two values files as helm joins them: mappings merge, null deletes, everything else replaces."""
    if not (isinstance(default, dict) and isinstance(own, dict)):
        return own
    kept = {key: value for key, value in default.items() if key not in own}
    return kept | {key: merged(default.get(key), value) for key, value in own.items() if value is not None}


def test_keys_and_types_are_the_chart_s() -> None:
    assert misfits(VALUES, SHAPE) == []


@pytest.mark.parametrize(
    ("part", "damage", "fault"),
    [
        ("cull", {"culling": True}, "/cull/culling: the chart has no such key"),
        ("singleuser", {"startTimeout": "300"}, "/singleuser/startTimeout: '300' is not int"),
        ("singleuser", {"memory": {"guarantie": "1G"}}, "/singleuser/memory/guarantie: the chart has no such key"),
    ],
)
def test_a_slip_of_the_pen_is_found(part: str, damage: dict[str, Any], fault: str) -> None:
    assert misfits({**VALUES, part: {**VALUES[part], **damage}}, SHAPE) == [fault]


def test_memory_is_written_as_the_spawner_reads_it() -> None:
    memory = VALUES["singleuser"]["memory"]
    assert 256 * 2**20 <= bytes_of(memory["guarantee"]) <= bytes_of(memory["limit"])
    with pytest.raises(TraitError):
        bytes_of("512Mi")  # what Kubernetes accepts and the spawner does not


def test_the_hub_s_settings_are_its_own() -> None:
    config = VALUES["hub"]["config"]
    for owner in (JupyterHub, Authenticator):
        traits = owner.class_traits(config=True)
        for name, value in config[owner.__name__].items():
            assert name in traits, f"{owner.__name__} has no setting {name}"
            if isinstance(value, bool):
                assert traits[name].validate(None, value) is value


def test_each_mounted_file_is_named_and_set_in_the_readme() -> None:
    readme = (HUB / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"--set-file singleuser\.extraFiles\.(\w+)\.stringData=(\S+)", readme))
    mounted = {name: file["mountPath"] for name, file in VALUES["singleuser"]["extraFiles"].items()}
    assert told.keys() == mounted.keys()
    for name, path in told.items():
        assert (ROOT / path).is_file()
        assert Path(path).name == Path(mounted[name]).name


def test_a_learner_s_pod_reaches_no_other_learner_s_work() -> None:
    singleuser = VALUES["singleuser"]
    root = f"{singleuser['extraEnv']['SPINELAB_EXCHANGE']}/spine-lab/"
    claim = yaml.safe_load((HUB / "kubernetes" / "exchange.yaml").read_text(encoding="utf-8"))
    shared = [
        volume["name"]
        for volume in singleuser["storage"]["extraVolumes"]
        if volume.get("persistentVolumeClaim", {}).get("claimName") == claim["metadata"]["name"]
    ]
    assert (shared, claim["spec"]["accessModes"]) == (["assignments"], ["ReadWriteMany"])
    mounts = {
        mount["mountPath"].removeprefix(root): mount
        for mount in singleuser["storage"]["extraVolumeMounts"]
        if mount["name"] in shared
    }
    assert mounts.keys() == {"outbound", "inbound", "feedback"}  # the three that nbgrader knows
    for name, mount in mounts.items():
        own = mount["subPath"] == f"{name}/{{username}}"
        assert own or (mount["subPath"] == "outbound" and mount["readOnly"])
        assert mount.get("readOnly", False) is (name != "inbound")


@pytest.mark.skipif(CHART is None, reason="set SPINELAB_CHART to an unpacked chart to check against its whole schema")
def test_the_chart_s_own_schema_accepts_it() -> None:
    schema = json.loads(Path(CHART or "", "values.schema.json").read_text(encoding="utf-8"))
    default = yaml.safe_load(Path(CHART or "", "values.yaml").read_text(encoding="utf-8"))
    faults = jsonschema.Draft7Validator(schema).iter_errors(merged(default, VALUES))
    assert [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in faults] == []
