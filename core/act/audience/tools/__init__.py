"""Files for campaign tools, one module a tool: a public module here exports one `SPEC`."""

from core.act.audience.tool_spec import AudienceSpec
from core.plugins import collect, lookup


def audience_tools() -> dict[str, AudienceSpec]:
    return collect(__name__)


def find_audience_tool(name: str) -> AudienceSpec:
    spec: AudienceSpec = lookup(__name__, name)
    return spec
