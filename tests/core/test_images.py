"""The best address of a picture."""

from __future__ import annotations

import pytest

from archiver.core.images import best_address

BASE = "https://baomau.example/thoi-su/a1.html"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"src": "/anh/a.jpg"}, "https://baomau.example/anh/a.jpg"),
        ({"src": "data:image/gif;base64,R0", "data-src": "b.jpg"}, "https://baomau.example/thoi-su/b.jpg"),
        ({"src": "/img/grey.gif", "data-original": "//cdn.baomau.example/b.jpg"}, "https://cdn.baomau.example/b.jpg"),
        ({"src": "/file/default.jpg", "data-src": "/b.jpg"}, "https://baomau.example/b.jpg"),
        ({"data-src": "/b_w640.jpg", "data-large-src": "/b.jpg"}, "https://baomau.example/b.jpg"),
        ({"src": "/b-300x200.jpg", "srcset": "/b-300x200.jpg 300w, /b.jpg 1200w"}, "https://baomau.example/b.jpg"),
        ({"srcset": "/b.jpg 1x, /b@2x.jpg 2x"}, "https://baomau.example/b@2x.jpg"),
        ({"src": "/icons/share.png"}, None),
        ({"src": "/b.jpg", "width": "16", "height": "16"}, None),
        ({"src": "/b.jpg", "width": "16px"}, None),
        ({"src": "/img/spacer.gif"}, None),
        ({"src": ""}, None),
        ({}, None),
        ({"src": "javascript:x"}, None),
    ],
)
def test_the_best_address(attributes: dict[str, str], expected: str | None) -> None:
    assert best_address(attributes, BASE) == expected
