"""Error families shown to a user, one exit code each. A message is one French sentence: what, where, what to do.

A deposit that is refused is not an exception: it is a row of `depots` and `rejets`. Exceptions here stop a run.
Messages never carry a value of a person.
"""

from __future__ import annotations


class CiblesError(Exception):
    """A failure explained to the user without a traceback; `exit_code` tells its family."""

    exit_code = 1


class UsageError(CiblesError):
    """The command was called with arguments that do not fit."""

    exit_code = 2


class RulebookError(CiblesError):
    """A rulebook (`texte`) cannot be applied as written."""

    exit_code = 10


class RegisterError(CiblesError):
    """The GRADeS register or the FINESS file cannot be trusted."""

    exit_code = 11


class WorkspaceError(CiblesError):
    """The workspace, its key or its lock does not allow a run."""

    exit_code = 12


class ContractError(CiblesError):
    """One of our own promises is broken: a table we produced does not meet its contract."""

    exit_code = 13


DEPOSIT_REFUSED_EXIT = 20
"""`run --strict`: a deposit was refused whole."""

TO_REVIEW_EXIT = 21
"""`run --strict`: a decision is `a_instruire`."""

LATE_EXIT = 22
"""`status --strict`: a month is late."""

DIFFERENCE_EXIT = 23
"""`verify`: a decision, an input or the chain is not what it was."""
