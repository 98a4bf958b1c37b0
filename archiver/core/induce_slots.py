"""Choosing the selector of a field: each that could be it is asked of every page, and the best that agrees is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archiver.core.induce_css import path_of, selectors_of
from archiver.core.induce_fields import Field, Place, Value
from archiver.core.induce_samples import Sample
from archiver.core.tree import Element

_POOL = 60  # selectors that are tried
_PER_COST = 0.3  # how much agreement a selector must bring to be worth one more of cost
_EATEN = 40  # letters of the body that a selector may not take out of it


@dataclass(slots=True)
class Verdict:
    """How one selector does on all pages."""

    css: str
    cost: float
    same: int = 0  # pages where it gives what the general reader gives
    other: float = 0.0  # pages where it gives something else, more where the reader is sure
    more: int = 0  # pages where it gives something and the reader nothing
    less: list[int] | None = None  # pages where it gives nothing and the reader something
    harm: int = 0  # pages where it takes text out of the body
    many: int = 0  # pages where it finds several elements for one value
    junk: int = 0  # pages where what it finds is no such value
    distinct: bool = True
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The selector of one field."""

    css: str
    confidence: float
    reason: str


def guess(field: Field, samples: Sequence[Sample], order: str) -> Learned:
    """The selector of a field that the general reader does not find: only where all pages together leave no doubt."""
    wanted = [field.wanted(sample) for sample in samples]
    known = sum(value is not None for value in wanted)
    rare = field.name in ("tags", "comments", "byline")  # not every article has them
    if known < 3 or known * (4 if rare else 2) < len(samples):
        return Learned("", 0.0, "")
    pool = _pool(field, samples, order)
    tried = [_judge(field, css, cost, samples, wanted, order) for css, cost in pool.items()]
    best = max(tried, key=lambda one: one.score, default=None)
    if best is None or best.other or best.harm or best.many or not best.distinct:
        return Learned("", 0.0, "")
    strange = (best.more + best.junk) * (2 if field.name == "byline" else 4)  # pen names and agencies stand there too
    if best.same < 3 or best.same * 10 < 7 * known or strange > best.same + 2:
        return Learned("", 0.0, "")
    confidence = 0.8 * best.same / (known + best.more) * (best.same + 0.5) / (best.same + 1)
    return Learned(best.css, round(confidence, 2), f"in the same place on {best.same} pages, other words on each")


def learn(field: Field, samples: Sequence[Sample], order: str) -> Learned:
    """The selector that agrees best with what is read on most pages; none rather than a doubtful one."""
    wanted = [field.wanted(sample) for sample in samples]
    known = sum(value is not None for value in wanted)
    if not known:
        return Learned("", 0.0, "no page says it")
    pool = _pool(field, samples, order)
    if not pool:
        return Learned("", 0.0, f"said on {known} pages, printed on none of them as it is read")
    tried = [_judge(field, css, cost, samples, wanted, order) for css, cost in pool.items()]
    best = max(tried, key=lambda one: one.score)
    if not _holds(best, known):
        return Learned("", 0.0, f"nothing gives it on most of {known} pages: {best.css} on {best.same}")
    for _ in range(2):
        better = _with_another(field, best, tried, samples, wanted, order)
        if better is None:
            break
        best = better
    agreed = best.same / max(1.0, known + best.other + field.more * best.more)
    confidence = agreed * (best.same + 0.5) / (best.same + 1) * (0.9 if best.cost > 6 else 1.0)
    where = f"on {best.same} of {known} pages it gives what is read there without it"
    doubts = [f"on {best.more} more where nothing is" if best.more else "", f"{best.junk} unread" if best.junk else ""]
    return Learned(best.css, round(min(confidence, 1.0), 2), ", ".join(part for part in (where, *doubts) if part))


