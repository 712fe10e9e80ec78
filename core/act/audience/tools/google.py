"""Google Customer Match.

Headers: support.google.com/google-ads/answer/7659867. What is hashed and how it is written before:
support.google.com/google-ads/answer/7476159 and
developers.google.com/data-manager/api/devguides/concepts/formatting, which also has the rule for
addresses at gmail.com and googlemail.com.
"""

from core.act.audience.tool_spec import AudienceSpec, hashed_column, plain_column

GMAIL = ("gmail.com", "googlemail.com")


def _normalise_email(text: str) -> str:
    """Write an address at Gmail without dots, and without "+" and what follows it; keep any other."""
    name, at, domain = text.lower().partition("@")
    return (
        name.partition("+")[0].replace(".", "") + at + domain if domain in GMAIL else name + at + domain
    )


SPEC = AudienceSpec(
    name="google",
    title="Google Customer Match",
    summary="E-mail, phone and names hashed; country and postcode in clear, as Google asks.",
    source="https://support.google.com/google-ads/answer/7476159",
    columns=(
        hashed_column("Email", "email", _normalise_email),
        hashed_column("Phone", "phone"),
        hashed_column("First Name", "first_name"),
        hashed_column("Last Name", "last_name"),
        plain_column("Country", "country"),
        plain_column("Zip", "zip"),
    ),
    reached=(("email",), ("phone",), ("first_name", "last_name", "country", "zip")),
    together=("First Name", "Last Name", "Country", "Zip"),
    hashed=True,
)
