"""What a household must be: a few people in one village."""

from common.problems import FieldError
from common.problems import Invalid


class HouseholdIsWrong(Invalid):
    """Some fields of the household cannot be taken."""


def check_head(head: object, members: frozenset[object]) -> None:
    """The head of a household must be one of its members."""
    if head is not None and head not in members:
        raise HouseholdIsWrong(FieldError("head", "field.household.head"))
