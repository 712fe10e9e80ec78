"""Klaviyo profiles: help.klaviyo.com/hc/en-us/articles/115005078967.

The first column is the e-mail address, or else the phone number, in E.164. Consent is given in the
import's own step, never by this file. The segment becomes a property of its own.
"""

from core.act.audience.tool_spec import AudienceSpec, plain_column

SPEC = AudienceSpec(
    name="klaviyo",
    title="Klaviyo",
    summary="Profiles with an e-mail address or a phone number, and the segment as a property.",
    source="https://help.klaviyo.com/hc/en-us/articles/115005078967",
    columns=(
        plain_column("Email Address", "email"),
        plain_column("Phone Number", "phone"),
        plain_column("First Name", "first_name"),
        plain_column("Last Name", "last_name"),
        plain_column("City", "city"),
        plain_column("Zip Code", "zip"),
        plain_column("Country", "country"),
        plain_column("Segment", "segment"),
    ),
    reached=(("email",), ("phone",)),
)
