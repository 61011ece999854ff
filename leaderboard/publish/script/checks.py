# Fifth part: hash, signature and files, and every difference in words.

import argparse
import base64
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from leaderboard.publish.script.award import check_facts, check_rest, check_scores
from leaderboard.publish.script.marks import Json, score
from leaderboard.publish.script.season import check_people, check_rounds, parts_of
from leaderboard.publish.script.standings import Count, region_score

MOST_SHOWN = 50


def canonical(value: Any) -> bytes:
    """The bytes that are hashed and signed: names sorted, no space, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def signed(envelope: Json) -> list[str]:
    """What is wrong with hash and signature."""
    body, wrong = canonical(envelope["body"]), []
    if hashlib.sha256(body).hexdigest() != envelope["sha256"]:
        wrong.append("sha256: is not that of the body")
    key = base64.b64decode(envelope["key"])
    if hashlib.sha256(key).hexdigest()[:16] != envelope["key_id"]:
        wrong.append("key_id: is not that of the key")
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415
    except ImportError:
        return [*wrong, "signature: not checked, the package cryptography is missing"]
    try:
        public = ed25519.Ed25519PublicKey.from_public_bytes(key)
        public.verify(base64.b64decode(envelope["signature"]), body)
    except (InvalidSignature, ValueError):
        wrong.append("signature: does not belong to this body and key")
    return wrong


def read_lines(path: Path) -> Iterator[Json]:
    """The lines of a file, packed or not."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from map(json.loads, file)


def check_answers(body: Json, lines: Iterable[Json]) -> Iterator[str]:
    """Differences between the result and what its answers come to."""
    form, questions = body["round"]["format"], body["questions"]
    count = Count(form, body["region"])
    annulled = 0
    for code, those in groupby(lines, key=lambda line: line["code"]):
        mine = list(those)
        annulled += sum(line["void"] % 2 for line in mine)
        for line in mine:
            ours = score(form, questions, line)
            if ours != line["score"]:
                yield f"answers {code} try {line['try']}: score {line['score']}, ours {ours}"
        count.person(code, mine)
    yield from _same("annulled", body["annulled"], annulled)
    yield from check_totals(body, count)
    digest = hashlib.sha256()
    for row in count.ranked():
        digest.update(canonical(row) + b"\n")
    yield from _same("standings", body["standings"], digest.hexdigest())


def check_totals(body: Json, count: Count) -> Iterator[str]:
    """Regions and cohorts: people, attempts, points, score and rank."""
    whole = count.totals[body["region"], ""]
    shown = _shown(body)
    yield from _same("whole contest", shown, whole)
    said = {row["path"]: _shown(row) for row in body["regions"]} | {body["region"]: shown}
    for row in body["regions"]:
        parent = said[row["path"].rpartition("/")[0]]
        yield from _check_region(body, row, count.totals[row["path"], ""], parent)
    for row in body["cohorts"]:
        stated = count.totals[body["region"], row["cohort"]]
        yield from _same(f"cohort {row['cohort']}", row["stated"], stated)
    yield from _ranks(body)


def _shown(row: Json) -> list[int]:
    return [row["people"], row["attempts"], row["points"]]


def _check_region(body: Json, row: Json, ours: list[int], parent: list[int]) -> Iterator[str]:
    where = f"region {row['path']}"
    if row["few"]:
        if 0 < ours[0] >= body["policy"]["few"]:
            yield f"{where}: is said to have few people, ours {ours[0]}"
        return
    shown = _shown(row)
    if not row["merged"]:  # else some of its answers are published under a wider region
        yield from _same(where, shown, ours)
    said = region_score(shown, parent, body["divisor"], body["policy"]["shrink"])
    yield from _same(f"{where} score_x100", row["score_x100"], said)


def _ranks(body: Json) -> Iterator[str]:
    """A region's rank: 1 + the number of its neighbours with a higher score."""
    families: defaultdict[str, list[Json]] = defaultdict(list)
    for row in body["regions"]:
        families[row["path"].rpartition("/")[0]].append(row)
    for rows in families.values():
        scores = [row["score_x100"] for row in rows if row["rank"] is not None]
        for row in rows:
            many = not row["few"] and row["people"] >= body["policy"]["least"]
            ours = 1 + sum(one > row["score_x100"] for one in scores) if many else None
            yield from _same(f"region {row['path']} rank", row["rank"], ours)


def check_persons(body: Json, lines: Iterable[Json]) -> Iterator[str]:
    """The rows of the board of persons, without their names, are the standings."""
    digest = hashlib.sha256()
    for line in lines:
        row = {name: value for name, value in line.items() if name != "name"}
        digest.update(canonical(row) + b"\n")
    yield from _same("persons", body["standings"], digest.hexdigest())


def _same(what: str, theirs: Any, ours: Any) -> Iterator[str]:
    if theirs != ours:
        yield f"{what}: theirs {theirs}, ours {ours}"


