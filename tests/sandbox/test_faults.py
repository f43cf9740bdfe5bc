"""Fault rules strike the calls they name, as often as they say, after those they let through."""

from sandbox.faults import FaultKind, FaultRule, Faults


def struck(faults: Faults, method: str, chat: int | None = None) -> FaultKind | None:
    rule = faults.strike_call(method, chat)
    return rule.kind if rule else None


def test_a_rule_lets_some_calls_through_and_then_strikes_its_times() -> None:
    faults = Faults()
    faults.add(FaultRule(kind=FaultKind.BAD_GATEWAY, method="sendMessage", after_calls=1, times=2))

    assert [struck(faults, "sendMessage") for _ in range(4)] == [None, "502", "502", None]
    assert [(one.seen, one.struck) for one in faults.all()] == [(4, 2)]


def test_a_rule_strikes_only_its_method_and_chat() -> None:
    faults = Faults()
    faults.add(FaultRule(kind=FaultKind.SERVER_ERROR, method="SENDMESSAGE", chat=5))

    assert struck(faults, "editMessageText", 5) is None
    assert struck(faults, "sendMessage", 6) is None
    assert struck(faults, "sendMessage", 5) == "500"


def test_rules_for_updates_leave_calls_alone() -> None:
    faults = Faults()
    faults.add(FaultRule(kind=FaultKind.UPDATE_DUPLICATE))

    assert struck(faults, "sendMessage") is None
    assert faults.strike_update(FaultKind.UPDATE_DUPLICATE, "message") is not None


def test_cleared_rules_strike_no_more() -> None:
    faults = Faults()
    faults.add(FaultRule(kind=FaultKind.SERVER_ERROR, times=9))

    faults.clear()

    assert struck(faults, "sendMessage") is None
