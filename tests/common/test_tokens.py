"""Only a fresh token of a trusted key, made for us, says who is calling."""

import base64
import json
import time
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from common.problems import Forbidden
from common.tokens import ALGORITHM
from common.tokens import TYPE
from common.tokens import Caller
from common.tokens import SigningKey
from common.tokens import TokenRefused
from common.tokens import area_prefix
from common.tokens import make_keys
from common.tokens import public_keys
from common.tokens import sign
from common.tokens import signing_key
from common.tokens import verify

CALLER = Caller(
    "anna", "hr", ("511922",), UUID(int=1), UUID(int=2), purpose="shortlist"
)


@pytest.fixture
def key(keys) -> SigningKey:
    return signing_key(keys / "gateway.private.json")


@pytest.fixture
def trusted(keys):
    return public_keys(keys / "public.json")


def claims(caller: dict | None = None, **changed) -> dict:
    now = int(time.time())
    good = {"iss": "gateway", "aud": "jobs", "iat": now, "exp": now + 60}
    person = {"subject": "anna", "role": "county", "areas": ["51"]}
    return {**good, **changed, "caller": {**person, **(caller or {})}}


HEADER = {"alg": ALGORITHM, "typ": TYPE, "kid": "gateway"}


def signed(key, header=None, **changed) -> str:
    header = {**HEADER, **(header or {})}
    return jwt.encode(header, claims(**changed), key.key, algorithms=[ALGORITHM])


def raw(key: SigningKey, payload: bytes) -> str:
    """A token with exactly these bytes as claims, rightly signed."""
    from joserfc import jws

    return jws.serialize_compact(HEADER, payload, key.key, algorithms=[ALGORITHM])


def test_what_was_signed_is_what_is_verified(key, trusted):
    assert verify(sign(CALLER, key, "jobs"), trusted, "jobs") == CALLER


def test_the_hand_made_token_below_is_good(key, trusted):
    assert verify(signed(key), trusted, "jobs").role == "county"


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "people"},
        {"aud": ["jobs", "people"]},
        {"iss": "matching"},
        {"iss": None},
        {"exp": "9999999999"},
        {"exp": 9999999999},
        {"exp": 1e10},
        {"exp": True},
        {"exp": None},
        {"nbf": 1},
        {"iat": None},
        {"iat": int(time.time()) + 600, "exp": int(time.time()) + 630},
        {"iat": int(time.time()) - 600, "exp": int(time.time()) - 540},
        {"caller": {"role": "god"}},
        {"caller": {"role": None}},
        {"caller": {"subject": None}},
        {"caller": {"subject": 7}},
        {"caller": {"areas": "51"}},
        {"caller": {"areas": ["511"]}},
        {"caller": {"areas": ["５１"]}},
        {"caller": {"areas": ["%"]}},
        {"caller": {"areas": [51]}},
        {"caller": {"areas": None}},
        {"caller": {"employer": "not an id"}},
        {"caller": {"worker": 5}},
    ],
)
def test_wrong_claims_are_refused(key, trusted, changed):
    with pytest.raises(TokenRefused):
        verify(signed(key, **changed), trusted, "jobs")


def test_a_time_in_words_is_refused_though_it_is_right(key, trusted):
    soon = str(int(time.time()) + 60)

    with pytest.raises(TokenRefused):
        verify(signed(key, exp=soon), trusted, "jobs")


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"kid": "matching"},
        {"kid": "nobody"},
        {"cty": "JWT"},
    ],
)
def test_wrong_headers_are_refused(key, trusted, header):
    with pytest.raises(TokenRefused):
        verify(signed(key, header), trusted, "jobs")


def test_a_repeated_claim_is_refused(key, trusted):
    once = json.dumps(claims()).encode()
    twice = once[:-2] + b', "role": "admin"}}'

    assert verify(raw(key, once), trusted, "jobs").role == "county"
    with pytest.raises(TokenRefused):
        verify(raw(key, twice), trusted, "jobs")


