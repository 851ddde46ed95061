from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.briefing.plan import PlanError, load_plan, trigger_of

WHOLE = """
when = "30 7 * * 1-5"
keep_weeks = 53
url = "https://wall.example.gov"

[smtp]
host = "mail.example.gov"
port = 465
sender = "briefing@example.gov"
user = "gridscope"
tls = "tls"
attach_mb = 20

[[recipient]]
name = "leader"
mail = ["leader@example.gov"]
attach = ["pdf", "pptx"]

[[recipient]]
name = "chengbei"
area = "990101001000"
language = "en"
forms = ["pdf", "md"]
webhook = { kind = "wecom", url = "https://qyapi.example.com/send?key=secret" }
"""


def _load(folder: Path, words: str) -> object:
    path = folder / "plan.toml"
    path.write_text(words)
    return load_plan(path)


def test_every_key_of_a_plan(tmp_path: Path) -> None:
    plan = load_plan(tmp_path / "plan.toml") if _load(tmp_path, WHOLE) else None
    assert plan is not None
    assert (plan.when, plan.keep_weeks, plan.url) == ("30 7 * * 1-5", 53, "https://wall.example.gov")
    assert plan.smtp is not None
    assert (plan.smtp.port, plan.smtp.tls, plan.smtp.attach_mb) == (465, "tls", 20)
    leader, chengbei = plan.recipient
    assert (leader.area, leader.language, len(leader.forms), leader.attach) == ("", "zh", 6, ("pdf", "pptx"))
    assert chengbei.webhook is not None
    # It bears the name and language of whom it is for.
    assert (chengbei.webhook.name, chengbei.webhook.language) == ("chengbei", "en")


def test_no_file_is_no_plan() -> None:
    assert load_plan(None) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('when = "monday"', "when: when 'monday' has 1 words; expected 5: minute hour day month weekday"),
        ('when = "0 25 * * mon"', "when: when '0 25 * * mon' is not cron's"),
        ("keep_weeks = 0", "keep_weeks: Input should be greater than or equal to 1"),
        ('url = "wall.example.gov"', "url: String should match pattern"),
        ("weeks = 3", "weeks: Extra inputs are not permitted"),
        ('[[recipient]]\nname = "a b"', "recipient 0 name: String should match pattern"),
        ('[[recipient]]\nname = "a"\nforms = ["exe"]', "recipient 0 forms 0: Input should be 'png'"),
        ('[[recipient]]\nname = "a"\nforms = []', "recipient 0 forms: Tuple should have at least 1 item"),
        ('[[recipient]]\nname = "a"\nmail = ["nobody"]', "recipient 0 mail 0: String should match pattern"),
        ('[[recipient]]\nname = "a"\nmail = ["a@b"]', "recipients have mail addresses but there is no"),
        ('[[recipient]]\nname = "a"\n[[recipient]]\nname = "a"', "recipient 'a' stands twice"),
        ('[[recipient]]\nname = "a"\nwebhook = { kind = "json", url = "ftp://x/secret" }', "recipient 0 webhook url"),
        ("[[recipient]\n", "is not TOML"),
    ],
)
def test_a_plan_that_cannot_be_used_says_where_and_why(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(PlanError) as error:
        _load(tmp_path, words)
    assert said in str(error.value)
    assert "plan.toml" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="No such file or directory; expected a TOML file"):
        load_plan(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("0 8 * * mon", "2026-11-23T08:00"),
        ("0 8 * * 1", "2026-11-23T08:00"),
        ("0 8 * * 0", "2026-11-29T08:00"),
        ("0 8 * * 7", "2026-11-29T08:00"),
        ("30 7 * * 5-6", "2026-11-27T07:30"),
        ("*/20 * * * *", "2026-11-22T13:00"),
        ("0 8 1 * *", "2026-12-01T08:00"),
    ],
)
def test_cron_counts_weekdays_from_sunday(when: str, due: str) -> None:
    """The scheduler counts them from Monday."""
    now = datetime(2026, 11, 22, 4, 50, tzinfo=UTC)
    found = trigger_of(when, "Asia/Shanghai").get_next_fire_time(None, now)
    assert f"{found:%Y-%m-%dT%H:%M}" == due
