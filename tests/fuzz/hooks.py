"""What the fuzzer of APIs sends."""

import uuid

import schemathesis
from schemathesis.generation.meta import CoverageScenario


@schemathesis.hook
def before_call(ctx, case, **kwargs):
    """A key of its own for each request that may be repeated.

    Keys made up by chance come again: then the answer is that of an earlier request, to
    something that may be gone by now, and its body is missing. The stories repeat requests.
    """
    # A request whose header was left out on purpose is judged as it was made.
    phase = case.meta and case.meta.phase.data
    if getattr(phase, "scenario", None) == CoverageScenario.MISSING_PARAMETER:
        return
    headers = case.headers or {}
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and key.isascii() and key.isprintable() and 0 < len(key) < 100:
        if " " not in key:
            headers["Idempotency-Key"] = str(uuid.uuid4())
