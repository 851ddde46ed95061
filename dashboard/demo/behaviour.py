"""How a case goes on: self-handled in the community, or through a department with its habits."""

from dataclasses import dataclass
from math import log
from random import Random
from typing import Any, Final

from dashboard.demo.cases import EMERGENCY, Case
from dashboard.demo.rhythm import DAY, HOUR, MINUTE, iso, local_hour, next_morning
from dashboard.demo.texts import emergency, note, title
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS

Message = dict[str, Any]
Steps = list[tuple[int, Message]]


@dataclass(frozen=True)
class Habit:
    """A department's manner, all as shares: median answer of its response limit, cases it refuses, median
    handling of the time allowed, handled cases done over again, residents content."""

    answer: float
    refuses: float
    pace: float
    reworks: float
    content: float


HABITS: Final = {
    "gongan": Habit(0.34, 0.02, 0.20, 0.02, 0.97),
    "yingji": Habit(0.36, 0.03, 0.22, 0.02, 0.97),
    "chengguan": Habit(0.36, 0.04, 0.22, 0.05, 0.96),
    "shuiwu": Habit(0.76, 0.07, 0.33, 0.07, 0.95),
    "jiaotong": Habit(0.34, 0.08, 0.26, 0.04, 0.96),
    "huanbao": Habit(0.38, 0.08, 0.26, 0.05, 0.96),
    "shichang": Habit(0.36, 0.05, 0.25, 0.03, 0.96),
    "weijian": Habit(0.34, 0.05, 0.25, 0.02, 0.98),
    "minzheng": Habit(0.36, 0.06, 0.26, 0.02, 0.98),
    "zhujian": Habit(0.74, 0.16, 0.38, 0.09, 0.87),
}
SELF_HANDLING_LIMIT: Final = 24 * HOUR
_NEIGHBOURS: Final = {
    "gongan": "jiaotong", "yingji": "zhujian", "chengguan": "zhujian", "shuiwu": "zhujian",
    "jiaotong": "gongan", "huanbao": "chengguan", "shichang": "chengguan", "weijian": "minzheng",
    "minzheng": "weijian", "zhujian": "chengguan",
}  # fmt: skip
_POSTS: Final = {term.code: tuple(f"{term.zh}{number}科" for number in "一二三") for term in DEPARTMENTS}
_ROUND_THE_CLOCK: Final = frozenset({"gongan", "yingji"})
_RESPONSE: Final = {term.code: term.attributes["response_limit_minutes"] * MINUTE for term in DEPARTMENTS}
_OWNER: Final = {term.code: term.attributes["department"] for term in CATEGORIES if term.attributes}
_LIMIT: Final = {term.code: term.attributes["limit_hours"] * HOUR for term in CATEGORIES if term.attributes}
_HASTE: Final = {1: 1.0, 2: 1.0, 3: 0.5, 4: 0.25, EMERGENCY: 1 / 24}


def life(case: Case, rng: Random) -> Steps:
    """Every transition of the case as (second, message), in strictly increasing time."""
    steps = _settled_in_the_community(case, rng) if case.self_handled else _Forwarded(case, rng).run()
    steps.sort(key=lambda step: step[0])
    before = 0
    for place, (at, message) in enumerate(steps):
        if at <= before:
            at = before + 1
            steps[place] = (at, message)
        message["at"] = iso(at)
        before = at
    return steps


