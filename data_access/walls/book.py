"""The walls of a site and their playlists: a TOML file, checked as a whole before any wall follows it."""

import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data_access.alerts.rules import KINDS, Severity
from data_access.clock import MINUTE, SECOND, Micros
from data_access.view import View, ViewError
from data_access.walls.hours import WEEK, Hours, minutes_of

SHIPPED: Final = Path(__file__).with_name("walls.toml")

NAME: Final = r"^[a-z0-9][a-z0-9-]{0,39}$"


class WallError(ValueError):
    """Walls that cannot be used; the message names file, entry, field, value and what was expected."""


def _days(value: object) -> object:
    if not isinstance(value, list | tuple) or not value or any(day not in WEEK for day in value):
        raise ValueError(f"{value!r} are no days; expected some of {', '.join(WEEK)}")
    return tuple(day for day in WEEK if day in value)


def _kinds(value: tuple[str, ...]) -> tuple[str, ...]:
    for kind in value:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of warning; expected some of {', '.join(sorted(KINDS))}")
    return value


def _clock(value: str) -> str:
    minutes_of(value)
    return value


Name = Annotated[str, Field(pattern=NAME)]
Clock = Annotated[str, AfterValidator(_clock)]
Day = Annotated[tuple[str, ...], BeforeValidator(_days)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class _Timed(_Strict):
    """What holds at some hours of some days; always unless told. `to` before `from` is the next morning."""

    start: Annotated[Clock, Field(alias="from")] = "00:00"
    end: Annotated[Clock, Field(alias="to")] = "24:00"
    days: Day = WEEK

    @property
    def hours(self) -> Hours:
        """When it holds."""
        return Hours(minutes_of(self.start), minutes_of(self.end), frozenset(WEEK.index(day) for day in self.days))


class Entry(_Timed):
    """A view, for how long (`seconds`), and when. `area` "" is the wall's own."""

    scene: Annotated[str, Field(min_length=1, max_length=40)]
    area: Annotated[str, Field(max_length=64)] = ""
    window: str = "24h"
    department: str | None = None
    source: str | None = None
    category: str | None = None
    against: Annotated[str, Field(max_length=80)] = ""
    language: str = ""
    seconds: Annotated[int, Field(ge=3, le=86_400)] = 25

    @model_validator(mode="after")
    def _is_a_view(self) -> Self:
        try:
            self.view("", "zh")
        except ViewError as error:
            raise ValueError(str(error)) from None
        return self

    @property
    def dwell(self) -> Micros:
        """How long it stands."""
        return self.seconds * SECOND

    def view(self, area: str, language: str) -> View:
        """The view on a wall of that area and language."""
        return View(
            scene=self.scene,
            area=self.area or area,
            window=self.window,
            department=self.department,
            source=self.source,
            category=self.category,
            against=self.against,
            language=self.language or language,
        )


class Playlist(_Strict):
    """Entries that follow each other; those out of their hours are left out."""

    id: Name
    entries: Annotated[tuple[Entry, ...], Field(alias="entry", min_length=1, max_length=200, strict=False)]


class Takeover(_Strict):
    """Which warnings take a wall over: of at least a severity, of some kinds (all if none is named). It goes back
    `hold_seconds` after the last was acknowledged or is gone, and `longest_minutes` after it came in any case."""

    enabled: bool = True
    least_severity: Severity = "crit"
    kinds: Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_kinds)] = ()
    hold_seconds: Annotated[int, Field(ge=0, le=3600)] = 60
    longest_minutes: Annotated[int, Field(ge=1, le=1440)] = 30

    @property
    def hold(self) -> Micros:
        """`hold_seconds` in microseconds."""
        return self.hold_seconds * SECOND

    @property
    def longest(self) -> Micros:
        """`longest_minutes` in microseconds."""
        return self.longest_minutes * MINUTE


class Dim(_Timed):
    """The share of its light that a wall gives up."""

    level: Annotated[float, Field(gt=0, le=0.8)]


