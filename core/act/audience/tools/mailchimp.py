"""Mailchimp contacts: mailchimp.com/help/format-guidelines-for-your-import-file.

An address without a street is refused, so there is none. The segment becomes a tag.
"""

from core.act.audience.cleaning import clean_text
from core.act.audience.tool_spec import AudienceSpec, Column, Person, plain_column


def _tag(person: Person) -> str:
    """Write one tag: a comma would make it two, and behind it may stand what begins a formula."""
    return clean_text(person["segment"].replace(",", ""))


SPEC = AudienceSpec(
    name="mailchimp",
    title="Mailchimp",
    summary="Contacts with an e-mail address, tagged with the segment's name.",
    source="https://mailchimp.com/help/format-guidelines-for-your-import-file/",
    columns=(
        plain_column("Email Address", "email"),
        plain_column("First Name", "first_name"),
        plain_column("Last Name", "last_name"),
        plain_column("Phone Number", "phone"),
        Column("Tags", ("segment",), _tag),
    ),
    reached=(("email",),),
)
