"""HubSpot contacts: knowledge.hubspot.com/import-and-export/set-up-your-import-file.

Columns are matched with contact properties by their labels, which are written here as HubSpot's own
properties have them (/crm/v3/properties/contacts: firstname, lastname, email, phone, city, zip,
country); contacts are told apart by e-mail.
"""

from core.act.audience.tool_spec import AudienceSpec, plain

SPEC = AudienceSpec(
    name="hubspot",
    title="HubSpot",
    summary="Contacts with an e-mail address, under the labels of HubSpot's own properties.",
    source="https://knowledge.hubspot.com/import-and-export/set-up-your-import-file",
    columns=(
        plain("First Name", "first_name"),
        plain("Last Name", "last_name"),
        plain("Email", "email"),
        plain("Phone Number", "phone"),
        plain("City", "city"),
        plain("Postal Code", "zip"),
        plain("Country/Region", "country"),
    ),
    reached=(("email",),),
)