def part(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_an_unsigned_token_is_refused(trusted):
    token = f"{part({**HEADER, 'alg': 'none'})}.{part(claims())}."

    with pytest.raises(TokenRefused):
        verify(token, trusted, "jobs")


def test_the_public_key_as_a_shared_secret_is_refused(trusted, keys):
    secret = OctKey.import_key((keys / "public.json").read_bytes())
    header = {**HEADER, "alg": "HS256"}
    token = jwt.encode(header, claims(), secret, algorithms=["HS256"])

    with pytest.raises(TokenRefused):
        verify(token, trusted, "jobs")


def test_altered_claims_are_refused(key, trusted):
    head, _, signature = signed(key).split(".")

    with pytest.raises(TokenRefused):
        verify(f"{head}.{part(claims({'role': 'admin'}))}.{signature}", trusted, "jobs")


@pytest.mark.parametrize(
    "token", ["", "a", "a.b", "a.b.c", "é.é.é", "." * 9, "a" * 9999]
)
def test_what_is_no_token_is_refused(trusted, token):
    with pytest.raises(TokenRefused):
        verify(token, trusted, "jobs")


def test_a_padded_or_trailing_signature_is_refused(key, trusted):
    with pytest.raises(TokenRefused):
        verify(signed(key) + "==", trusted, "jobs")
    with pytest.raises(TokenRefused):
        verify(signed(key) + ".extra", trusted, "jobs")


def test_a_member_speaks_only_for_itself(keys, trusted):
    matching = signing_key(keys / "matching.private.json")
    own = sign(Caller("matching", "member"), matching, "jobs")
    for_a_person = sign(Caller("anna", "county", ("51",)), matching, "jobs")

    assert verify(own, trusted, "jobs").role == "member"
    with pytest.raises(TokenRefused):
        verify(for_a_person, trusted, "jobs")


def test_a_strangers_key_is_refused(tmp_path, trusted):
    make_keys(tmp_path, ("gateway",))
    stranger = signing_key(tmp_path / "gateway.private.json")

    with pytest.raises(TokenRefused):
        verify(signed(stranger), trusted, "jobs")


def test_making_keys_again_keeps_them(tmp_path):
    make_keys(tmp_path)
    before = (tmp_path / "public.json").read_text()
    make_keys(tmp_path)

    assert (tmp_path / "public.json").read_text() == before
    assert '"d"' not in before


def test_a_private_key_that_others_may_read_is_refused(tmp_path):
    make_keys(tmp_path)
    file = tmp_path / "gateway.private.json"
    file.chmod(0o644)

    with pytest.raises(PermissionError):
        signing_key(file)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("511922100201", "511922100201"),
        ("511922100000", "511922100"),
        ("511922000000", "511922"),
        ("511900000000", "5119"),
        ("510000000000", "51"),
        ("500000000000", "50"),
        ("000000000000", ""),
    ],
)
def test_areas_are_cut_at_whole_levels(code, prefix):
    assert area_prefix(code) == prefix


def test_a_township_ending_in_zeros_does_not_see_its_neighbours():
    officer = Caller("li", "township", (area_prefix("511922100000"),))

    assert officer.sees("511922100201")
    assert not officer.sees("511922101201")


def test_nobody_sees_an_area_without_a_range():
    assert not Caller("li", "hr").sees("511922100201")


def test_another_role_is_forbidden():
    CALLER.must_be("county", "hr")

    with pytest.raises(Forbidden):
        CALLER.must_be("county")


async def test_the_header_tells_the_route_who_is_calling(sample, bearer):
    known = await sample.get("/probes/me", headers=bearer("sample", subject="li"))
    other = await sample.get("/probes/me", headers=bearer("jobs"))
    none = await sample.get("/probes/me")

    assert known.json() == "li"
    assert (other.status_code, none.status_code) == (401, 401)
    assert none.headers["www-authenticate"] == "Bearer"
