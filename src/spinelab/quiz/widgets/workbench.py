"""The workbench on the claims: the learner judges first; then the view is told verdict, evidence and error.

One widget model for all claims. The view never learns what we think of a claim that was not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec
import traitlets
from msgspec import Meta, Struct

from spinelab.content.claims import Claim
from spinelab.content.faults import nearest
from spinelab.content.widgets import ScriptedWidget
from spinelab.progress import Answer, Receipt, Store, now
from spinelab.quiz import judging
from spinelab.quiz.faces import Json
from spinelab.quiz.history import histories
from spinelab.quiz.judging import Judgement

_HERE = Path(__file__).parent
_LONGEST_NAME = 200
_Name = Annotated[str, Meta(max_length=_LONGEST_NAME)]


class _Hello(Struct, tag="hello", frozen=True):
    n: _Name = ""


class _Judge(Struct, tag="judge", frozen=True):
    claim: _Name
    verdict: _Name
    error: _Name
    n: _Name = ""


class ClaimsWorkbench(ScriptedWidget):
    """The claims to be judged, one at a time.

    `answered` (claims judged), `points` and `out_of` (of the claims judged) can be observed. Messages from the view:
    hello, judge. Each is answered; what cannot be understood is answered by an error message, never by an exception.
    """

    shared = (_HERE / "page.js", _HERE / "quiz.css")
    script = _HERE / "workbench.js"
    style = _HERE / "workbench.css"

    view = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    points = traitlets.Float(0.0).tag(sync=True)
    out_of = traitlets.Float(0.0).tag(sync=True)

    def __init__(self, claims: Mapping[str, Claim], store: Store) -> None:
        self._claims = claims
        self._store = store
        super().__init__(view=judging.describe(claims.values()), **self._tally(self._judgements()))
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return judging.to_text(list(self._claims.values()))

    def fallback(self) -> dict[str, str]:
        """The claims as a page that runs nothing."""
        return {"text/html": judging.to_html(list(self._claims.values()))}

    def _receive(self, _: object, content: Any, buffers: object) -> None:
        n = content.get("n") if isinstance(content, dict) else ""
        n = n if isinstance(n, str) and len(n) <= _LONGEST_NAME else ""
        try:
            message = msgspec.convert(content, _Hello | _Judge)
            self.send({**self._reply(message), "n": n})
        except Exception as error:
            # The learner waits for an answer: whatever goes wrong here must be told.
            self.send({"type": "error", "text": f"The workbench could not do that: {error}", "n": n})

    def _reply(self, message: _Hello | _Judge) -> Json:
        if isinstance(message, _Hello):
            return self._told("state", self._store.flush())
        if message.claim not in self._claims:
            raise LookupError(f"no claim is called ‘{message.claim}’{nearest(message.claim, self._claims)}")
        judgement = Judgement(message.verdict, message.error)
        return self._told("judged", self._judge(self._claims[message.claim], judgement), message.claim)

    def _judge(self, claim: Claim, judgement: Judgement) -> Receipt:
        """Keep a judgement before ours is told. The first counts: later ones have seen the evidence."""
        if claim.id in self._judgements():
            return self._store.flush()
        mark = judging.mark(claim, judgement)
        return self._store.record(
            Answer(
                quiz=judging.QUIZ,
                question=judging.question_id(claim),
                response=judgement.response,
                points=mark.points,
                out_of=mark.out_of,
                correct=mark.correct,
                attempt=1,
                time=now(),
                kind="matching",
            )
        )

    def _judgements(self) -> dict[str, Judgement]:
        """The learner's judgement of each claim that was judged. One that can no longer be read is passed over."""
        known = histories(self._store.events(judging.QUIZ))
        found = {}
        for claim in self._claims.values():
            history = known.get(judging.question_id(claim))
            for response in reversed(history.tries if history else ()):
                with suppress(ValueError):
                    found[claim.id] = judging.read(response)
        return found

    def _told(self, type: str, receipt: Receipt, *ids: str) -> Json:
        """A message on some claims, or on all that were judged."""
        judged = self._judgements()
        with self.hold_sync():  # another kernel may have written judgements
            for name, value in self._tally(judged).items():
                self.set_trait(name, value)
        shown = {id: judging.reveal(self._claims[id], judged[id]) for id in ids or judged}
        return {"type": type, "claims": shown, "saved": receipt.saved, "notice": receipt.notice}

    def _tally(self, judged: Mapping[str, Judgement]) -> Json:
        marks = [judging.mark(self._claims[id], judgement) for id, judgement in judged.items()]
        return {
            "answered": len(marks),
            "points": float(sum(mark.points for mark in marks)),
            "out_of": float(sum(mark.out_of for mark in marks)),
        }
