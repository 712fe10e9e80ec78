"""Figures as a person reads them, the same everywhere."""


def percent(share: float) -> str:
    """12 %, 4.6 %, and never a bare 0 % or 100 % for a share that is neither."""
    if 0 < share < 0.0005:
        return "under 0.1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"
