"""Files for campaign tools, one module a tool: a public module here exports one `SPEC`."""

from core.act.audience.tool_spec import AudienceSpec
from core.plugins import collect, lookup


def audience_tools() -> dict[str, AudienceSpec]:
    """Return the campaign tools by name."""
    return collect(__name__)


def find_audience_tool(name: str) -> AudienceSpec:
    """Return the campaign tool of that name; UnknownName for any other."""
    tool: AudienceSpec = lookup(__name__, name, "audience")
    return tool
