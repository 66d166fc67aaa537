"""Outcome and rule codes as small numbers; a rule's place in RULES is its number."""

PASS = 0
CAUTION = 1
UNKNOWN = 2
BLOCK = 3

# Verdict ranks, best first.
FIT = 0
CONDITIONAL = 1
OPEN_QUESTION = 2
UNFIT = 3

RULES = (
    "open.post", "open.advert", "open.worker",
    "law.child", "law.minor", "law.women", "law.over_age",
    "eligible.group", "eligible.residence", "eligible.age", "eligible.licence",
    "eligible.background",
    "safety.hazard", "safety.signal",
    "body.demands", "body.asked",
    "reach.home", "reach.delivery", "reach.live_in", "reach.scope", "reach.commute",
    "reach.shuttle", "reach.known", "reach.bus", "reach.asked",
    "week.season", "week.asked", "week.hours", "week.days", "week.care",
    "week.night", "week.long",
    "pay.floor", "pay.asked",
    "skill.must", "skill.asked",
    "asks.age", "asks.schooling", "asks.language",
    "veto.refused", "skill.trade", "law.wage",
)  # fmt: skip

(
    OPEN_POST, OPEN_ADVERT, OPEN_WORKER,
    LAW_CHILD, LAW_MINOR, LAW_WOMEN, LAW_OVER_AGE,
    ELIGIBLE_GROUP, ELIGIBLE_RESIDENCE, ELIGIBLE_AGE, ELIGIBLE_LICENCE,
    ELIGIBLE_BACKGROUND,
    SAFETY_HAZARD, SAFETY_SIGNAL,
    BODY_DEMANDS, BODY_ASKED,
    REACH_HOME, REACH_DELIVERY, REACH_LIVE_IN, REACH_SCOPE, REACH_COMMUTE,
    REACH_SHUTTLE, REACH_KNOWN, REACH_BUS, REACH_ASKED,
    WEEK_SEASON, WEEK_ASKED, WEEK_HOURS, WEEK_DAYS, WEEK_CARE,
    WEEK_NIGHT, WEEK_LONG,
    PAY_FLOOR, PAY_ASKED,
    SKILL_MUST, SKILL_ASKED,
    ASKS_AGE, ASKS_SCHOOLING, ASKS_LANGUAGE,
    VETO_REFUSED, SKILL_TRADE, LAW_WAGE,
) = range(42)  # fmt: skip

PARTS = ("distance", "skills", "week", "pay", "wish", "terms", "ease")
DISTANCE, SKILLS, WEEK, PAY, WISH, TERMS, EASE = range(7)

# What must be asked before an open question closes; bits of a mask, in this order.
QUESTIONS = (
    "birth", "groups", "area", "licences", "body", "demands", "reach", "live_in",
    "hours", "pay", "skills", "schooling",
)  # fmt: skip
(
    ASK_BIRTH, ASK_GROUPS, ASK_AREA, ASK_LICENCES, ASK_BODY, ASK_DEMANDS, ASK_REACH,
    ASK_LIVE_IN, ASK_HOURS, ASK_PAY, ASK_SKILLS, ASK_SCHOOLING,
) = range(12)  # fmt: skip
