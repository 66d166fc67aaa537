"""What comes out at the front door is what `doorstep judge` finds in the same file."""

from common.intake.exchange import read_exchange
from tests.system.exchanging import homes_as_told
from tests.system.exchanging import lists_by_api
from tests.system.exchanging import lists_by_judge
from tests.system.exchanging import verdicts


def test_posts_stand_in_the_same_order_under_the_same_verdicts(loaded):
    by_api = lists_by_api(loaded)

    assert verdicts(by_api) == verdicts(lists_by_judge(loaded.exchange))
    assert len(by_api) == 20
    assert sum(map(len, by_api.values())) > 80


def test_scores_ways_rules_and_sentences_are_the_same(loaded, document):
    exchange = read_exchange(homes_as_told(document))

    assert lists_by_api(loaded) == lists_by_judge(exchange)


def test_no_list_comes_with_more_than_three_questions(loaded):
    lists = [loaded.shortlist_of(worker) for worker in loaded.workers]

    assert max(len(told["questions"]) for told in lists) <= 3


def test_who_told_next_to_nothing_is_asked_three_questions(loaded):
    area = loaded.exchange.workers["HP05"].area
    officer = loaded.officer_of("HP05")
    asked = officer.post("/v1/shortlists", {"worker": {"area": area}})
    opened = [question["opens"] for question in asked.json()["questions"]]

    assert len(opened) == 3
    assert opened == sorted(opened, reverse=True)


def test_unlawful_adverts_are_refused_with_the_law_named(loaded):
    types = {key: told["type"] for key, told in loaded.refused.items()}
    sentences = [
        error["message"] for told in loaded.refused.values() for error in told["errors"]
    ]

    assert types == dict.fromkeys(
        ("H58", "H61", "N52", "N53"), "/problems/post-not-lawful"
    )
    assert len(sentences) >= 4
    assert [said for said in sentences if "《" not in said] == []


def test_posts_that_ended_are_in_nobodys_list(loaded):
    states = {key: loaded.state_of(key) for key in ("H59", "N50", "H60", "N51")}
    listed = {
        match["post"] for matches in lists_by_api(loaded).values() for match in matches
    }

    assert states == {
        "H59": "filled",
        "N50": "filled",
        "H60": "expired",
        "N51": "expired",
    }
    assert listed & states.keys() == set()
