"""Words that several charts share."""

from core.text import format_count, format_integer, format_percent, format_percent_below, verb_form

SD_SUBTITLE = "SD from the average customer"
NONE_STANDS_OUT = "No segment stands out"
NOT_YET = "No figures yet: they come with the verdict on the segments."


def cut_note(shown: int, total: int) -> str:
    return f" The {shown} most distinguishing of {total} features."


def furthest_words(segment: str) -> str:
    return f"Furthest from average: {segment} in "


def scarcity_sentence(title: str, share: float, bound: float, others: int) -> str:
    """Sentence on the feature that the fewest customers have; `others` have values for under `bound`, too."""
    more = f", {others} more for under {format_percent(bound)}" if others else ""
    return f" {title} is known for {format_percent_below(share, bound)} of customers{more}."


def noise_sentence(customers: int) -> str:
    are = verb_form(customers, "is", "are")
    return f" {format_count(customers, 'customer')} in no segment (noise) {are} left out."


def sample_phrase(customers: int, total: int) -> str:
    return f"a stratified sample of {format_integer(customers)} of {format_integer(total)}"


def choose_method_sentence(method: str) -> str:
    return f"Choose {method} as the method to see this chart."


def other_map_sentence(view: str) -> str:
    return f" These are PCA's components; the axes of {view} stand for no single feature."
