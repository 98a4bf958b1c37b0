"""Names as pages outside Vietnam state and print them, in the languages of Europe and others: persons, teams, offices.

`core.bylines` knows Vietnamese names by their syllables; elsewhere a name is known by the words around it: a label
before it ("By", "Von", "Par"), a word between two ("and", "und", "et"), a job or a place behind it.
"""

from __future__ import annotations

import html
import re
from typing import Final

from archiver.core.text import clean

MAX_LENGTH: Final = 300  # characters; a longer text is prose
_MAX_NAME: Final = 60
_MAX_NAMES: Final = 20

_LABEL: Final = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|reported|reviewed|story|words|text|analysis|opinion|article|artikel|"
    r"ein (?:kommentar|gastbeitrag|interview|essay)|eine (?:analyse|reportage|kolumne)|texte|texto|testo|tekst|"
    r"propos recueillis|publié|escrito|publicado|scritto|geschrieben|geschreven|skrevet|skriven)\s+)?"
    r"(?:by|von|vom|par|por|di|da|door|af|av|przez|od|автор[ы]?|текст)\b"
    r"|(?:text|texte|texto|testo|tekst|autor(?:in|en|innen|es|a|as)?|autore|autrice|auteur[es]*|author[s]?|"
    r"forfatter|skribent|journalist|reporter|words|written|журналист)\s*:)\s*:?\s*",
    re.IGNORECASE,
)
_PICTURE: Final = re.compile(
    r"^\W*(?:fotos?|photos?|photograph(?:er|s|ed|y)?|bild(?:er)?|images?|immagin[ei]|video|grafik|illustration|"
    r"crédits?|credits?|zdjęcia|fot\.|фото)\b",
    re.IGNORECASE,
)
_NOISE: Final = re.compile(
    r"(?:https?://|www\.)\S*|[\w.+\-]{1,64}@[\w.\-]{1,64}|(?<!\w)@\w+|\([^()]*\)|\[[^\[\]]*\]", re.IGNORECASE
)
_BETWEEN: Final = re.compile(  # in cleaned text, where white space is single
    r" ?[;|•·/、，] ?| [–—-] |(?: ?, ?| )(?:and|und|et|og|och|y|e|en|ja|i|и|&|\+|mit|with|avec|med) | ?, ?"
)
_FROM: Final = re.compile(r" (?:aus|in|from|à|reporting|für|for|at|bei) .*")
_JOB: Final = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|journalists?|columnists?|writers?|contributors?|bureau|chief|producers?|"
    r"commentators?|analysts?|redakteur\w*|redakt[øö]r\w*|korrespondent\w*|chefredak\w*|volont[äa]r\w*|autor(?:in)?|"
    r"ressortleit\w*|leiter(?:in)?|journaliste\w*|correspondant\w*|rédact\w*|periodista|redactor\w*|corresponsal|"
    r"giornalista|inviat[oa]|journalistin|professor\w*|prof(?:esorius|esor|essor)\w*|lecturer|author of|"
    r"staff|teamleader|produktmanager\w*|head of|contributing|politik|sport|wirtschaft|ansvarlig|chefkorr\w*)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"\b(?:desk|press|media|images?|staff|team|news|online|digital|zeitung|times|post|herald|tribune|gazette)\b"
    r"|\.(?:com|net|org|de|at|ch|fr|it|es|uk|be|nl|no|se|dk|lt|pl|vn|info|tv)\b",
    re.IGNORECASE,
)
_DESK: Final = re.compile(
    r"redaktion|\bredactie\b|redakcja|rédaction|redacción|redazione|\bnews(?:room|desk)\b|"
    r"agentur\b|\bagence\b|\bagen[cz]ia\b|\bajans\w*|\bagency\b",
    re.IGNORECASE,
)
_AGENCIES: Final = frozenset(
    (
        *("afp", "ap", "dpa", "apa", "reuters", "ansa", "efe", "ntb", "ritzau", "tt", "pap", "interfax", "tass", "ria"),
        *("tanjug", "belga", "anp", "sda", "sid", "epd", "kna", "keystone-sda", "xinhua", "kyodo", "jiji", "yonhap"),
        *("pti", "ani", "ians", "bloomberg", "associated press", "the associated press", "agence france-presse"),
        *("press association", "pa media", "getty images", "deutsche presse-agentur", "apa/dpa", "dpa/afp"),
    )
)
_NOBODY: Final = frozenset(
    (
        *("admin", "administrator", "webmaster", "editor", "author", "guest", "user", "root", "staff", "redaktion"),
        *("unknown", "anonymous", "none", "null", "undefined", "test", "team", "online", "redaction", "moderator"),
        *("system", "wordpress"),
    )
)
_PARTICLES: Final = frozenset(
    (
        *("von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al"),
        *("bin", "ibn", "ben", "zu", "zum", "zur", "ter", "ten", "af", "y", "e", "st.", "mc"),
    )
)