def _pool(field: Field, samples: Sequence[Sample], order: str) -> dict[str, float]:
    """Selectors that could be the field's: those that name its place on most pages, the cheapest first."""
    support: Counter[str] = Counter()
    cost: dict[str, float] = {}
    for sample in samples:
        places = list(field.places(sample, order))[:40]
        shortest = min((_size(sample, place) for place in places), default=0)
        here: dict[str, float] = {}
        for element, attribute in places:
            extra = (_size(sample, (element, attribute)) - shortest) / 12 + (0.5 if attribute else 0.0)
            found = selectors_of(element, styled=field.styled) | path_of(element)
            for css, price in found.items():
                name = f"{css}::attr({attribute})" if attribute else css
                here[name] = min(here.get(name, 1e9), price + extra)
        for css, price in here.items():
            support[css] += 1
            cost[css] = max(cost.get(css, 0.0), price)
    most = max(support.values(), default=0)
    least = 2 if most > 1 else 1
    kept = sorted(
        (css for css, count in support.items() if count >= least), key=lambda css: cost[css] - 2.0 * support[css]
    )
    chosen = kept[:_POOL]
    rare = [css for css in kept[_POOL:] if support[css] < most]  # of a second template
    return {css: cost[css] for css in [*chosen, *sorted(rare, key=cost.__getitem__)[: _POOL // 3]]}


def _size(sample: Sample, place: Place) -> int:
    return len(sample.keys.get(place[0]) or "")


def _judge(
    field: Field, css: str, cost: float, samples: Sequence[Sample], wanted: Sequence[Value | None], order: str
) -> Verdict:
    """Ask a selector of every page."""
    verdict = Verdict(css, cost, less=[])
    values: list[Value] = []
    for at, (sample, want) in enumerate(zip(samples, wanted, strict=True)):
        found, texts = sample.texts(css)
        value = field.value(sample, texts, order) if texts else None
        if value is not None:
            values.append(value)
            if field.styled and len(texts) > 1 and any(field.value(sample, [text], order) is None for text in texts):
                verdict.junk += 1  # names among other things
        if value is None:
            verdict.junk += bool(texts)
            if want is not None and verdict.less is not None:
                verdict.less.append(at)
        elif want is None:
            verdict.more += 1
        elif field.same(value, want):
            verdict.same += 1
        else:
            verdict.other += 3.0 if field.sure(sample) else 1.0
        if len(found) > 1 and not field.many:
            verdict.many += 1
        if field.name not in ("title", "lead") and "::attr(" not in css and _eats(sample, found):
            verdict.harm += 1
        if verdict.many + verdict.harm + verdict.other / 2 > 2 + len(samples) // 4:  # no need to ask the rest
            verdict.distinct = False
            break
    verdict.distinct = field.repeats or len(values) < 4 or len(set(map(str, values))) > 1
    verdict.score = (
        verdict.same
        - 1.5 * verdict.other
        - field.more * verdict.more
        - 0.4 * verdict.junk
        - 3.0 * verdict.harm
        - 1.0 * verdict.many
        - (100 if not verdict.distinct else 0)
        - _PER_COST * cost
    )
    return verdict


def _eats(sample: Sample, found: Sequence[Element]) -> bool:
    """True where a selector takes a piece of the body's text with it."""
    for element in found:
        key = sample.keys.get(element)
        if key is None or key in sample.blocks or (len(key) > _EATEN and key in sample.body_key):
            return True
    return False


def _holds(verdict: Verdict, known: int) -> bool:
    """True where a selector is right often enough to be trusted."""
    least = 2 if known > 1 else 1
    wrong = verdict.other + verdict.harm * 2
    return (
        verdict.distinct
        and verdict.same >= least
        and verdict.same >= 3 * wrong
        and verdict.same >= verdict.more
        and verdict.many * 4 <= verdict.same
        and verdict.junk * 2 <= max(verdict.same, known)
        and verdict.same * 2 >= known
    )


def _with_another(
    field: Field,
    best: Verdict,
    tried: Sequence[Verdict],
    samples: Sequence[Sample],
    wanted: Sequence[Value | None],
    order: str,
) -> Verdict | None:
    """The selector with another for the pages where it finds nothing: a site's second template."""
    missing = set(best.less or ())
    if len(missing) < 2:
        return None
    offers = [
        one for one in tried if one.less is not None and len(missing - set(one.less)) >= 2 and one.same and not one.harm
    ]
    offers.sort(key=lambda one: -one.score)
    joined = [
        _judge(field, f"{best.css}, {one.css}", best.cost + one.cost / 2, samples, wanted, order) for one in offers[:12]
    ]
    better = [
        one
        for one in joined
        if one.same >= best.same + 2 and one.other <= best.other and one.more <= best.more and one.harm <= best.harm
    ]
    return max(better, key=lambda one: one.score, default=None)
