"""Who evaluates: one holder in the whole deployment, by a lease in the store; and since when, by which rules."""

from pydantic import ValidationError
from sqlalchemy import Connection, func, insert, select, update

from data_access.alerts.rules import Rules, load_rules, read_rules
from data_access.clock import Micros
from data_access.store.schema import warning_rules, warning_watch

EVALUATOR = "evaluator"


def is_free(connection: Connection, holder: str, now: Micros) -> bool:
    """Whether the lease is ours, or nobody's any more; no transaction of a writer is needed to ask."""
    row = connection.execute(select(warning_watch).where(warning_watch.c.name == EVALUATOR)).one_or_none()
    return row is None or row.holder == holder or row.until <= now


def take_lease(connection: Connection, holder: str, now: Micros, until: Micros) -> bool:
    """Take or renew the lease within a writing transaction; whether it is ours now."""
    if not is_free(connection, holder, now):
        return False
    values = {"holder": holder, "until": until}
    renewed = connection.execute(update(warning_watch).where(warning_watch.c.name == EVALUATOR).values(values))
    if not renewed.rowcount:
        connection.execute(insert(warning_watch).values(name=EVALUATOR, **values))
    return True


def release(connection: Connection, holder: str) -> None:
    """Give the lease back, if it is ours."""
    mine = (warning_watch.c.name == EVALUATOR) & (warning_watch.c.holder == holder)
    connection.execute(update(warning_watch).where(mine).values(until=0))


def note_evaluation(connection: Connection, rules: Rules, moment: Micros) -> None:
    """Keep the T of the evaluation, and the rules when they are new."""
    watch = warning_watch.c
    values = {"evaluated_at": moment, "rules_version": rules.version}
    connection.execute(update(warning_watch).where(watch.name == EVALUATOR).values(values))
    known = connection.execute(select(warning_rules.c.since).where(warning_rules.c.version == rules.version)).first()
    if known is None:
        written = {"version": rules.version, "since": moment, "rules": rules.written()}
        connection.execute(insert(warning_rules).values(written))


def evaluated_at(connection: Connection) -> Micros | None:
    """The T of the last evaluation; None before the first."""
    chosen = select(warning_watch.c.evaluated_at).where(warning_watch.c.name == EVALUATOR)
    found: Micros | None = connection.execute(chosen).scalar()
    return found


def watched_since(connection: Connection) -> Micros | None:
    """The T of the first evaluation; None before it."""
    found: Micros | None = connection.execute(select(func.min(warning_rules.c.since))).scalar()
    return found


def rules_in_force(connection: Connection) -> Rules:
    """The rules that were evaluated by last; those shipped before any were, or where a later program wrote them."""
    by_version = warning_rules.c.version == warning_watch.c.rules_version
    chosen = select(warning_rules.c.rules).join(warning_watch, by_version).where(warning_watch.c.name == EVALUATOR)
    written = connection.execute(chosen).scalar()
    try:
        return load_rules() if written is None else read_rules(written)
    except ValidationError:
        return load_rules()