def _settled_in_the_community(case: Case, rng: Random) -> Steps:
    steps = [_collected(case, SELF_HANDLING_LIMIT, rng)]
    done = case.at + _around(2.8 * HOUR, 0.85, rng)
    if rng.random() < 0.004:
        return [*steps, _step(case, done, "voided", note=note("voided", rng))]
    if rng.random() < 0.006:
        done += int(rng.uniform(1.0, 5.5) * DAY)
    done = next_morning(done, rng.uniform(8.2, 11.0))
    if rng.random() < 0.6:
        steps.append(_step(case, case.at + 2 * (done - case.at) // 3, "verified"))
    evidence = {"note": note("self_handled", rng)} if rng.random() < 0.8 else {}
    steps.append(_step(case, done, "handled", **evidence))
    steps.append(_step(case, done + _around(2.5 * HOUR, 0.8, rng), "archived"))
    return steps


class _Forwarded:
    """A case on its way through the departments."""

    def __init__(self, case: Case, rng: Random) -> None:
        self.case, self.rng = case, rng
        # Everybody drops everything else for an emergency.
        self.pressed = 0.15 if case.severity == EMERGENCY else 1.0
        self.allowed = int(_LIMIT[case.category] * _HASTE[case.severity])
        self.due = case.at + self.allowed
        self.department = _OWNER[case.category]
        self.steps: Steps = [_collected(case, self.allowed, rng)]

    def run(self) -> Steps:
        rng = self.rng
        seen = self._reach_someone()
        if rng.random() < 0.014:
            end = "voided" if rng.random() < 0.55 else "withdrawn"
            self._add(seen + _around(3 * HOUR, 0.8, rng), end, note=note(end, rng))
            return self.steps
        done = self._handle(seen)
        score = self._evaluate(done)
        self._add(score + _around(9 * HOUR, 0.8, rng), "archived")
        return self.steps

    def _reach_someone(self) -> int:
        """Dispatched, perhaps refused and dispatched again, until a department takes the case."""
        rng, case = self.rng, self.case
        owner = self.department
        wait = int(_around(6 * MINUTE, 0.8, rng) * self.pressed)
        if case.severity < 4 and rng.random() < 0.01:
            wait += int(rng.uniform(3, 12) * HOUR)
        now = case.at + wait
        if rng.random() < 0.055:
            self.department = _NEIGHBOURS[owner]
        for _ in range(3):
            self._add(now, "dispatched", department=self.department)
            refused = 0.7 if self.department != owner else HABITS[self.department].refuses
            if rng.random() >= refused or case.severity >= 4:
                break
            sender, self.department = self.department, _NEIGHBOURS[owner] if self.department == owner else owner
            # The clock of the next department is running already: the shorter its limit, the sooner it gets the case.
            limit = min(_RESPONSE[sender], _RESPONSE[self.department])
            now += _around(0.2 * limit, 0.4, rng)
            self._add(now, "returned", department=sender, note=note("returned", rng))
            now += _around(0.12 * limit, 0.4, rng)
        else:
            self._add(now, "dispatched", department=self.department)
        now += self._answer(now)
        posts = _POSTS[self.department]
        post = posts[case.at % len(posts)]
        accepted = rng.random() < 0.96
        if accepted:
            self._add(now, "accepted", department=self.department, post=post)
            if rng.random() >= 0.92:
                return now
            now += min(_around(45 * MINUTE, 0.8, rng), self.allowed // 8)
        self._add(now, "verified", department=self.department, post=post)
        return now

    def _answer(self, now: int) -> int:
        """Seconds until the department takes what it was given; at night fewer people are on duty."""
        median = self.pressed * HABITS[self.department].answer * _RESPONSE[self.department]
        answer = _around(median, 0.36, self.rng)
        on_duty = 7 <= local_hour(now) < 20 or self.department in _ROUND_THE_CLOCK
        return answer if on_duty else int(answer * 1.2)

    def _handle(self, seen: int) -> int:
        """Handled, late or in time, with what the centre does about lateness, perhaps done over again."""
        rng, case = self.rng, self.case
        habit = HABITS[self.department]
        done = max(case.at + _around(habit.pace * self.allowed, 0.55, rng), seen + 5 * MINUTE)
        if case.severity < 4 and self.department not in _ROUND_THE_CLOCK and self.allowed > 12 * HOUR:
            morning = next_morning(done, rng.uniform(8.3, 11.5))
            done = morning if morning < self.due else done
        stuck = rng.random() < 0.012 and case.severity < EMERGENCY
        if stuck or done > self.due + DAY:
            done = max(self.due + int(10 * rng.betavariate(1.6, 3.8) * DAY), seen + 5 * MINUTE)
        if done > self.due:
            self._press(seen, done, stuck)
        elif rng.random() < 0.03:
            self._add(int(rng.uniform(seen + 1, done)), "urged", department=self.department, note=note("urged", rng))
        self._add(done, "handled", department=self.department, note=note("handled", rng))
        if rng.random() < habit.reworks:
            again = next_morning(done + _around(min(7 * HOUR, self.allowed // 8), 0.7, rng), rng.uniform(8.3, 11.0))
            self._add(again, "reworked", department=self.department, note=note("reworked", rng))
            done = again + max(_around(0.2 * self.allowed, 0.5, rng), HOUR)
            self._add(done, "handled", department=self.department, note=note("handled", rng))
        return done

    def _press(self, seen: int, done: int, stuck: bool) -> None:
        """A longer time limit, or a reminder before it and a supervision order after it."""
        rng = self.rng
        before = int(self.due - rng.uniform(0.05, 0.2) * self.allowed)
        if not stuck and seen < before and rng.random() < 0.4:
            later = self.due + int(rng.uniform(0.4, 1.0) * self.allowed)
            self._add(before, "extended", department=self.department, due_at=iso(later), note=note("extended", rng))
            return
        if seen < before and rng.random() < 0.6:
            self._add(before, "urged", department=self.department, note=note("urged", rng))
        ordered = max(self.due, seen) + int(rng.uniform(2, 30) * HOUR)
        if ordered < done and rng.random() < 0.75:
            self._add(ordered, "supervised", department=self.department, note=note("supervised", rng))

    def _evaluate(self, done: int) -> int:
        """Residents are called back in three cases of four; four of five of them give 1..5."""
        rng = self.rng
        if rng.random() >= 0.78:
            return done
        at = next_morning(done + _around(8 * HOUR, 0.7, rng), rng.uniform(8.5, 11.5))
        if rng.random() >= 0.8:
            self._add(at, "evaluated", note="未接通")
            return at
        content = HABITS[self.department].content - (0.18 if done > self.due else 0.0)
        score = rng.choice((5, 5, 4) if rng.random() < content else (3, 3, 3, 2, 2, 1))
        text = "回访满意" if score == 5 else "回访基本满意" if score >= 3 else "回访不满意"
        self._add(at, "evaluated", satisfaction=score, note=text)
        return at

    def _add(self, at: int, stage: str, **fields: Any) -> None:
        self.steps.append(_step(self.case, at, stage, **fields))


def _collected(case: Case, allowed: int, rng: Random) -> tuple[int, Message]:
    return _step(
        case,
        case.at,
        "collected",
        title=(emergency if case.severity == EMERGENCY else title)(case.category, rng),
        category=case.category,
        severity=case.severity,
        area=case.spot.area,
        lon=case.spot.lon,
        lat=case.spot.lat,
        due_at=iso(case.at + allowed),
        self_handled=case.self_handled,
    )


def _step(case: Case, at: int, stage: str, **fields: Any) -> tuple[int, Message]:
    return at, {"event_id": case.event_id, "source": case.source, "stage": stage, "at": "", **fields}


def _around(median: float, spread: float, rng: Random) -> int:
    """A lognormal number of seconds, at least 20."""
    return max(20, int(rng.lognormvariate(log(median), spread)))
