"""Dates with words in them, written in digits: names of months and days, zones, quarters, weeks."""

import datetime
import re
from functools import cache

import polars as pl

_MONTHS = (
    "january januar jänner jaenner janvier enero gennaio janeiro januari jan janv ene gen genn",
    "february februar feber février fevrier febrero febbraio fevereiro februari feb febr fév fev févr fevr",
    "march märz maerz marz mars marzo março marco maart mar mär mrz mrt",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio maio mei mag",
    "june juni juin junio giugno junho jun giu",
    "july juli juillet julio luglio julho jul juil lug",
    "august août aout agosto augustus aug aoû aou ago agos",
    "september septembre septiembre setiembre settembre setembro sep sept set sett",
    "october oktober octobre octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember décembre decembre diciembre dicembre dezembro dec dez déc dic",
)
_DAYS = (
    "monday mon montag mo lundi lun lunes lunedì lunedi segunda-feira segunda seg maandag ma",
    "tuesday tues tue dienstag di mardi mar martes martedì martedi terça-feira terça ter dinsdag",
    "wednesday wed mittwoch mi mercredi mer miércoles miercoles mié mercoledì mercoledi quarta-feira qua",
    "woensdag wo thursday thurs thur thu donnerstag do jeudi jeu jueves jue giovedì giovedi gio",
    "quinta-feira qui donderdag friday fri freitag fr vendredi ven viernes vie venerdì venerdi sexta-feira",
    "sex vrijdag vr saturday sat samstag sonnabend sa samedi sam sábado sabado sáb sab sabato zaterdag za",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo",
)
_MONTH_NUMBERS = {name: f"{i:02}" for i, names in enumerate(_MONTHS, 1) for name in names.split()}
# Hours from UTC. Of zones that share a name the best-known counts: CST is America's, IST India's.
_ZONES = {
    "UTC": "+0000", "GMT": "+0000", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100",
    "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300",
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600",
    "PST": "-0800", "PDT": "-0700", "AKST": "-0900", "AKDT": "-0800", "HST": "-1000", "BRT": "-0300",
    "ART": "-0300", "SAST": "+0200", "IST": "+0530", "PKT": "+0500", "SGT": "+0800", "HKT": "+0800",
    "JST": "+0900", "KST": "+0900", "AWST": "+0800", "ACST": "+0930", "AEST": "+1000", "AEDT": "+1100",
    "NZST": "+1200", "NZDT": "+1300",
}  # fmt: skip


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(
        sorted((re.escape(w) for part in words for w in part.split()), key=len, reverse=True)
    )


