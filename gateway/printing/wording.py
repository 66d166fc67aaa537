"""Words that several sheets share."""

from collections.abc import Iterable

from common.contracts.contacts import Number
from common.texts import Language
from common.texts import say


def phones_text(phones: Iterable[Number], lang: Language) -> str:
    """Every telephone, and whose it is where it is not the person's own."""
    return "\n".join(
        phone.number
        if phone.relation == "self"
        else f"{phone.number}（{say(f'contact.whose.{phone.relation}', lang)}）"
        for phone in phones
    )
