"""What writing to the segments once may bring."""

from core.report import words
from core.report.campaign import Campaign
from core.report.document.content import Block, Column, Paragraph, Section, Table
from core.report.report_data import ReportData, numbered_name

TITLE = "What a campaign may bring"


def campaign(report: ReportData) -> tuple[Section, ...]:
    """One contact with each segment: the response from which it pays, and what it is expected to leave.

    Nothing where no money is known.
    """
    if not report.campaign.lines:
        return ()
    blocks: tuple[Block, ...] = (
        Paragraph(_result(report), "lead"),
        Paragraph(_assumptions(report.campaign, report)),
        campaign_table(report),
    )
    return (Section(TITLE, blocks, slide=blocks),)


def campaign_table(report: ReportData) -> Table:
    """A row a segment, with its audience where that is known."""
    reachable = report.campaign.reachable
    people = "Can be reached by e-mail" if reachable else "Customers"
    table_columns = (
        Column("Segment"),
        Column(people, "count"),
        Column("A response brings", "money"),
        Column("Pays from a response of", "share"),
        Column("Expected profit of contacting all", "money"),
    )
    rows = []
    for profile in report.profiles:
        line = report.campaign.lines[profile.segment]
        number = reachable.get(profile.segment) if reachable else profile.size
        share = "never" if line.break_even is None else line.break_even
        rows.append((numbered_name(profile), number, line.response_value, share, line.profit))
    return Table("", table_columns, tuple(rows))


def _result(report: ReportData) -> str:
    """Sentence on the segments that are worth a contact."""
    paying = report.campaign.gains
    if not paying:
        return words.NO_CONTACT_PAYS
    names = [report.name(line.segment) for line in paying]
    total = report.style.text(sum(line.expected for line in paying), "money")
    return words.contact_sentence(names, total)


def _assumptions(campaign: Campaign, report: ReportData) -> str:
    cost, margin = (
        report.style.text(campaign.cost, "money"),
        report.style.text(campaign.margin, "share"),
    )
    return " ".join(
        (
            words.assumptions_sentence(cost, margin),
            *map(report.prose, campaign.notes),
        )
    )
