"""HubSpot contacts: knowledge.hubspot.com/import-and-export/set-up-your-import-file.

Columns are matched with contact properties by their labels; contacts are told apart by e-mail.
"""

from core.actions.audience._spec import AudienceSpec, plain

SPEC = AudienceSpec(
    name="hubspot",
    title="HubSpot",
    summary="Contacts with an e-mail address, under the labels of HubSpot's own properties.",
    source="https://knowledge.hubspot.com/import-and-export/set-up-your-import-file",
    columns=(
        plain("First name", "first_name"),
        plain("Last name", "last_name"),
        plain("Email", "email"),
        plain("Phone number", "phone"),
        plain("City", "city"),
        plain("Postal code", "zip"),
        plain("Country/Region", "country"),
    ),
    reached=(("email",),),
)
