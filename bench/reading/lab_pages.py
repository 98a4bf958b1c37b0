"""The article pages of a lab, a JSON line each with its truth; run by the interpreter that has the lab's requirements.

    cd <corpora>/newslab && python <here>/lab_pages.py --pack open --seed 1 --articles 60

No socket is opened: the lab is asked in this process. Each line: `truth` (the lab's own record), `url`, `body`
(base64), `content_type`, `status`, `now` (seconds since 1970: the lab's clock),
`prints_views`. The lines of a site follow one another.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path.cwd()))

from newslab.app import App, Request
from newslab.world import World


def main() -> None:
    """Write the lines to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", default="open")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=60, help="articles a site")
    parser.add_argument("--faults", default="none", choices=["none", "plan", "all"])
    parser.add_argument("--one-a-family", action="store_true", help="the first site of each family only")
    options = parser.parse_args()
    world = World(options.seed, options.pack, options.articles)
    if options.one_a_family:
        first = {site.spec.family: site.host for site in reversed(world.sites)}
        world = World(options.seed, options.pack, options.articles, sites=list(first.values()))
    app = App(world, faults_on=options.faults)
    for line in app.respond(request("http://lab.test/truth")).identity().decode().splitlines():
        truth = json.loads(line)
        if not truth["reachable"]:
            continue
        reply = app.respond(request(truth["url"]))
        style = world.by_host[truth["site"]].spec.views
        page = {
            "truth": truth,
            "prints_views": bool(style and app.render.views[style](1234)),
            "url": truth["url"],
            "body": base64.b64encode(reply.identity()).decode(),
            "content_type": reply.headers.get("Content-Type"),
            "status": reply.status,
            "now": app.now(),
        }
        sys.stdout.write(json.dumps(page, ensure_ascii=False) + "\n")


def request(url: str) -> Request:
    """A request for an address."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Request("GET", parts.scheme, parts.hostname, path, {}, via="direct")


if __name__ == "__main__":
    main()
