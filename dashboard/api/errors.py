"""What routes say of views that cannot be shown and of a store that does not answer: the same everywhere."""

import logging

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.answers import refusal
from data_access.reader import OutsideScope
from data_access.store.store import NoAreasError
from data_access.view import ViewError

log = logging.getLogger(__name__)


def refuse_alike(routes: Blueprint) -> None:
    """Answer 400 to a view that does not exist, 403 to one that may not be seen, 503 for a store empty or away."""

    @routes.errorhandler(ViewError)
    def unknown(error: ViewError) -> Response:
        return refusal(403 if isinstance(error, OutsideScope) else 400, str(error))

    @routes.errorhandler(NoAreasError)
    def empty(error: NoAreasError) -> Response:
        return refusal(503, str(error), **{"Retry-After": "30"})

    @routes.errorhandler(SQLAlchemyError)
    def away(error: SQLAlchemyError) -> Response:
        log.error("the database did not answer: %s", error)
        return refusal(503, f"the database does not answer: {type(error).__name__}", **{"Retry-After": "5"})
