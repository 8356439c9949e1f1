"""A question's key as it stands on a page, in ROT47."""

from __future__ import annotations

import json
from typing import Any

# The upper half of what ASCII prints, and the lower half, for each other.
_TURNED = str.maketrans("".join(map(chr, [*range(33, 80), *range(80, 127)])),
                        "".join(map(chr, [*range(80, 127), *range(33, 80)])))


def key_of(form: Any) -> Any:
    """The key of a question's form, as BeautifulSoup reads that."""
    return json.loads(form["data-key"].translate(_TURNED))
