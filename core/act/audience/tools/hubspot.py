"""HubSpot contacts: knowledge.hubspot.com/import-and-export/set-up-your-import-file.

Columns are matched with contact properties by their labels, which are written here as HubSpot's own
properties have them (/crm/v3/properties/contacts: firstname, lastname, email, phone, city, zip,
country); contacts are told apart by e-mail.
"""

from core.act.audience.tool_spec import AudienceSpec, plain_column

SPEC = AudienceSpec(
    name="hubspot",
    title="HubSpot",
    summary="Contacts with an e-mail address, under the labels of HubSpot's own properties.",
    source="https://knowledge.hubspot.com/import-and-export/set-up-your-import-file",
    columns=(
        plain_column("First Name", "first_name"),
        plain_column("Last Name", "last_name"),
        plain_column("Email", "email"),
        plain_column("Phone Number", "phone"),
        plain_column("City", "city"),
        plain_column("Postal Code", "zip"),
        plain_column("Country/Region", "country"),
    ),
    reached=(("email",),),
)