def people(text: str) -> tuple[str, ...]:
    """The persons whom a text names as authors, as written; nobody where it names none.

    Not a judgement whether the text is a byline: it is for values that a page states as its author, and for lines
    that stand where a byline stands.

    Args:
        text: e.g. `"By Ann Lee and Bob Stone, political editor"`; may be empty.

    Returns:
        The names in printed order without labels, jobs, places, addresses and handles; each once.

    Raises:
        Nothing: any text is either read or not.

    >>> people("By Ann Lee and Bob Stone, political editor")
    ('Ann Lee', 'Bob Stone')
    >>> people("Von Eva Maria Berg (emb) und Jan ter Horst aus Wien")
    ('Eva Maria Berg', 'Jan ter Horst')
    >>> people("https://social.example/evaberg")
    ()
    """
    if not text or len(text) > MAX_LENGTH:
        return ()
    plain = _NOISE.sub(" ", html.unescape(text))
    if _PICTURE.match(plain):
        return ()
    plain = _LABEL.sub("", clean(plain), count=1)
    names: list[str] = []
    for at, piece in enumerate(_BETWEEN.split(plain)[:_MAX_NAMES]):
        name = _name(piece)
        if not name or is_agency(name) or _DESK.search(name):
            continue
        words = name.split()
        if at and len(words) == 1 and any(" " in one for one in names):
            continue  # a place or a paper behind a name: "Ann Lee, London"
        if at and not is_name(name):
            continue
        if name.casefold() not in {one.casefold() for one in names}:
            names.append(name)
    return tuple(names)


def _name(piece: str) -> str:
    """One piece without what stands around a name in it; empty where it is none."""
    label = _LABEL.match(piece)
    name = _FROM.sub("", piece[label.end() :] if label else piece).strip(" .,:;-–—|*\"“”„'‘’")
    if not 2 <= len(name) <= _MAX_NAME or not any(map(str.isalpha, name)):
        return ""
    if is_nobody(name) or any(map(str.isdigit, name)) or _JOB.search(name):
        return ""
    return name


def is_name(text: str) -> bool:
    """True for a text of which every word is written as a word of a name: "Jan ter Horst", "STEVE PEOPLES", "新山".

    >>> is_name("Jan ter Horst"), is_name("Mehr zum Thema hier"), is_name("Bahn")
    (True, False, False)
    """
    words = text.split()
    if any(map(str.isdigit, text)) or len(words) > 6 or _OFFICE.search(text) or _DESK.search(text):
        return False
    if len(words) < 2:
        return 2 <= len(text) <= 6 and text.isalpha() and not _has_case(text)  # 山本太郎: no space, no capitals
    rest = [word for word in words if word.casefold() not in _PARTICLES and not word.startswith(("d'", "d’", "l'"))]
    return len(rest) > 1 and all(word[0].isupper() or not _has_case(word) for word in rest)


def _has_case(text: str) -> bool:
    return text.upper() != text.lower()


def agencies_in(text: str) -> tuple[str, ...]:
    """The known agencies that a text names beside persons.

    >>> agencies_in("Eva Berg, dpa")
    ('dpa',)
    """
    pieces = _BETWEEN.split(clean(text))[:_MAX_NAMES] if len(text) <= MAX_LENGTH else []
    return tuple(dict.fromkeys(piece for piece in pieces if is_agency(piece)))


def is_agency(text: str) -> bool:
    """True for a news agency that is known by name: "dpa", "Agence France-Presse".

    >>> is_agency("dpa"), is_agency("The Associated Press"), is_agency("Ann Lee")
    (True, True, False)
    """
    return " ".join(text.casefold().split()) in _AGENCIES


def is_nobody(text: str) -> bool:
    """True for what a content system writes where it knows nobody: "admin", "Redaktion".

    >>> is_nobody("Admin"), is_nobody("Ann Lee")
    (True, False)
    """
    return text.strip().casefold() in _NOBODY
