"""What the answer of each rule comes with: numbers, ease, and what is then asked."""

from services.matching.kernel import outcomes as rule

# What the numbers of a rule are; a rule that is not named has none.
NUMBERS = {
    "law.child": ("age",),
    "law.minor": ("age",),
    "eligible.age": ("age",),
    "eligible.licence": ("licence",),
    "body.demands": ("blocked", "careful"),
    "body.asked": ("unasked",),
    "reach.home": ("minutes", "mode", "metres"),
    "reach.delivery": ("minutes", "mode", "metres"),
    "reach.live_in": ("minutes", "mode", "metres"),
    "reach.scope": ("minutes", "mode", "metres"),
    "reach.commute": ("minutes", "mode", "metres"),
    "reach.shuttle": ("minutes", "mode", "metres"),
    "reach.known": ("minutes", "mode", "metres"),
    "reach.bus": ("minutes", "mode", "metres"),
    "reach.asked": ("minutes", "mode", "metres"),
    "week.asked": ("days", "required"),
    "week.hours": ("day", "minutes", "required"),
    "week.days": ("days", "required"),
    "week.care": ("day", "minutes", "required"),
    "week.long": ("minutes",),
    "pay.floor": ("percent",),
    "skill.must": ("need",),
    "skill.asked": ("need",),
    "asks.age": ("age",),
    "asks.language": ("language",),
    "law.wage": ("fen",),
}

# Families whose cautions are compromises, which count for ease.
EASING = ("eligible", "reach", "week", "pay", "skill")
EASES = tuple(int(name.partition(".")[0] in EASING) for name in rule.RULES)
ASKING = {
    "law.child": rule.ASK_BIRTH,
    "eligible.group": rule.ASK_GROUPS,
    "eligible.residence": rule.ASK_AREA,
    "eligible.age": rule.ASK_BIRTH,
    "eligible.licence": rule.ASK_LICENCES,
    "body.demands": rule.ASK_DEMANDS,
    "body.asked": rule.ASK_BODY,
    "reach.scope": rule.ASK_AREA,
    "reach.live_in": rule.ASK_LIVE_IN,
    "pay.asked": rule.ASK_PAY,
    "skill.asked": rule.ASK_SKILLS,
    "asks.age": rule.ASK_BIRTH,
    "asks.schooling": rule.ASK_SCHOOLING,
}
# Of the rest only reach and week can be unknown.
ASKS = tuple(
    ASKING.get(name, rule.ASK_REACH if name.startswith("reach") else rule.ASK_HOURS)
    for name in rule.RULES
)
