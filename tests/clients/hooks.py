"""What schemathesis cannot know of this service: how a recipe is sent."""

import schemathesis


@schemathesis.serializer("application/toml")
def toml(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
