"""How well reprints are told from other texts: made reprints of every text, and all pairs of different texts.

    python bench/reprints/measure.py [--corpora DIR] [--lab-articles N]

Texts: those of the bundled sample newspaper, and with `--corpora` those of its benches and of its simulated papers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from archiver.core.reprints import SHARED, SHORTEST, Wording, share, sketch, words_of
from archiver.demo.content import articles

BENCHES = ("aeb", "fundus_eval", "fundus_tests")
LEAD = (
    "Ghi nhận của phóng viên báo Mẫu sáng cùng ngày cho thấy bà con hai bên bờ suối đã kéo nhau ra xem từ rất sớm, "
    "ai cũng phấn khởi vì từ nay đường về bản không còn phải vòng qua ngọn đồi phía sau trường học nữa. "
)
OTHER = ("rừng", "suối", "nương", "rẫy", "phiên", "chợ", "bếp", "lửa", "nhà", "sàn", "mái", "ngói", "hàng", "cau")


def lead_added(text: str, _: random.Random) -> str:
    return LEAD + text


def tail_cut(text: str, _: random.Random) -> str:
    words = text.split(" ")
    return " ".join(words[: max(SHORTEST + 5, len(words) // 2)])


def byline(text: str, _: random.Random) -> str:
    return f"(TTXVN) - {text}\n\nTheo TTXVN/Vietnam+"


def words_changed(text: str, luck: random.Random, share: float = 0.03) -> str:
    words = text.split(" ")
    for at in luck.sample(range(len(words)), int(len(words) * share)):
        if not re.search(r"\d", words[at]):
            words[at] = luck.choice(OTHER)
    return " ".join(words)


def paragraph_dropped(text: str, luck: random.Random) -> str:
    parts = [part for part in text.split("\n") if part.strip()]
    if len(parts) > 3:
        del parts[luck.randrange(1, len(parts) - 1)]
    return "\n".join(parts)


def all_of_it(text: str, luck: random.Random) -> str:
    return lead_added(byline(words_changed(tail_cut(text, luck), luck, 0.01), luck), luck)


def numbers_changed(text: str, luck: random.Random) -> str:
    return re.sub(r"\d+", lambda number: str(int(number.group()) + 1 + luck.randrange(9)), text)


MADE: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, _: text,
    "a lead before it": lead_added,
    "half of it cut": tail_cut,
    "an agency's byline": byline,
    "a paragraph dropped": paragraph_dropped,
    "3 words in 100 changed": words_changed,
    "lead, byline, cut, 1 in 100 changed": all_of_it,
}


def texts(corpora: Path | None, lab_articles: int) -> Iterator[tuple[str, str]]:
    """Names of sets and texts."""
    for one in articles(7):
        yield "sample newspaper", "\n".join((one.lead, *one.paragraphs))
    if corpora is None:
        return
    for name in BENCHES:
        for line in (corpora / "bench" / name / "truth.jsonl").read_text("utf-8").splitlines():
            yield name, json.loads(line).get("body") or ""
    python = os.environ.get("NEWSLAB_PYTHON", sys.executable)
    command = [python, "-m", "newslab", "truth", "--articles", str(lab_articles)]
    told = subprocess.run(command, cwd=corpora / "newslab", capture_output=True, check=True, text=True).stdout
    for line in told.splitlines():
        yield "simulated papers", json.loads(line).get("body_text") or ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("ARCHIVER_CORPORA"))
    parser.add_argument("--lab-articles", type=int, default=60, help="of each simulated paper")
    asked = parser.parse_args()
    luck = random.Random(7)
    found = list(dict.fromkeys(texts(Path(asked.corpora) if asked.corpora else None, asked.lab_articles)))
    long = [(name, text) for name, text in found if len(words_of(text)) >= SHORTEST * 2]
    print(f"{len(found)} different texts, {len(long)} of them of {SHORTEST * 2} words or more")
    for kind, make in MADE.items():
        met = seen = 0
        for _, text in long:
            other = make(text, luck)
            near = len(set(sketch(words_of(text))) & set(sketch(words_of(other)))) >= SHARED
            alike = share(Wording.of(text), Wording.of(other)) is not None
            met += near and alike
            seen += alike
        print(f"{kind:38} found {met / len(long):.4f} (texts compared with all others: {seen / len(long):.4f})")
    templates = [(text, numbers_changed(text, luck)) for _, text in long if len(set(re.findall(r"\d+", text))) >= 3]
    wrong = sum(share(Wording.of(one), Wording.of(other)) is not None for one, other in templates)
    print(f"{'the same words with other numbers':38} taken for reprints: {wrong} of {len(templates)}")
    started = time.process_time()
    all_words = [words_of(text) for _, text in found]
    sketches = [sketch(words) for words in all_words]
    spent = time.process_time() - started
    holders: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(sketches):
        for key in one:
            holders[key].append(number)
    common = Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))
    wordings = {number: Wording.of(found[number][1]) for pair in common for number in pair}
    pairs = [(a, b) for (a, b) in common if share(wordings[a], wordings[b]) is not None]
    print(f"all pairs: {len(common)} of {len(found) * (len(found) - 1) // 2} share a key, {len(pairs)} are alike")
    for a, b in pairs[:20]:
        print("   ", found[a][0], "|", found[a][1][:70].replace("\n", " "), "|", found[b][1][:70].replace("\n", " "))
    print(
        f"{spent / len(found) * 1000:.3f} ms of processor time a text, {sum(map(len, all_words)) // len(found)} words"
    )


if __name__ == "__main__":
    main()
