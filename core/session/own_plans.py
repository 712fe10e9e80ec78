"""Plans for the customers that a session keeps as segments of its own."""

from core.act import GroupChoices, GroupPlan, plan_groups
from core.session.own_sets import OWN, all_rows
from core.session.result import Result


def plan_own_sets(result: Result) -> tuple[GroupPlan, ...]:
    """Plan each set of one's own, by the session's playbook, ratings and assumptions on a campaign."""
    session, dataset = result.session, result.run.dataset
    sets = all_rows(session.notes, result.segmentation)
    if not sets:
        return ()
    chosen = session.act_choices
    choices = GroupChoices(
        chosen.playbook(),
        chosen.feedback(),
        session.rfm_map(dataset),
        chosen.what_if_values(dataset.id),
    )
    named = {f"{OWN}{name}": rows for name, rows in sets.items()}
    return plan_groups(result.run.store, result.segmentation, named, choices)