class Wall(_Strict):
    """One wall by name. `pause_seconds`: how long it stands still after somebody touched it."""

    id: Name
    zh: Annotated[str, Field(min_length=1, max_length=40)]
    en: Annotated[str, Field(min_length=1, max_length=60)]
    playlist: Name
    area: Annotated[str, Field(max_length=64)] = ""
    language: Literal["zh", "en"] = "zh"
    theme: Literal["wall", "brief"] = "wall"
    preset: Literal["", "far"] = ""
    k: Annotated[float, Field(ge=0.9, le=1.5)] = 1.0
    sound: bool = False
    pause_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    takeover: Takeover = Takeover()
    dims: Annotated[tuple[Dim, ...], Field(alias="dim", strict=False)] = ()

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


class WallBook(_Strict):
    """All walls and playlists of a site."""

    playlists: Annotated[tuple[Playlist, ...], Field(alias="playlist", min_length=1, strict=False)]
    walls: Annotated[tuple[Wall, ...], Field(alias="wall", min_length=1, strict=False)]

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        for what, names in (("playlist", [one.id for one in self.playlists]), ("wall", [one.id for one in self.walls])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what} id {twice[0]!r} stands twice; expected each once")
        known = [one.id for one in self.playlists]
        for wall in self.walls:
            if wall.playlist not in known:
                raise ValueError(
                    f"wall {wall.id!r} playlist {wall.playlist!r} is not known; expected one of {', '.join(known)}"
                )
        return self

    def wall(self, name: str) -> Wall | None:
        """The wall of a name, None if there is none."""
        return next((wall for wall in self.walls if wall.id == name), None)

    def playlist(self, wall: Wall) -> Playlist:
        """The playlist that a wall follows."""
        return next(one for one in self.playlists if one.id == wall.playlist)


@cache
def shipped() -> WallBook:
    """The walls that come with the program."""
    return load_walls()


def load_walls(path: str | Path | None = None, scenes: Collection[str] = ()) -> WallBook:
    """The walls of a file, those shipped without one; WallError naming everything that is wrong with it. With
    `scenes`, an entry of another scene is wrong."""
    file = SHIPPED if path is None else Path(path)
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise WallError(f"{file}: {error.strerror}; expected a TOML file that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WallError(f"{file} is not TOML: {error}") from None
    try:
        book = WallBook.model_validate(content)
    except ValidationError as error:
        raise WallError("; ".join(f"{file}: {line}" for line in _lines(error, content))) from None
    for playlist in book.playlists:
        for place, entry in enumerate(playlist.entries, start=1):
            if scenes and entry.scene not in scenes:
                known = ", ".join(scenes)
                raise WallError(
                    f"{file}: playlist {playlist.id!r} entry {place} scene {entry.scene!r} is not known; "
                    f"expected one of {known}"
                )
    return book


def _lines(error: ValidationError, content: dict[str, Any]) -> Iterable[str]:
    for one in error.errors(include_url=False):
        words = one["msg"].removeprefix("Value error, ")
        where = _named(list(one["loc"]), content)
        if one["type"] in ("missing", "value_error"):
            yield f"{where}: {words}"
        elif one["type"] == "extra_forbidden":
            yield f"{where} is not known; expected a field of what it stands in"
        else:
            yield f"{where} = {one['input']!r}: {words}"


def _named(place: list[Any], content: Any) -> str:
    """The place of a field as it is found in the file: wall 1 'main' takeover hold_seconds."""
    words, found = [], content
    for part in place:
        if not isinstance(part, int):
            words.append(str(part))
            found = found.get(part) if isinstance(found, dict) else None
            continue
        found = found[part] if isinstance(found, list) and part < len(found) else None
        name = f" {found['id']!r}" if isinstance(found, dict) and "id" in found else ""
        words.append(f"{part + 1}{name}")
    return " ".join(words) or "walls"