MONTH = rf"({_alternatives(_MONTHS)})"
_DAY = rf"(?:(?:le|am|el|il|den|op|on) )?(?:(?:{_alternatives(_DAYS)})\.?,? +)?"
_DAY_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th|er|re|º|ª|°|\.)?"
_OF = r"[ \-/.,]*(?:(?:de|del|of) |d')?"
_YEAR = r"([0-9]{4}|'?[0-9]{2})"
_AT = "(?:at|um|à|a las|alle(?: ore)?|às|om|-)"
_TIME = rf"(?:(?:T|,? +)(?:{_AT} )?([0-9].*))?"
# The markers of what was rewritten, so that no other text is touched: "~24-mar-05 12:30".
_SHAPES = (
    (rf"^{_DAY}{_DAY_NUMBER}{_OF}{MONTH}\.?{_OF}{_YEAR}{_TIME}$", "~$3-$2-$1 $4"),
    (rf"^{_DAY}{MONTH}\.?[ \-/.]*{_DAY_NUMBER}[ ,\-/]+([0-9]{{4}}){_TIME}$", "~$3-$1-$2 $4"),
    (rf"^{_DAY}([0-9]{{4}})[ \-/.,]*{MONTH}\.?[ \-/.]*([0-9]{{1,2}}){_TIME}$", "~$1-$2-$3 $4"),
    (
        rf"^{_DAY}{MONTH} +([0-9]{{1,2}}) +([0-9:]{{5,8}})(?: +([A-Z]+|[+-][0-9]{{4}}))? +([0-9]{{4}})$",
        "~$5-$1-$2 $3 $4",
    ),
    (rf"^{MONTH}\.?{_OF}([0-9]{{4}})$", "~$2-$1-01"),
    (rf"^{MONTH}\.?[\-/ ]?[\-/']([0-9]{{2}})$", "~$2-$1-01"),  # not "Mar 24", which may be a day
    (rf"^([0-9]{{4}})[ \-/.]{MONTH}\.?$", "~$1-$2-01"),
    (r"^[QTK]([1-4])[ \-/.]*(?:FY ?)?([0-9]{4}|'?[0-9]{2})$", "~$2-q$1-01"),
    (r"^([0-9]{4})[ \-/.]*[QTK]([1-4])$", "~$1-q$2-01"),
    (r"^([1-4])\. ?(?:Quartal|trimestre|trimestre de|kwartaal) ?([0-9]{4})$", "~$2-q$1-01"),
    (r"^([0-9]{4})[ \-/.]*(?:W|KW)([0-9]{1,2})$", "#$1-W$2-1"),
    (r"^([0-9]{4})-W([0-9]{2})-([1-7])$", "#$1-W$2-$3"),
    (r"^(?:W|KW|CW|Week|Woche|Semaine|Semana|Settimana) ?([0-9]{1,2})[ \-/.]+([0-9]{4})$", "#$2-W$1-1"),
    (r"^([0-9]{4})[-/](0[1-9]|1[0-2])$", "$1-$2-01"),
    (r"^(0?[1-9]|1[0-2])[-/]([0-9]{4})$", "$2-$1-01"),
    (r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])$", "$1-$2-01"),
    (r"^([0-9]{1,2}) ([0-9]{1,2}) ((?:19|20)[0-9]{2})( .*)?$", "$1.$2.$3$4"),
    (r"^((?:19|20)[0-9]{2}) ([0-9]{1,2}) ([0-9]{1,2})( .*)?$", "$1-$2-$3$4"),
    (r"^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日(.*)$", "$1-$2-$3$4"),
    (
        r"^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)$",
        "${1}-${2}-${3}T${4}:${5}:${6}${7}",
    ),
)
SHAPES_OF_DAYS = 4  # the first shapes; most others name a month, a week or a quarter
COARSE = {
    "month": rf"(?i)^(?:{MONTH}\.?{_OF}'?[0-9]{{2,4}}|[0-9]{{4}}[ \-/.]{MONTH}\.?|[0-9]{{4}}[-/][0-9]{{2}}"
    r"|[0-9]{1,2}[-/][0-9]{4})$",
    "quarter": r"(?i)^(?:[QTK][1-4][ \-/.]*(?:FY ?)?'?[0-9]{2,4}|[0-9]{4}[ \-/.]*[QTK][1-4]|[1-4]\. ?[qtk]\p{L}+ ?[0-9]{4})$",
    "week": r"(?i)^(?:[0-9]{4}[ \-/.]*K?W[0-9]{1,2}"
    r"|(?:W|KW|CW|Week|Woche|Semaine|Semana|Settimana) ?[0-9]{1,2}[ \-/.]+[0-9]{4})$",
}
_TIME_SHAPES = (
    (rf"(?i)^{_DAY}([0-9].*)$", "$1"),
    (rf"(?i)^([0-9./-]{{6,10}}),? {_AT} ([0-9])", "$1 $2"),
    (r"\[[\w/]+\]$", ""),
    (r"(:[0-9]{2}.*[0-9]) ?\([^)]*\)$", "$1"),
    (r"(:[0-9]{2}.*)(?:GMT|UTC)([+-][0-9])", "$1$2"),
    (r"(:[0-9]{2}),([0-9]+)", "$1.$2"),
    (r"(?i)([ T][0-9]{1,2})(?:h|h |\.)([0-9]{2})(?: ?(?:min|Uhr|h))?$", "$1:$2"),
    (r"(?i)(:[0-9]{2}) ?(?:Uhr|h|hrs)$", "$1"),
    (r"(?i)(:[0-9]{2} ?)([ap])\. ?m\.?", "$1${2}m"),
    (r"(:[0-9]{2}(?:\.[0-9]+)?) ?([+-][0-9]{2})$", "$1${2}00"),
    (r"(:[0-9]{2}(?:\.[0-9]+)?)([A-Z]{3,4})$", "$1 $2"),
)


def _month_patterns() -> dict[str, str]:
    patterns = {f"-{name}-": f"-{number}-" for name, number in _MONTH_NUMBERS.items()}
    patterns |= {f"-q{i}-": f"-{3 * i - 2:02}-" for i in range(1, 5)}
    return patterns | {pattern.upper(): number for pattern, number in patterns.items()}


