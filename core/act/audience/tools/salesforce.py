"""Salesforce leads, for the Data Import Wizard and then a campaign.

Labels: "Field Mapping for Importing Leads", help.salesforce.com, xcloud.field_mapping_for_importing_leads.
A lead needs a last name and a company; where there is none stands what Salesforce itself puts there
(help.salesforce.com, knowledge article 000171026).
"""

from core.act.audience.tool_spec import AudienceSpec, Column, plain_column

MISSING = "[not provided]"

SPEC = AudienceSpec(
    name="salesforce",
    title="Salesforce",
    summary="Leads with an e-mail address or a phone number; the segment is their description.",
    source="https://help.salesforce.com/s/articleView?id=xcloud.field_mapping_for_importing_leads.htm",
    columns=(
        plain_column("First Name", "first_name"),
        Column("Last Name", ("segment",), lambda person: person.get("last_name") or MISSING),
        Column("Company", ("segment",), lambda _: MISSING),
        plain_column("Email", "email"),
        plain_column("Phone", "phone"),
        plain_column("City", "city"),
        plain_column("Postal Code", "zip"),
        plain_column("Country", "country"),
        plain_column("Description", "segment"),
    ),
    reached=(("email",), ("phone",)),
)
