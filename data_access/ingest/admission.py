"""Admission: which messages of a batch keep the contract of this site, and where they happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.areas.datum import to_wgs84
from data_access.clock import SECOND, Micros, format_instant
from data_access.events.cloudevents import unwrap
from data_access.events.contract import ContractError, EventMessage, parse_event
from data_access.ingest.holding import REASON_LIMIT, Refused
from data_access.ingest.receipt import Incoming
from data_access.store.store import Site


@dataclass(slots=True)
class Admitted:
    """A message that keeps the contract. `lon` and `lat` are WGS-84; `located` is the deepest area at the point
    where the message itself names no area."""

    index: int
    message: EventMessage
    lon: float | None = None
    lat: float | None = None
    located: str | None = None


def admit(
    batch: Sequence[Incoming], site: Site, latest: Micros, datum: str | None
) -> tuple[list[Admitted], list[Refused]]:
    """Check and locate a batch. `latest` is the last instant an `at` may have; `datum` that of the coordinates,
    None for the one declared for each source (wgs84 by default)."""
    admitted: list[Admitted] = []
    refused: list[Refused] = []
    for index, incoming in enumerate(batch):
        try:
            admitted.append(Admitted(index, _checked(incoming, site, latest)))
        except ContractError as error:
            refused.append(Refused(index, str(error)[:REASON_LIMIT], incoming))
    _locate(admitted, site, datum)
    return admitted, refused


def _checked(incoming: Incoming, site: Site, latest: Micros) -> EventMessage:
    if incoming.error is not None:
        raise ContractError(incoming.error)
    message = parse_event(unwrap(incoming.value))
    if site.vocabulary.get("source", message.source) is None:
        known = ", ".join(term.code for term in site.vocabulary.of("source")) or "none declared"
        raise ContractError(f"source: {message.source!r} is not a known source; expected one of {known}")
    if message.area is not None and message.area not in site.tree:
        raise ContractError(f"area: {message.area!r} is not in the area tree; expected the code of a loaded area")
    if message.at > latest:
        ahead = (message.at - latest) // SECOND
        raise ContractError(
            f"at: {format_instant(message.at)} lies in the future, {ahead} s beyond the clock tolerance; "
            "expected the time when it happened"
        )
    return message


def _locate(admitted: Sequence[Admitted], site: Site, datum: str | None) -> None:
    by_datum: dict[str, list[Admitted]] = {}
    for one in admitted:
        if one.message.lon is not None:
            declared = datum or site.vocabulary.attribute("source", one.message.source, "datum") or "wgs84"
            by_datum.setdefault(declared, []).append(one)
    for declared, some in by_datum.items():
        given = np.array([(one.message.lon, one.message.lat) for one in some], dtype=float)
        # (0, 0) is a placeholder in every datum and must stay recognisable.
        lon, lat = to_wgs84(given[:, 0], given[:, 1], declared)
        zero = (given[:, 0] == 0) & (given[:, 1] == 0)
        lon, lat = np.where(zero, 0.0, lon), np.where(zero, 0.0, lat)
        for one, x, y in zip(some, lon.tolist(), lat.tolist(), strict=True):
            one.lon, one.lat = x, y
        nameless = [one for one in some if one.message.area is None]
        if nameless:
            points: Any = np.array([(one.lon, one.lat) for one in nameless], dtype=float)
            for one, code in zip(nameless, site.locator.locate(points[:, 0], points[:, 1]), strict=True):
                one.located = code
