"""Whether a decision is what its inputs give: what its file says of itself, its inputs, then the decision done again. Only reads.

The file, the inputs and the software are enough: neither the store nor the published base is needed. The journal and the chain
of the workspace are compared with the file when they are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Settings
from flows.verification_document import Document, read_document
from flows.verification_envelope import alterations, hash_is_wrong, is_old, order_faults, reception_ranks_said, version_faults
from flows.verification_inputs import (
    PREUVES,
    Cause,
    Deposits,
    choice_causes,
    deposits_there,
    evidence_causes,
    explaining,
    is_evidence,
    remarks,
)
from flows.verification_recompute import Asked, Redone, Reference, redo
from flows.verification_workspace import chain_faults, journal_ranks
from transforms.decisions.differences import ABSENT, Difference, differences


@dataclass(frozen=True)
class Explained:
    """A difference, and the inputs that can have made it."""

    difference: Difference
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Verification:
    """What was found about one file; French sentences.

    `alterations`: what no file written by the product would say; `causes`: the inputs that are not those of the decision;
    `found`: what the decision done again says otherwise; `impossible`: why it could not be done again; `remarks`: what is no
    difference.
    """

    document: Document
    alterations: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    found: tuple[Explained, ...] = ()
    impossible: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def altered(self) -> bool:
        """Whether the file is not the one whose hash it holds."""
        return hash_is_wrong(self.document)

    @property
    def identical(self) -> bool:
        """Whether the inputs give the decision, byte for byte."""
        return not (self.alterations or self.causes or self.found or self.impossible)


def verify_files(paths: Sequence[Path], settings: Settings) -> list[Verification]:
    """Verifies files of decisions, in their order.

    Raises:
        UsageError: one of them is not the file of a decision.
        RulebookError, RegisterError, WorkspaceError: the inputs cannot be read, as in a run.
    """
    documents = [read_document(path) for path in paths]
    deposits, reference = Deposits(settings), Reference(settings)
    return [_verified(document, settings, deposits, reference) for document in documents]


def _verified(document: Document, settings: Settings, deposits: Deposits, reference: Reference) -> Verification:
    wrong, unknown = version_faults(document, settings.decisions)
    altered = [*alterations(document), *wrong, *chain_faults(document, settings)]
    if document.identity is None:
        why = "le projet ou le mois qu'il dit n'en est pas un : rien ne peut être refait"
        return Verification(document, tuple(altered), impossible=why)
    found, causes = deposits_there(document, deposits)
    ranks, said, order = _receptions(document, settings)
    redone = redo(_asked(document, found, ranks), reference)
    known = (*unknown, *said, *redone.refused, *remarks(document, redone))
    if redone.record is None:
        return Verification(document, tuple(altered), (*causes, *order), impossible=redone.reason, remarks=known)
    every = _differences(document, redone)
    causes += [*order, *evidence_causes(filter(is_evidence, every), causes, document), *choice_causes(document, redone, settings)]
    explained = [Explained(one, tuple(explaining(one, causes))) for one in every if not is_evidence(one)]
    if not every:
        altered += order_faults(document, redone.record)
    return Verification(document, tuple(altered), tuple(causes), tuple(explained), remarks=known)


def _asked(document: Document, found: list, ranks: Mapping[str, tuple[int, int]]) -> Asked:
    assert document.identity is not None
    projet_id, mois = document.identity
    actes = document.said.get("actes")
    return Asked(
        projet_id=projet_id,
        mois=mois,
        lecture=document.said.get("lecture"),
        avenants=document.texte.get("avenants"),
        actes=len(actes) if isinstance(actes, list) else 0,
        found=found,
        ranks=ranks,
    )


def _receptions(document: Document, settings: Settings) -> tuple[dict[str, tuple[int, int]], list[str], list[Cause]]:
    """The order of reception to take, what to say of it, and how it differs from that of the journal of the workspace."""
    ranks, journal = reception_ranks_said(document), journal_ranks(document, settings)
    if "receptions" in document.said:
        sentence = "ordre de réception : ce n'est pas celui du journal de l'espace"
        wrong = journal is not None and journal != ranks
        return ranks, [], [Cause(PREUVES, "receptions", sentence)] if wrong else []
    if journal is not None:
        return journal, ["ordre de réception : la décision ne le dit pas, celui du journal de l'espace est pris"], []
    return {}, ["ordre de réception : la décision ne le dit pas, tous ses dépôts sont pris comme reçus ensemble"], []


def _differences(document: Document, redone: Redone) -> list[Difference]:
    assert redone.record is not None
    record = {key: value for key, value in redone.record.items() if key != "empreinte"}
    found = differences(document.record, record)
    # What an earlier form of the record did not say yet is not said otherwise; that the form is another one is told.
    return [one for one in found if not (is_old(document) and one.ecrit is ABSENT)]
