"""Glue's exclude patterns. Paths are relative to the include path.

Source: docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html ("Include and exclude
patterns"): `*` and `?` stay in one folder, `**` crosses folders, `[...]` and `[!...]` are classes, `{a,b}`
alternatives, and a backslash takes what follows as it is.
"""

from __future__ import annotations

import re
from functools import cache

_TOKEN = re.compile(r"\*\*|\*|\?|\[!?[^\]]+\]|\\.|[{},]|.", re.DOTALL)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression to be matched in full."""
    depth = 0
    made = ""
    for token in _TOKEN.findall(pattern):
        depth += {"{": 1, "}": -1}.get(token, 0)
        made += _translated(token, in_braces=depth > 0)
    return re.compile(made, re.DOTALL)


def _translated(token: str, in_braces: bool) -> str:
    match token:
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case "{":
            return "(?:"
        case "}":
            return ")"
        case ",":
            return "|" if in_braces else ","
    if len(token) > 1 and token[0] == "[":
        body = token[1:-1]
        members = re.escape(body.removeprefix("!")).replace("\\-", "-")
        return f"[^/{members}]" if body[0] == "!" else f"[{members}]"
    return re.escape(token[-1])
