"""Examples of what routes about referrals take."""

from gateway.examples import body_like

REFERRAL_DRAFT = body_like(
    {
        "worker": "01920000-0000-7000-8000-00000000000a",
        "post": "01920000-0000-7000-8000-000000000002",
        "consent": "phone",
        "close_others": True,
    }
)
STEP = body_like(
    {
        "step": "interview",
        "interview_at": "2027-03-02T09:00:00+08:00",
        "interview_place": "厂门口门卫室，找刘姐",
    }
)
TERMS = body_like(
    {
        "started": "2026-11-16",
        "contract": "labour",
        "contract_until": "2027-11-15",
        "insurance": ["social"],
    }
)
INVITATION = body_like({"handle": "0123456789abcdef0123", "note": "可以自带午饭"})
