"""Any other tool: everyone in clear, with the customer id, one column a field."""

from core.act.audience.tool_spec import AudienceSpec, Column, plain
from core.text.spreadsheet import neutral

SPEC = AudienceSpec(
    name="generic",
    title="Any other tool",
    summary="Customer id, segment and all contact columns in clear.",
    source="",
    columns=(
        Column("customer", ("customer",), lambda person: neutral(person["customer"])),
        plain("segment", "segment"),
        plain("email", "email"),
        plain("phone", "phone"),
        plain("first_name", "first_name"),
        plain("last_name", "last_name"),
        plain("city", "city"),
        plain("zip", "zip"),
        plain("country", "country"),
    ),
    reached=(("customer",),),
)