_MONTH_PATTERNS = _month_patterns()
_ZONE_PATTERNS = {f" {zone}": f" {hours}" for zone, hours in _ZONES.items()}


def write_dates_in_digits(text: pl.Expr) -> pl.Expr:
    """Write dates with words in digits, year first; other texts stay as they are.

    A month or quarter alone is its first day, a week alone its Monday.
    """
    for shape, digits in _SHAPES:
        text = text.str.replace(f"(?i){shape}", digits)
    text = text.str.replace_many(
        list(_MONTH_PATTERNS),
        list(_MONTH_PATTERNS.values()),
        ascii_case_insensitive=True,
        leftmost=True,
    )
    for year, digits in ((r"^~'?([0-6][0-9])-", "20$1-"), (r"^~'?([7-9][0-9])-", "19$1-"), (r"^~", "")):
        text = text.str.replace(year, digits)
    text = _write_weeks_as_days(text.str.strip_chars())
    for shape, digits in _TIME_SHAPES:
        text = text.str.replace(shape, digits)
    return text.str.replace_many(list(_ZONE_PATTERNS), list(_ZONE_PATTERNS.values()), leftmost=True)


def _write_weeks_as_days(text: pl.Expr) -> pl.Expr:
    """Write the days of ISO weeks, "#2024-W05-1", as dates."""
    year, week, day = (
        text.str.extract(r"^#([0-9]{4})-W([0-9]{1,2})-([1-7])$", i).cast(pl.Int32) for i in (1, 2, 3)
    )
    fourth = pl.date(year, 1, 4)  # always in the first week
    monday = fourth - pl.duration(days=fourth.dt.weekday() - 1)
    date = monday + pl.duration(days=(week - 1) * 7 + day - 1)
    valid = week.is_between(1, 53)
    return pl.when(valid).then(date.dt.strftime("%Y-%m-%d")).otherwise(text)


def date_in_digits(text: str) -> str:
    """A single date with words in it, written in digits as `write_dates_in_digits` does."""
    for shape, digits in _python_shapes()[: len(_SHAPES)]:
        text = shape.sub(digits, text)
    text = (
        re.sub("(?<=-)([^\\W_]+)(?=-)", lambda m: _name_number(m[1]), text) if text[:1] == "~" else text
    )
    text = re.sub("^~'?([0-6][0-9])-", r"20\1-", text)
    text = re.sub("^~'?([7-9][0-9])-", r"19\1-", text).lstrip("~")
    text = _week_as_day(text.strip())
    for shape, digits in _python_shapes()[len(_SHAPES) :]:
        text = shape.sub(digits, text)
    return re.sub(" [A-Z]{3,4}", lambda m: f" {_ZONES.get(m[0][1:], m[0][1:])}", text)


@cache
def _python_shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    shapes = [(re.compile(shape, re.IGNORECASE), digits) for shape, digits in _SHAPES]
    shapes += [(re.compile(shape), digits) for shape, digits in _TIME_SHAPES]
    return tuple((shape, re.sub(r"\$\{?([0-9])\}?", r"\\g<\1>", digits)) for shape, digits in shapes)


def _name_number(name: str) -> str:
    """The number of a month, or the first one of a quarter (q2)."""
    if re.fullmatch("q[1-4]", name):
        return f"{3 * int(name[1]) - 2:02}"
    return _MONTH_NUMBERS.get(name.lower(), name)


def _week_as_day(text: str) -> str:
    match = re.fullmatch("#([0-9]{4})-W([0-9]{1,2})-([1-7])", text)
    if not match:
        return text
    try:
        return datetime.date.fromisocalendar(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return text


def names_a_day(text: str) -> bool:
    """Tell whether the text is a date with a month in words."""
    return any(shape.match(text) for shape, _ in _python_shapes()[:SHAPES_OF_DAYS])


@cache
def _coarse_patterns() -> dict[str, re.Pattern[str]]:
    return {unit: re.compile(p.replace(r"\p{L}", r"[^\W\d_]")) for unit, p in COARSE.items()}


def coarse_unit(text: str) -> str:
    """The span that a date without a day names: "month", "quarter" or "week"; "" for a day."""
    return next((unit for unit, shape in _coarse_patterns().items() if shape.match(text)), "")
