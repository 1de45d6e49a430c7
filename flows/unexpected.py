"""Failures that nobody foresaw, told without a traceback: an exception's own text may quote a row, so only its type is shown.

Failures that the system gives a plain reason for (full disk, refused access) are workspace errors with a sentence of their own.
"""

from __future__ import annotations

import errno
import os

from contracts.failures import CiblesError, WorkspaceError

SYSTEM_REASONS = {
    errno.ENOSPC: "le disque est plein ; libérez de la place puis relancez",
    errno.EDQUOT: "le quota du disque est atteint ; libérez de la place puis relancez",
    errno.EACCES: "l'accès est refusé ; vérifiez les droits de l'utilisateur qui lance la commande",
    errno.EPERM: "l'accès est refusé ; vérifiez les droits de l'utilisateur qui lance la commande",
    errno.EROFS: "le disque est en lecture seule ; montez-le en écriture ou choisissez un autre espace de travail",
    errno.EIO: "le disque répond par une erreur ; vérifiez son état avant de relancer",
    errno.EEXIST: "un fichier est à la place d'un dossier ; déplacez-le puis relancez",
    errno.ENOTDIR: "un fichier est à la place d'un dossier ; déplacez-le puis relancez",
    errno.ENOENT: "ce fichier ou ce dossier a disparu pendant le passage ; relancez",
    errno.EMFILE: "trop de fichiers sont ouverts ; relevez la limite du système (ulimit -n)",
}


def debugging() -> bool:
    """True when CIBLES_DEBUG=1 asks for tracebacks, which may show values of deposits."""
    return os.environ.get("CIBLES_DEBUG") == "1"


def explained(error: Exception) -> CiblesError:
    """The failure to show in place of `error`, never with its own text. A `CiblesError` is returned as it is."""
    if isinstance(error, CiblesError):
        return error
    if isinstance(error, OSError) and error.errno in SYSTEM_REASONS:
        return WorkspaceError(f"{error.filename or 'Espace de travail'} : {SYSTEM_REASONS[error.errno]}.")
    return CiblesError(
        f"Arrêt sur une défaillance imprévue du logiciel ({type(error).__name__}) ; rien n'a été publié à moitié. "
        "Relancez avec CIBLES_DEBUG=1 pour en voir le détail (qui peut montrer des données) et signalez-la."
    )
