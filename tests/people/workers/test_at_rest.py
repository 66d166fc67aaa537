"""What a thief of the database would find: none of a canary's words, in any writing."""

from base64 import b64encode

from tests.people.builders import a_change
from tests.people.builders import a_worker

ID_NUMBER = "99022119880406018X"
CERTIFICATE = "99022119880406018X72"
CANARY = {
    "name": "欧阳燕翎",
    "id_number": ID_NUMBER,
    "certificate": CERTIFICATE,
    "phones": [{"number": "15498765432", "relation": "child"}],
}
HEALTH = {
    "limits": ["小儿麻痹后遗症"],
    "categories": ["残疾人:肢体二级"],
    "capabilities": {"hear": "tinnitus"},
    "said": "夜里犯癫痫",
    "vetoes": ["怕见血"],
    "certificates": ["癫痫病历"],
}
SECRETS = (
    "欧阳燕翎", "燕翎", "ouyang", ID_NUMBER, "19880406018", CERTIFICATE,
    "15498765432", "小儿麻痹", "残疾", "肢体", "tinnitus", "癫痫", "怕见血",
)  # fmt: skip


def writings(secret: str) -> set[bytes]:
    """A secret as it may lie in a file."""
    plain = secret.encode()
    return {
        plain,
        plain.hex().encode(),
        secret.encode("utf-16-le"),
        secret.encode("gb18030"),
        b64encode(plain)[:-2].rstrip(b"="),
        secret.encode("unicode_escape"),
    }


async def everything(owner) -> bytes:
    """All rows of all tables as text, and all binary values as they are."""
    names = await owner.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname='public'"
    )
    found = []
    for row in names:
        for record in await owner.fetch(f'SELECT * FROM "{row["tablename"]}"'):
            found.append(repr(tuple(record)).encode())
            found += [value for value in record.values() if isinstance(value, bytes)]
    return b"\n".join(found)


async def test_the_search_for_secrets_finds_what_lies_open(coordinator, owner):
    await coordinator.add(a_worker(stated={"skills": ["养殖大鲵"]}))
    dump = await everything(owner)

    assert any(writing in dump for writing in writings("养殖大鲵"))


async def test_nothing_of_a_person_lies_open_in_any_table(coordinator, owner):
    id = await coordinator.add(a_worker(**CANARY, stated=HEALTH))
    change = a_change(stated={"said": "夜里犯癫痫，怕见血"})
    await coordinator.write(f"/workers/{id}", change, "PATCH")
    await coordinator.write("/workers/find", {"id_number": ID_NUMBER})
    await coordinator.write(f"/workers/{id}/withdraw", {"kind": "pause"})
    dump = await everything(owner)
    told = [s for s in SECRETS if any(writing in dump for writing in writings(s))]

    assert told == []


async def test_nothing_of_a_person_stands_in_the_feed(coordinator, feed):
    await coordinator.add(a_worker(**CANARY, stated=HEALTH))
    answer = await feed.ask("GET", "/internal/feed/snapshot", params={"kind": "worker"})
    told = [s for s in SECRETS if any(w in answer.content for w in writings(s))]

    assert told == []


async def test_nothing_of_a_person_stands_in_the_log(coordinator, capsys):
    id = await coordinator.add(a_worker(**CANARY, stated=HEALTH))
    await coordinator.read(f"/workers/{id}/facts")
    await coordinator.refused("/workers", a_worker(**CANARY))
    await coordinator.read("/workers", text="欧阳燕翎")
    shown = capsys.readouterr()
    log = (shown.out + shown.err).encode()
    told = [s for s in SECRETS if any(writing in log for writing in writings(s))]

    assert told == []
