"""`cibles evidence`: everything that lets an auditor check a decision with public tools, in one archive."""

from __future__ import annotations

import hashlib
from pathlib import Path


def evidence_command(*, project: str, month: str | None, output: Path | None, workspace: Path) -> None:
    """Writes the archive of the decision in force of a project and month, and says where.

    Raises:
        UsageError: nothing was decided, or the archive may not be written there.
        WorkspaceError: what is stored is no longer what the decision used, or was purged.
    """
    from flows.clock import last_complete_month, today
    from flows.evidence import evidence
    from flows.evidence_file import refuse_place, write_archive
    from flows.settings import load_settings
    from transforms.figures import whole

    settings = load_settings(workspace)
    month = month or last_complete_month(today())
    path = output or Path(f"preuves-{project}-{month}.zip")
    if output is not None:
        refuse_place(path)
    decision_id, content = evidence(settings, project, month)
    write_archive(path, content)
    print(f"Preuves de la décision {decision_id} : {path} ({whole(len(content))} octets).")
    print(f"Empreinte SHA-256 de l'archive, à communiquer par un autre canal : {hashlib.sha256(content).hexdigest()}")
    print("À contrôler avec sha256sum et DuckDB seulement : voir LISEZMOI.md dans l'archive.")
