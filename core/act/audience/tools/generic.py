"""Any other tool: everyone in clear, with the customer id, one column a field."""

from core.act.audience.tool_spec import AudienceSpec, Column, plain_column
from core.text import escape_formula

SPEC = AudienceSpec(
    name="generic",
    title="Any other tool",
    summary="Customer id, segment and all contact columns in clear.",
    source="",
    columns=(
        Column("customer", ("customer",), lambda person: escape_formula(person["customer"])),
        plain_column("segment", "segment"),
        plain_column("email", "email"),
        plain_column("phone", "phone"),
        plain_column("first_name", "first_name"),
        plain_column("last_name", "last_name"),
        plain_column("city", "city"),
        plain_column("zip", "zip"),
        plain_column("country", "country"),
    ),
    reached=(("customer",),),
)
