from pathlib import Path

import pytest

from dashboard.alerts.targets import TargetError, load_targets
from data_access.clock import MINUTE

KEY = "https://qyapi.example/cgi-bin/webhook/send?key=very-secret"


def test_none() -> None:
    assert load_targets(None) == load_targets("  ") == ()


def test_in_short() -> None:
    one, two = load_targets(f"duty=wecom:{KEY}, ops=json:http://127.0.0.1:9/x")
    assert (one.name, one.kind, one.url, one.form) == ("duty", "wecom", KEY, "markdown")
    assert (two.name, two.kind) == ("ops", "json")
    assert one.wish.target == "duty"
    assert one.wish.changes == {"raised", "escalated", "cleared"}
    assert one.wish.least_severity == "warn"
    assert one.wish.give_up == 60 * MINUTE


def test_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "webhooks.toml"
    path.write_text(
        '[[webhook]]\nname = "a"\nkind = "dingtalk"\nurl = "https://oapi.example/robot/send?access_token=x"\n'
        'secret = "SEC1"\nleast_severity = "crit"\nchanges = ["raised", "acknowledged"]\ngive_up_minutes = 5\n'
        'language = "en"\nform = "text"\n',
        "utf-8",
    )
    (one,) = load_targets(str(path))
    assert (one.secret, one.language, one.form) == ("SEC1", "en", "text")
    assert one.wish.changes == {"raised", "acknowledged"}
    assert "SEC1" not in repr(one)
    assert "access_token" not in repr(one)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"duty={KEY.replace(':', '')}:", "webhook 1 kind"),
        (f"duty=slack:{KEY}", "webhook 1 kind: Input should be 'json', 'wecom' or 'dingtalk'"),
        (f"=wecom:{KEY}", "webhook 1 name"),
        (f"a b=wecom:{KEY}", "webhook 1 name"),
        (f"a=wecom:{KEY},a=wecom:{KEY}", "webhook name 'a' stands twice"),
        (f"a=wecom:{KEY},{KEY}", "entry 2 is not name=kind:url"),
        ("a=json:ftp://host/very-secret", "webhook 1 url: expected an address that begins with http:// or https://"),
        ("a=json:http:///very-secret", "webhook 1 url"),
        ("a=json:http://host:99999/very-secret", "webhook 1 url"),
        ("a=json:http://host/very-secret\r\nHost: x", "webhook 1 url"),
    ],
)
def test_an_error_names_what_is_wrong_and_never_the_address(text: str, words: str) -> None:
    with pytest.raises(TargetError) as caught:
        load_targets(text)
    assert words in str(caught.value)
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x", "is not TOML"),
        ("webhook = 3", "'webhook' is not known"),
        ("hook = []", "'hook' is not known; expected [[webhook]] tables"),
        ("webhook = [3]", "webhook 1 fields"),
        ('[[webhook]]\nname = "a"\nkind = "json"\n', "webhook 1 url: Field required"),
        ('[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\nfoo = 1\n', "webhook 1 foo"),
        (
            '[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\nsecret = "s"\n',
            "secret is of kind dingtalk only",
        ),
        (
            '[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\nchanges = []\n',
            "webhook 1 changes: expected a list",
        ),
        (
            '[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\nchanges = ["gone"]\n',
            "expected a list of raised",
        ),
        ('[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\ngive_up_minutes = 0\n', "give_up_minutes"),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "webhooks.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(TargetError) as caught:
        load_targets(str(path))
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="No such file or directory; expected a TOML file or name=kind:url"):
        load_targets(str(tmp_path / "none.toml"))
