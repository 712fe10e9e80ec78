"""What writing to the segments once may bring."""

from core.report.campaign import Campaign
from core.report.document.content import Block, Column, Paragraph, Section, Table
from core.report.document.style import Cell, Kind
from core.report.report_data import ReportData, numbered_name
from core.text import join_names

TITLE = "What a campaign may bring"


def campaign(report: ReportData) -> tuple[Section, ...]:
    """One contact with each segment: the response from which it pays, and what it is expected to leave."""
    blocks: tuple[Block, ...] = (
        Paragraph(_result(report), "lead"),
        Paragraph(_assumptions(report.campaign, report)),
        campaign_table(report),
    )
    if not report.campaign.lines:
        if not report.campaign.reachable:
            return ()
        blocks = (Paragraph("The file holds no money, so only the audiences are known."), blocks[-1])
    return (Section(TITLE, blocks, slide=blocks),)


def campaign_table(report: ReportData) -> Table:
    """A row a segment; columns as far as they are known."""
    reckoned, reachable = report.campaign.lines, report.campaign.reachable
    kinds: dict[str, Kind] = {"Segment": "text"}
    kinds |= {"Reached by e-mail": "count"} if reachable else {"Customers": "count"}
    if reckoned:
        kinds |= {"A response brings": "money", "Pays from a response of": "share"}
        kinds |= {"Expected profit of contacting all": "money"}
    rows = []
    for profile in report.profiles:
        people = reachable.get(profile.segment) if reachable else profile.size
        row: list[Cell] = [numbered_name(profile), people]
        if reckoned:
            line = reckoned[profile.segment]
            share = "never" if line.break_even is None else line.break_even
            row += [line.response_value, share, line.profit]
        rows.append(tuple(row))
    return Table("", tuple(Column(title, kind) for title, kind in kinds.items()), tuple(rows))


def _result(report: ReportData) -> str:
    """Which segments are worth a contact."""
    paying = report.campaign.paying
    if not paying:
        return "Under these assumptions contacting no segment pays."
    names = join_names([report.name(line.segment) for line in paying], most=4)
    total = report.style.text(sum(line.profit for line in paying), "money")
    return f"Contact {names}: together they are expected to leave {total}."


def _assumptions(campaign: Campaign, report: ReportData) -> str:
    cost = report.style.text(campaign.cost, "money")
    response, margin = (
        report.style.text(part, "share") for part in (campaign.response, campaign.margin)
    )
    return (
        f"Assumed: one contact costs {cost}, {response} of those contacted order because of it, and {margin} "
        "of what they pay is left. The Act page reckons with figures of your own."
    )