def check_file(body: Json, name: str, path: Path) -> Iterator[str]:
    """Whether a file is the one that was signed."""
    yield from _same(f"{path.name} sha256", body["files"][name]["sha256"], _hash(path))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


Files = Mapping[str, Path | Sequence[Path] | None]


def check(files: Files, key: str = "") -> Iterator[str]:
    """Every difference, in words. Raises OSError, ValueError or KeyError for what is no result."""
    path = _first(files, "result")
    envelope = json.loads(path.read_text("utf-8")) if path else {}
    if key and key != envelope["key"]:
        yield f"key: not the one you trust, but {envelope['key_id']}"
    yield from signed(envelope)
    body = envelope["body"]
    if "rests_on" in body:
        yield from check_resting(body, files)
        return
    parts = {"answers": check_answers, "persons": check_persons}
    for name, part in parts.items():
        if there := _first(files, name):
            yield from check_file(body, name, there)
            yield from part(body, read_lines(there))


def _paths(files: Files, name: str) -> list[Path]:
    there = files.get(name)
    return [there] if isinstance(there, Path) else list(there or ())


def _first(files: Files, name: str) -> Path | None:
    return next(iter(_paths(files, name)), None)


def check_resting(body: Json, files: Files) -> Iterator[str]:
    """An award or a season by itself, then against the results that it rests on and their answers,
    in whatever order these are given."""
    is_award = body["subject"]["formula"] == "award"
    if is_award:
        yield from check_scores(body)
    paths = _paths(files, "rests_on")
    if len(paths) != len(body["rests_on"]):
        yield f"rests_on: not checked, name the {len(body['rests_on'])} files of these results"
        return
    bases = [json.loads(path.read_text("utf-8")) for path in paths]
    for line in (line for base in bases for line in signed(base)):
        yield f"rests_on {line}"
    bodies = _as_named(body, [base["body"] for base in bases])
    told = [(base, hashlib.sha256(canonical(base)).hexdigest()) for base in bodies]
    answers = _beside(bodies, _paths(files, "answers"))
    for base, there in zip(bodies, answers, strict=False):
        yield from check_file(base, "answers", there)
    if is_award:
        yield from check_rest(body, *told[0])
        if answers:
            yield from check_facts(body, bodies[0], read_lines(answers[0]))
        return
    yield from check_rounds(body, told)
    persons = _first(files, "persons")
    if persons and len(answers) == len(bodies):
        yield from check_file(body, "persons", persons)
        yield from check_season(body, bodies, [read_lines(one) for one in answers], persons)


def _as_named(body: Json, bases: list[Json]) -> list[Json]:
    """The results in the order in which the body names their rounds; strangers last."""
    codes = [rest["round"] for rest in body["rests_on"]]
    known = [base for base in bases if base["round"]["code"] in codes]
    known.sort(key=lambda base: codes.index(base["round"]["code"]))
    return known + [base for base in bases if base not in known]


def _beside(bases: Sequence[Json], paths: Sequence[Path]) -> Sequence[Path]:
    """Each result's own file of answers, told by its hash; a file of none of them takes the place
    that is left. Fewer files than results are taken as they are given."""
    if len(paths) != len(bases):
        return paths
    signed_ = [base["files"]["answers"]["sha256"] for base in bases]
    own = {_hash(path): path for path in paths}
    others = iter([path for digest, path in own.items() if digest not in signed_])
    return [own.get(digest) or next(others, paths[0]) for digest in signed_]


def check_season(
    body: Json, bases: Sequence[Json], answers: Sequence[Iterable[Json]], persons: Path
) -> Iterator[str]:
    """Everybody's rounds put together again."""
    yield from check_persons(body, read_lines(persons))
    first = min(base["round"]["opens_at"] for base in bases)
    rounds = [
        parts_of(base["round"], first, lines) for base, lines in zip(bases, answers, strict=True)
    ]
    yield from check_people(body, rounds, read_lines(persons))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("result", type=Path, help="result.json, award.json or season.json")
    parser.add_argument(
        "--answers", type=Path, nargs="+", help="answers.jsonl.gz; of a season each round's"
    )
    parser.add_argument("--persons", type=Path, help="persons.jsonl.gz")
    parser.add_argument(
        "--rests-on", type=Path, nargs="+", help="the results that an award or a season rests on"
    )
    parser.add_argument(
        "--key", default="", help="the public key you trust, as /results/key has it"
    )
    said = vars(parser.parse_args())
    key, differences = said.pop("key"), 0
    try:
        for differences, line in enumerate(check(said, key), 1):
            if differences <= MOST_SHOWN:
                sys.stdout.write(f"✗ {line}\n")
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stdout.write(f"cannot be read: {error!r}\n")
        return 2
    sys.stdout.write("same\n" if not differences else f"{differences} differences\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
